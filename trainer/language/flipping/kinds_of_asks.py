"""Asks that are built in a way of their own: orders, tags, asks for time, leeway, approval, availability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..matching.tokens import COMMA, Word
from ..reading import Ask
from ..tables import Frame, flip_table, flip_words, load
from .acts import Request, act_of, actor_of, after_frame, plain, thing_of
from .asked_words import AskedWords, lowered, tail_of, trimmed
from .verb_forms import base_of_doing, is_participle

_SPACES = re.compile(r"\s+")
#: Within so many words of its sentence an order begins; farther on, after a comma, it only tells more.
_FARTHEST = 6


def ordered(words: AskedWords) -> Request | None:
    """Return the act of an order: "send me the file", "let me pay", "be a love and pass the salt"."""
    order = [
        word
        for word in words.sentence
        if words.frame[0].start <= word.start < max(words.ask.proposal_end, words.ask.frame_end)
    ]
    norms = [word.norm for word in order]
    if "and" in norms and (norms[0] == "be" or norms[:2] in (["do", "me"], ["do", "us"])):
        order = order[norms.index("and") + 1 :]
    order = trimmed(order)
    inside = sum(word.end <= words.frame[0].start for word in words.sentence)
    if inside > _FARTHEST and words.line[: words.frame[0].start].rstrip()[-1:] == COMMA:
        return None  # "the price is 4,280 with tax, start in June": no order
    while order and order[0].norm in flip_words("before_order"):
        order = order[1:]
    cut = tail_of(order)
    tail = "" if cut is None else words.line[order[cut].start : words.end]
    order = trimmed(order[:cut]) if cut is not None else order
    norms = [word.norm for word in order[:2]]
    if norms[:1] == ["let"] and [word.norm for word in order[2:3]] == ["know"]:
        return None
    if norms[:1] == ["let"] and norms[1:] in (["me"], ["us"]):
        return act_of(words, order[2:], "i" if norms[1] == "me" else "we")
    if norms == ["do", "not"]:
        found = act_of(words, order[2:], "you")
        return replace(found, negated=True, tail=tail) if found else None
    if norms[:1] in (["confirm"], ["reply"], ["respond"]) and not {"if", "that", "whether"}.isdisjoint(
        w.norm for w in words.sentence
    ):
        return None  # whoever asks to be told whether it suits asks for more than the answer
    found = act_of(words, order, "you")
    return replace(found, tail=tail) if found else None


def claimed(words: AskedWords) -> Request | None:
    """Return the act of a claim with a tag: "you'll bring the cones, won't you?"."""
    stop = words.ask.proposal_end
    claim = [word for word in words.sentence if word.end <= stop]
    while claim and claim[0].norm in load().classes["connectives"] | {COMMA}:
        claim = claim[1:]
    if len(claim) < len(("you", "will", "come")) or claim[0].norm not in flip_table()["subjects"]:
        return None
    place = 1
    while place < len(claim) and (claim[place].norm in flip_words("modals") or claim[place].norm == "not"):
        place += 1
    return act_of(words, claim[place:], flip_table()["subjects"][claim[0].norm]) if place > 1 else None


def for_time(words: AskedWords) -> Request | None:
    """Return what an ask for time asks for: "ten minutes to look at it"; "do you have time to talk" asks for the moment."""
    norms = words.norms
    verb = next((i for i, norm in enumerate(norms) if norm in flip_words("having")), None)
    amount = words.frame[verb + 1 :] if verb is not None else words.frame[1:]
    while amount and amount[0].norm in ("not", "you", "got", "have", "any", "the", "to", "for"):
        amount = amount[1:]
    rest = words.rest
    vague = {word.norm for word in amount} <= flip_words("vague_time")
    asked = words.text([*[word for word in words.frame if word.norm in ("to", "for")][-1:], *rest]) if rest else ""
    if vague and rest and rest[0].norm in ("after", "before", "during", "at", "tomorrow", "today", "later"):
        return Request("time", "any", words.text(rest))  # "do you have a minute after rehearsal?"
    treats = frozenset(flip_table()["acts"]["treat"].split())
    if vague and not treats.isdisjoint(word.norm for word in rest) and "for" in (words.norms[-1], rest[0].norm):
        return thing_of(words, rest[rest[0].norm == "for" :])  # "do you have time for a coffee?"
    if vague and rest and rest[0].norm in ("on", "this", "next"):
        return _free(words)
    if vague and rest and words.line[: rest[0].start].rstrip()[-1:] == COMMA:
        return Request("moment", "any", f", {words.text(rest)}")  # "do you have a minute, Sister?"
    if vague:
        return Request("moment", "any", _for_or_to(words, rest) if rest else "")
    if not amount:
        return None
    joined = words.line[amount[0].start : (rest or amount)[-1].end]
    return Request("np", "any", lowered(_SPACES.sub(" ", joined))) if asked or not rest else None


def _for_or_to(words: AskedWords, rest: Sequence[Word]) -> str:
    """Return what a moment is for, with its "to" or "for", which may have been the end of the frame."""
    text = words.text(rest)
    if rest[0].norm in ("to", "for"):
        return text
    return f"{words.norms[-1]} {text}" if words.norms[-1] in ("to", "for") else ""


def by_chance(words: AskedWords) -> Request | None:
    """Return what a chance is asked for: leeway ("any flexibility on the date"), an act, a thing."""
    leeway = [word for word in words.frame if word.norm in flip_words("leeway")]
    rest = words.rest
    if named_moment(words) and not flip_words("good_moment").isdisjoint(words.norms):
        return _time(words, _for_or_to(words, rest) if rest else "")
    if leeway and rest and words.norms[-1] == "for" and leeway[-1].norm == "room":
        if rest[0].norm in load().terms["numbers"]:  # "is there room for one more?"
            return Request("np", "deal", words.text(rest))
        if rest[0].norm in ("a", "an"):
            return thing_of(words, rest)  # "any room for a discount"
    if leeway and rest:
        link = words.norms[-1] if words.norms[-1] in ("on", "in", "for", "to") else ""
        first = next(i for i, word in enumerate(words.frame) if word.norm in flip_words("leeway"))
        held = words.text(words.frame[first : len(words.frame) - bool(link)])
        thing = words.text(rest)
        if not link and rest[0].norm not in ("on", "in", "for", "about", "with", "to"):
            return None
        return Request("np", "any", f"some {held} {link} {thing}".replace("  ", " "))
    if not rest or not flip_words("no_chance").isdisjoint(words.norms):
        return None
    if words.norms[-1] == "way" and rest[0].norm not in load().pronouns and rest[0].norm not in ("to", "for"):
        return None  # "any way round it"
    if words.norms[-1] == "of" and not is_participle(rest[0].norm):
        return thing_of(words, rest)
    if words.norms[-1] == "of" and rest[0].norm.endswith("ing"):  # whoever gives the chance acts
        base = base_of_doing(words.lowered(rest))
        if base.split(" ", 1)[0] in flip_words("perceiving") | {"get", "have"}:
            return Request("vp", "i", base)
        return Request("vp", "you", base) if base else Request("doing", "you", words.lowered(rest))
    return plain(words)


def approved(words: AskedWords) -> Request | None:
    """Return what is to be approved: an act or clause after the frame, or else its subject ("does Thursday work for you?")."""
    rest = words.rest
    named = (
        words.frame[1:2]
        and words.frame[1].norm not in load().pronouns
        and words.norms[0] in load().classes["auxiliaries"]
    )
    if rest and rest[0].norm == "if" and named:
        found = _time(words, "")  # "are pets okay if I pay more?"
        return replace(found, form="np", actor="deal", more=words.text(rest)) if found else None
    if (rest and rest[0].norm in ("to", "if")) or (
        rest and rest[0].norm == "for" and any(w.norm == "to" for w in rest[2:5])
    ):
        if rest[0].norm == "to" and named_moment(words):
            return _time(words, words.text(rest))
        actor = "idea" if "idea" in words.norms else "any"
        return act_of(words, rest, actor) if rest[0].norm == "to" else after_frame(words, rest)
    return _time(words, words.text(rest))


def named_moment(words: AskedWords) -> bool:
    return not flip_words("moments").isdisjoint(words.norms)


def _time(words: AskedWords, more: str) -> Request | None:
    """Return the thing before the predicate, mostly a time: "does *Thursday* work", "is *now* a good time"."""
    frame = words.frame
    if frame[0].norm not in load().classes["auxiliaries"]:
        return None
    if frame[1].norm in _TOLD and not named_moment(words):
        return told(words, more)
    stop = next((i for i, word in enumerate(frame) if i > 1 and word.norm in flip_words("predicates")), 0)
    subject = [word for word in frame[1:stop] if word.norm not in load().classes["auxiliaries"] | {"not"}]
    if not subject or (subject[0].norm in load().pronouns and len(subject) == 1 and not named_moment(words)):
        return None
    while len(subject) > 1 and subject[-1].norm in ("any", "a", "an", "the"):  # they belong to the predicate
        subject = subject[:-1]
    name = words.text(subject)
    timely = any(
        norm in load().terms["weekdays"]
        or norm in load().terms["months"]
        or norm[0].isdigit()
        or norm in flip_words("times")
        for norm in (word.norm for word in subject)
    )
    more = more if not more or more.split()[0].lower() in ("for", "to", "at", "in", "on") else ""
    return (
        Request("time", "any", lowered(name), more=more)
        if timely
        else Request("np", "any", f"{lowered(name)} {more}".strip())
    )


#: What takes up what was said before.
_TOLD = ("that", "this", "it")


def told(words: AskedWords, more: str = "") -> Request | None:
    """Return what was said in the sentence before, for an ask that only takes it up: "… Does that work for you?"."""
    before = words.line[: words.frame[0].start].rstrip()
    if "help" in words.norms or before[-1:] in ("", "?"):
        return None
    inviting = "something" in words.norms or "interested" in words.norms
    return Request("told", "guest" if inviting else "any", "that", more=more if more.startswith("for ") else "")


def suggested(words: AskedWords) -> Request | None:
    """Return what follows "what do you say to", or was said before it."""
    said = [*words.frame, *words.rest]
    place = next((i for i, word in enumerate(said) if word.norm == "to"), 0)
    asked = said[place + 1 :] if place else words.rest
    if place and asked and asked[0].norm in flip_words("verbs") - flip_words("nouns_too"):
        return act_of(words, asked, "we")  # "are we good to go live?"
    if asked and asked[0].norm not in _TOLD:
        return after_frame(words, asked) if place else None
    return told(words)


def willing(words: AskedWords) -> Request | None:
    """Return what somebody is asked to be willing, free or open to."""
    rest = words.rest
    if not rest:
        return None
    if not flip_words("free").isdisjoint(words.norms):
        return _free(words)
    if rest[0].norm in flip_words("prepositions") and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", _with_us(words.norms, rest), words.lowered(rest[1:]))
    way = base_of_doing(words.norms[-1]) if rest[0].norm == "to" else ""
    if way in flip_words("coming"):
        return Request("vp", "guest", f"{way} {words.lowered(rest)}")
    if words.norms[-1] in flip_words("prepositions") and is_participle(rest[0].norm):
        return Request("doing", _with_us(words.norms, rest), words.lowered(rest))
    if rest[0].norm == "to" and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", _with_us(words.norms, rest), words.lowered(rest[1:]))
    if rest[0].norm == "to" and len(rest) > 1 and rest[1].norm in flip_words("determiners"):
        return Request("np", "any", words.lowered(rest[1:]))
    if rest[0].norm == "to" and words.norms[0] in flip_words("consenting"):
        return act_of(words, rest, "any")  # "ok to push it to ten?"
    if rest[0].norm == "to" or words.norms[-1] == "to":
        if words.norms[-1] == "to" and (rest[0].norm in flip_words("determiners") or is_participle(rest[0].norm)):
            return after_frame(words, rest)
        return act_of(words, rest, actor_of(words.norms) or "you")
    return after_frame(words, rest)


def _with_us(norms: Sequence[str], rest: Sequence[Word]) -> str:
    """Return who does it: the guest in "running with me" and "up for a run", else you."""
    with_us = any(one.norm == "with" and two.norm in ("me", "us") for one, two in pairwise(rest))
    return "guest" if with_us or not flip_words("keen").isdisjoint(norms) else "you"


def _ranges(rest: Sequence[Word], place: int) -> bool:
    """Tell whether "to" stands between two times: "from two *to* three"."""
    after = rest[place + 1].norm if place + 1 < len(rest) else ""
    return rest[place].norm == "to" and (after[:1].isdigit() or after in flip_words("times"))


def _free(words: AskedWords) -> Request | None:
    """Return the time somebody is asked to be free, and what for: "free on Sunday to help me paint"."""
    rest = list(words.rest)
    anybody = next((norm for norm in words.norms if norm in flip_words("anybody")), "")
    if anybody and rest[0].norm == "to":
        act = act_of(words, rest, "you")  # "anyone free to run the projector?"
        return replace(act, named=anybody) if act else None
    if rest[0].norm in ("on", "at", "in", "this", "next", "around", "by") and rest[0].norm not in ("this", "next"):
        rest = rest[1:]
    cut = next(
        (i for i, word in enumerate(rest) if i and word.norm in ("to", "for") and not _ranges(rest, i)), len(rest)
    )
    if rest and rest[0].norm in ("to", "for") and not flip_words("times").isdisjoint(w.norm for w in rest):
        return thing_of(words, rest) if rest[0].norm == "for" else act_of(words, rest, "guest")
    if not rest or rest[0].norm in ("to", "for"):
        return _moment(words) if words.rest[0].norm in ("to", "for") else None
    more = words.text(rest[cut:])
    return Request("time", "any", words.text(rest[:cut]), more=f"for you {more}" if more.startswith("to ") else more)


def _moment(words: AskedWords) -> Request | None:
    """Return what somebody is asked to be free for: now ("to talk"), or at a time that is told ("for a call around 3")."""
    later = any(norm in flip_words("times") or norm[0].isdigit() for norm in (word.norm for word in words.rest))
    if later and words.rest[0].norm == "for" and len(words.rest) > 1:
        return thing_of(words, words.rest[1:])
    return Request("moment", "any", words.text(words.rest))


def judged(words: AskedWords) -> Request | None:
    """Return what a no-oriented ask asks for: "would you mind *sending it*", "a problem *if I left*", "too much to ask *you to come*"."""
    rest, norms = words.rest, words.norms
    if not rest:
        return _time(words, "")
    actor = actor_of([norm for norm in norms if norm not in ("it", "that")])
    head = rest[0].norm
    if head == "not" or is_participle(head):
        denied = head == "not"
        done = rest[1:] if denied else rest
        actor = "you" if "you" in norms else "any"
        return Request("doing", actor, words.lowered(done), negated=denied) if done else None
    if head in ("ask", "asking") and len(rest) > len(("ask", "you", "to")):
        return _asked_of(words, rest[1:])
    if head == "to" or norms[-1] == "to":
        act = act_of(words, rest, "you" if "you" in norms[-2:] else "i" if "me" in norms[-2:] else "any")
        return _unwrapped(words, act)
    if head in ("if", "for", "that"):
        return after_frame(words, rest)
    if norms[-1] == "if":
        return after_frame(words, [words.frame[-1], *rest])
    return thing_of(words, rest) if actor or head else None


def _asked_of(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Return what follows "to ask": "you to come", "for ten minutes"."""
    if rest[0].norm in ("you", "for") and len(rest) > 1:
        return (
            after_frame(words, rest)
            if rest[0].norm == "you" or any(w.norm == "to" for w in rest)
            else thing_of(words, rest[1:])
        )
    return act_of(words, rest, "any")


def _unwrapped(words: AskedWords, act: Request | None) -> Request | None:
    """Return the act inside "ask you to …" where the frame ends before it."""
    if act is None or act.form != "vp" or not act.text.startswith("ask "):
        return act
    place = next((i for i, word in enumerate(words.rest) if word.norm == "ask"), 0)
    return _asked_of(words, words.rest[place + 1 :]) if len(words.rest) > place + 2 else act


def of_others(words: AskedWords) -> bool:
    """Tell whether a frame has a noun for its subject: "would *your mother* like to come"."""
    row = frame_of(words.ask)
    named = row is not None and "np" in row.subjects and row.id not in flip_words("about_things")
    first = words.norms[1] if len(words.frame) > 1 else ""
    return named and words.norms[0] in load().classes["auxiliaries"] and first not in load().pronouns and first != "not"


def by_others(words: AskedWords) -> Request | None:
    """Return what a frame with a noun for its subject asks of them, if it is an act."""
    stop = next((i for i, word in enumerate(words.frame) if i > 1 and word.norm in flip_words("predicates")), 0)
    if words.rest and words.norms[-1] in flip_words("taking"):
        named = words.lowered(words.frame[1:-1])
        return Request("vp", "other", f"{words.norms[-1]} {words.text(words.rest)}", named=named)
    if not stop or not words.rest or not (words.rest[0].norm == "to" or words.norms[-1] == "to"):
        return None
    act = act_of(words, words.rest, "other")
    return replace(act, named=words.lowered(words.frame[1:stop])) if act else None


def frame_of(ask: Ask) -> Frame | None:
    """Return the frame an ask matched, None if a cue or a rule in code found it."""
    return next((row for row in load().frames if row.id == ask.rule), None)


def is_order(rule: str) -> bool:
    """Tell whether a rule finds orders ("send me the file")."""
    return any(cue.id == rule and cue.family == "imperative" for cue in load().cues)
