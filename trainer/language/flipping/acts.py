"""What the words after a frame ask for: an act and whose it is, a clause, somebody's act, a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...safe_text import APOSTROPHES
from ..grammar.clauses import MARKS
from ..matching.tokens import COMMA, Word
from ..tables import flip_table, flip_words, load
from .asked_words import AskedWords, lowered, trimmed
from .verb_forms import base_of, base_of_doing, is_participle, is_past

#: The longest name of somebody ("the whole finance team"), in words.
_LONGEST_NAME = 6
#: The same of a thing that is to have something done to it ("the fine of 12 January (no. PX-304)").
_LONGEST_THING = 12
#: A second verb of a clause in the past: "if we made it free *and sold* food".
_FURTHER_PAST = re.compile(r"(\band )([a-z]+)(?= )")
#: Verbs before which a thing is the one that acts, but for those after which one is only described.
_FINITE, _RELATIVE = ("could", "might", "would", "should", "will"), ("that", "which", "who", "you", "i", "we")
#: How somebody's thing is told.
_OWNED = tuple(f"{mark}s" for mark in APOSTROPHES)
#: In how many others an act may stand; nobody asks to be asked to suggest more.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Request:
    """What an ask asks for.

    `form`: vp ("meet on Tuesday"), doing ("meeting", "me leaving"), passive ("paid in March", of what `named` says), np ("ten
    minutes"), time ("Thursday at three"), moment ("to talk", the moment of speaking), told (what was said before: "does that
    work?"). `actor`: we, us (only our side), you, guest (you, at
    our invitation), i, any (nobody named), or other (`named` says who). `negated`: the act is denied ("not to call").
    `more`: what follows a time ("for the handover"). `ours`: we ask, not I. `tail`: a sentence of its own that was written after it ("I'm
    cooking"). `start`, `end`: the characters of the line that ask.
    """

    form: str
    actor: str
    text: str
    named: str = ""
    negated: bool = False
    more: str = ""
    ours: bool = False
    tail: str = ""
    start: int = 0
    end: int = 0


def actor_of(norms: Sequence[str]) -> str:
    """Return the actor that a frame names last, "" for none."""
    subjects: dict[str, str] = flip_table()["subjects"]
    return next((subjects[norm] for norm in reversed(norms) if norm in subjects), "")


def act_of(words: AskedWords, rest: Sequence[Word], actor: str, depth: int = 0) -> Request | None:
    """Return an act in its base form. `depth`: in how many other acts it stands ("suggest we ask you to …")."""
    rest = trimmed(list(rest))
    while rest and rest[0].norm in flip_words("modals"):
        rest = rest[1:]  # "a chance you'*d* forget"
    negated = "not" in [word.norm for word in rest[:2]] and rest[0].norm in ("not", "to", "do", "did")
    if negated:
        rest = rest[1 if rest[0].norm == "not" else 2 :]
    if rest and rest[0].norm == "to":
        rest = rest[1:]
    if (
        not rest
        or not rest[0].norm.isalpha()
        or (words.line[rest[0].start].isupper() and rest[0].start > words.sentence[0].start)
    ):
        return None
    head = rest[0].norm
    if words.line[rest[0].start] in APOSTROPHES:
        return None  # "you'*ve* got one I could borrow"
    if negated and words.norms[0] == "will":
        negated = False  # "will you not sit down?" invites
    if head in flip_words("determiners") or head in flip_words("no_act") or is_participle(head):
        return None
    if head == "be" and not _may_be([word.norm for word in rest[1:]]):
        return None
    inner = _inner(words, rest, actor, depth + 1) if depth < _DEEPEST else None
    return inner or Request("vp", actor, words.lowered(rest), negated=negated)


def _may_be(norms: Sequence[str]) -> bool:
    """Tell whether somebody can be asked to be this: "be there", "be my referee", "be treasurer", not "be happy"."""
    if not norms or norms[0] in flip_words("be_allowed") | flip_words("posts") or is_past(norms[0]):
        return bool(norms)  # "be interviewed"
    return norms[0] in flip_words("determiners") and not (flip_words("honours") | flip_words("posts")).isdisjoint(norms)


def _inner(words: AskedWords, rest: Sequence[Word], actor: str, depth: int) -> Request | None:
    """Return what is really asked for: "suggest we sign", "ask you to sign", "ask for an hour", "say nine"."""
    norms = [word.norm for word in rest]
    hosted = _hosted(words, rest)
    if hosted is not None:
        return hosted
    if norms[:2] == ["have", "you"] and norms[2:3] and norms[2] in ("at", "on", "over", "with", "round", "around"):
        return Request("vp", "guest", f"join us {words.text(rest[2:])}")  # "we'd love to have you at our wedding"
    for opening, whose in (
        ("suggest we", "we"),
        ("propose we", "we"),
        ("suggest that we", "we"),
        ("propose that we", "we"),
        ("ask you to", "you"),
        ("have you", "you"),
        ("invite you to", "guest"),
    ):
        size = len(opening.split())
        if norms[:size] == opening.split() and len(rest) > size and norms[size] not in flip_words("determiners"):
            return act_of(words, rest[size:], whose, depth)
    if norms[:3] == ["invite", "you", "to"] and norms[3:4] and norms[3] in flip_words("determiners"):
        return Request("vp", "guest", f"come to {words.text(rest[3:])}")
    if norms[:3] == ["invite", "you", "for"] and len(rest) > len(norms[:3]):
        return Request("np", "any", words.lowered(rest[3:]))
    for begins in (["ask", "for"], ["apply", "for"], ["request"]):
        if norms[: len(begins)] == begins and actor in ("i", "we", "us", "any") and len(rest) > len(begins):
            return Request("np", "any", words.lowered(rest[len(begins) :]))
    terms = load().terms
    said = (
        {"words", "word"}.isdisjoint(norms)
        and len(norms) > 1
        and (  # "say a few words" is an act
            norms[1][0].isdigit()
            or any(norms[1] in terms[kind] for kind in ("numbers", "weekdays", "days", "noon", "months"))
        )
    )
    return (
        Request("time" if actor == "we" else "np", "any", words.text(rest[1:])) if norms[0] == "say" and said else None
    )


def _hosted(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Return the invitation in "have you over for dinner", "have you and Piotr round"."""
    norms = [word.norm for word in rest]
    place = 4 if norms[2:3] == ["and"] else 2
    if norms[:2] != ["have", "you"] or norms[place : place + 1] not in (["over"], ["round"], ["around"]):
        return None
    named = words.text(rest[1:place]) if place > 2 else ""
    return Request("vp", "guest", f"come {words.text(rest[place:])}", named=named)


def plain(words: AskedWords) -> Request | None:
    """Return what follows a frame that is only a frame: an act after "to" or a modal, a clause, somebody's act, a thing."""
    norms, rest = words.norms, words.rest
    if words.ask.rule == "wish" and norms[0] in ("the", "my", "our") and "would" in norms and rest:
        if norms[-1] == "you":  # "the committee would be delighted if you | stood"
            return clause_of(words, [words.frame[-1], *rest])
        begins = norms.index("to") + 1 if "to" in norms else len(norms)
        act = act_of(words, [*words.frame[begins:], *rest], "ours")  # "the kids would love to see it"
        return replace(act, named=words.lowered(words.frame[: norms.index("would")])) if act else None
    if words.ask.rule == "dear" and "my" in norms and not (rest and rest[0].norm == "and"):
        return act_of(words, [*words.frame[norms.index("be") :], *rest], "you")
    if not rest:
        return None
    actor, head = actor_of(norms), rest[0].norm
    if words.ask.rule == "(request)" and norms[:2] == ["would", "not"] and actor == "we":
        return None  # "wouldn't we all sleep better"
    if words.ask.rule == "(request)" and not actor:
        after_verb = norms[0] in load().classes["auxiliaries"]  # "can the chef …", but "whether the chef could …"
        return somebodys(words, [*words.frame[after_verb:], *rest])
    if head == "and" and words.ask.rule == "dear":
        return act_of(words, rest[1:], "you")
    if words.ask.rule == "dear":
        return None
    if norms[-1] == "and":
        return act_of(words, rest, "you")
    if norms[-1] in flip_words("anybody") and head == "to":
        act = act_of(words, rest, "other")  # "we need someone | to take over"
        return replace(act, named=norms[-1]) if act else None
    if norms[-1] in ("if", "that"):
        return clause_of(words, rest)  # "a great help if | the ward could …"
    asked = words.frame[norms.index("ask") + 1 :] if "ask" in norms else []
    asked = asked[:-1] if asked and asked[-1].norm == "to" else asked
    if asked and asked[0].norm in flip_words("determiners") and "to" in (head, norms[-1]):
        act = act_of(words, rest, "other")  # "I would ask the council | to …"
        return replace(act, named=words.text(asked)) if act else None
    if head == "to" and len(rest) > 1 and rest[1].norm in flip_words("determiners"):
        return after_frame(words, rest[1:])  # "agree to my subletting it"
    if norms[-1] == "to" or head == "to" or (head == "not" and words.ask.negated):
        return act_of(words, rest, _wishing(words, actor))
    if norms[-1] in flip_words("modals") or words.ask.rule in flip_words("act_follows"):
        return act_of(words, rest, actor or "we")
    if head in flip_words("modals") and actor:
        return act_of(words, rest, actor)
    if norms[-1] in flip_table()["subjects"] and words.ask.family != "willing" and head != "to":
        return clause_of(words, [words.frame[-1], *rest])
    return after_frame(words, rest)


def _wishing(words: AskedWords, actor: str) -> str:
    """Return who acts after "to": "do you want to go" invites, "I'd like you to go" asks, "I'd like to go" asks leave."""
    if words.ask.family in flip_words("inviting_families") and actor in ("you", "") and words.norms[-1] != "you":
        return "guest"
    return actor or "any"


def after_frame(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Return what words without a frame of their own ask for: a clause, somebody's act, something done, a thing."""
    head = rest[0].norm
    if head in ("if", "that") and len(rest) > 1:
        return clause_of(words, rest[1:])
    if head == "it":
        linked = next((i for i, word in enumerate(rest[:5]) if word.norm == "if"), 0)
        return clause_of(words, rest[linked + 1 :]) if linked else None
    if head == "for" and any(word.norm == "to" for word in rest[2 : _LONGEST_NAME + 2]):
        return _for_somebody(words, rest[1:])
    if head in ("me", "us", "you") and len(rest) > 1 and rest[1].norm == "to":
        offered = words.ask.family == "want" and "you" in words.norms
        mine, ours = ("offer", "our_offer") if offered else ("i", "we")
        return act_of(words, rest[2:], {"me": mine, "us": ours, "you": "you"}[head])
    if head in ("me", "us") and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", "any", words.text(rest))
    base = base_of_doing(words.text(rest[1:])) if head in ("my", "our") and len(rest) > 1 else ""
    if base:
        return Request("vp", "i" if head == "my" else "us", base)
    if head in ("my", "our") and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", "any", words.text(rest))
    if len(rest) > 2 and rest[1].norm == "of" and any(word.norm == "to" for word in rest[2 : _LONGEST_NAME + 2]):
        return _for_somebody(words, rest)  # "one of you to read"
    if is_participle(head):
        return Request(
            "doing", "guest" if words.ask.family in flip_words("inviting_families") else "we", words.lowered(rest)
        )
    if head in load().pronouns and len(rest) > 1:
        return clause_of(words, rest)
    return thing_of(words, rest)


def clause_of(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Return the act of a clause: "you could send it", "we met", "my sister came"."""
    subject = flip_table()["subjects"].get(rest[0].norm, "")
    if not subject:
        return somebodys(words, rest)
    place = 1
    while place < len(rest) and (
        rest[place].norm in flip_words("modals") or rest[place].norm in ("just", "maybe", "all", "both")
    ):
        place += 1
    if [word.norm for word in rest[place : place + 2]] in (["do", "not"], ["did", "not"]):
        return act_of(words, rest[place:], subject)
    if place >= len(rest):
        return None
    found = act_of(words, rest[place:], subject)
    if found is None or place > 1:
        return found
    verb = rest[place].norm
    base = base_of(verb) if is_past(verb) else verb
    if not base:
        return None
    later = _FURTHER_PAST.sub(lambda one: f"{one[1]}{base_of(one[2]) or one[2]}", found.text[len(verb) :])
    return replace(found, text=f"{base}{later}") if found.text.lower().startswith(verb) else found


def somebodys(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Split a named person from their act at the first verb: "Leo | stay until six"."""
    rest = [
        word for word in rest if word.norm not in ("please", "maybe", "perhaps", "possibly") and word.norm not in MARKS
    ]
    done = _done_to(words, rest)
    if done is not None:
        return done
    for place in range(1, min(len(rest), _LONGEST_NAME + 1)):
        before, norm = rest[place - 1].norm, rest[place].norm
        if _in_a_name(words, rest[place]):
            continue
        verb = base_of(norm) if norm not in flip_words("verbs") and is_past(norm) else norm
        permits = words.norms[-1] == "if" or words.ask.family in ("approval", "willing")
        if permits and norm.removesuffix("s") in flip_words("verbs") - flip_words("nouns_too"):
            verb = norm.removesuffix("s")  # "okay if my brother *stays*"
        anybody = place == 1 and before in flip_words("anybody") and norm not in flip_words("from_where")
        if (
            (
                verb in flip_words("verbs")
                or anybody
                or (place > 1 and before in flip_words("modals") and norm.isalpha())
            )
            and not is_participle(before)
            and before not in flip_words("determiners")
        ):
            modal = place > 1 and before in flip_words("modals")
            named = words.text(rest[: place - 1 if modal else place])
            act = act_of(words, rest[place:], "other")
            if act is None or act.form != "vp":
                return None
            if norm in flip_words("nouns_too") and _begins_with_a_verb(rest[place + 1 :]):
                continue  # "the night *shift* | sweep the bay"
            if place == 1 and before in flip_table()["subjects"]:
                return replace(act, actor=flip_table()["subjects"][before])
            if act.negated or norm in flip_words("modals"):  # "did not come", "could come": the verb stands after it
                return replace(act, named=lowered(named))
            return replace(act, named=lowered(named), text=verb + act.text[len(norm) :])
    return None


def _in_a_name(words: AskedWords, word: Word) -> bool:
    """Tell whether a word that may be a verb is part of a thing's name: "Rex's *check*-up", "Rex's *visit*"."""
    owned = words.line[: word.start].rstrip()[-2:].lower() in _OWNED and word.norm in flip_words("nouns_too")
    return owned or words.line[word.end : word.end + 1] == "-" or words.line[: word.start][-1:] == "-"


def _done_to(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Split a thing from what is to be done to it: "the deposit could be | paid in March"."""
    place = next((i for i, word in enumerate(rest[:-1]) if word.norm == "be" and 0 < i <= _LONGEST_THING), 0)
    if not place or not is_past(rest[place + 1].norm):
        return None
    thing = rest[: place - 1 if rest[place - 1].norm in flip_words("modals") else place]
    if _holds_an_ask(thing):
        return None
    return Request("passive", "other", words.text(rest[place + 1 :]), named=words.lowered(thing)) if thing else None


def _holds_an_ask(thing: Sequence[Word]) -> bool:
    """Tell whether what looks like a thing holds another ask: "a permit and ask that it | be backdated"."""
    return not {"ask", "asking", "request", "that"}.isdisjoint(word.norm for word in thing)


def _begins_with_a_verb(rest: Sequence[Word]) -> bool:
    return bool(rest) and rest[0].norm in flip_words("verbs")


def _for_somebody(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    place = next(i for i, word in enumerate(rest) if word.norm == "to")
    several = place == 2 and rest[0].norm == "you" and rest[1].norm in flip_words("several")
    if several:  # "we'd love for you both to come"
        act = act_of(words, rest[place + 1 :], "guest")
        return replace(act, named=words.lowered(rest[:place])) if act else None
    subject = flip_table()["subjects"].get(rest[0].norm, "") if place == 1 else ""
    act = act_of(words, rest[place + 1 :], subject or "other")
    return replace(act, named="" if subject else words.lowered(rest[:place])) if act else None


def _is_done(rest: Sequence[Word]) -> int:
    """Return the place of a past form in -ed after a thing, and before none: "the pans scrubbed by six", not "a revised plan"; 0 for none."""
    follows = flip_words("after_verb") | {"and", "by", "before", "until"}
    return next(
        (
            place
            for place, (before, word, after) in enumerate(zip(rest[1:], rest[2:], [*rest[3:], None], strict=False), 2)
            if word.norm.endswith("ed")
            and before.norm not in flip_words("determiners")
            and (after is None or after.norm in follows)
        ),
        0,
    )


def _to_be_done(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Split a thing from what it is to be: "I'm asking for the hedge to be | cut back"."""
    rest = rest[1:] if rest[0].norm in flip_words("prepositions") else rest
    norms = [word.norm for word in rest[: _LONGEST_THING + 2]]
    place = next((i for i, pair in enumerate(pairwise(norms)) if pair == ("to", "be") and i), 0)
    if not place or len(rest) <= place + 2 or not is_past(rest[place + 2].norm):
        return None
    return Request("passive", "other", words.text(rest[place + 2 :]), named=words.lowered(rest[:place]))


def thing_of(words: AskedWords, rest: Sequence[Word]) -> Request | None:
    """Return a thing that is asked for, or what is to be done to it; a preposition before it belongs to the frame."""
    wished = _to_be_done(words, rest) if words.ask.family == "wish" else None
    if wished is not None:
        return wished
    done = _is_done(rest) if words.ask.family == "wish" and COMMA not in [word.norm for word in rest] else 0
    if done and not _holds_an_ask(rest[:done]):
        return Request("passive", "other", words.text(rest[done:]), named=words.lowered(rest[:done]))
    if rest[0].norm in flip_words("prepositions") and len(rest) > 1:
        rest = rest[1:]
        if is_participle(rest[0].norm) or (rest[0].norm in ("me", "us", "my") and len(rest) > 1):
            return after_frame(words, rest)
    if len(rest) == 1 and rest[0].norm in load().pronouns:
        return None
    if any(word.norm in _FINITE and before.norm not in _RELATIVE for before, word in pairwise(rest[:_LONGEST_THING])):
        return somebodys(words, rest)  # "any chance the choir could sing"
    if words.ask.family == "chance" and not flip_words("weather").isdisjoint(word.norm for word in rest[:2]):
        return None
    if ("and", "ask") in pairwise(word.norm for word in rest):
        return None  # two asks in one: "a permit and ask that it be backdated"
    if rest[0].norm in flip_words("no_thing") or rest[0].norm in flip_words("prepositions"):
        return None
    timely = rest[0].norm in load().terms["weekdays"] or rest[0].norm in load().terms["days"]
    if words.ask.family == "suggestion" and timely:
        return Request("time", "any", words.text(rest))
    if words.ask.family == "suggestion" and rest[0].norm[-1:].isdigit():
        return Request("np", "deal", words.text(rest))
    return Request("np", "any", words.lowered(rest))
