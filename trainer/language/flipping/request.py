"""A yes-oriented ask → what it asks for, in parts that another frame can take, with its place in the line."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ..matching.tokens import sentences, split
from ..reading import Ask, MoveKind, NoMeans, Reading
from ..tables import flip_words, load
from .acts import Request, act_of, plain
from .asked_words import AskedWords, offers_a_choice, start_of, tail_of, trimmed
from .kinds_of_asks import (
    approved,
    by_chance,
    by_others,
    claimed,
    for_time,
    frame_of,
    judged,
    of_others,
    ordered,
    willing,
)
from .verb_forms import base_of_doing

#: "get a reference from you for the flat": a thing, and what follows it.
_FROM_YOU = re.compile(r"(?:get|have) (.+?) from you(.*)")
#: "Get some feedback": whoever is asked gives it. It stands within so many words after the verb.
_GETTING, _NEAR = ("get", "have"), 3
#: Whoever would get one of these is given it.
_SOME = ("a", "an", "some", "another")


def request_of(line: str, ask: Ask) -> Request | None:
    """Return what a yes-oriented ask asks for; None if it cannot be carried over faithfully."""
    words = AskedWords(line, ask)
    if not words.frame or ask.rule in flip_words("unturnable") or offers_a_choice(words):
        return None
    start = words.sentence[0].start if ask.rule == "(tag)" else start_of(words)
    cut = tail_of(words.rest)
    tail = "" if cut is None else line[words.rest[cut].start : words.end]
    if cut is not None:
        words.rest = trimmed(words.rest[:cut])
    found = _found(words)
    if found is None or not (found.text or found.form == "moment"):
        return None
    return replace(_rightly_done(found, words), tail=found.tail or tail, start=start, end=words.end)


def asked_for(reading: Reading) -> Request | None:
    """Return what the ask of a line asks for, whatever its polarity; None without one, or if it cannot be told."""
    ask = reading.ask if reading.ask is not None else telling_ask(reading)
    if ask is None:
        return None
    row = frame_of(ask)
    if row is None or row.valence == "positive" or ask.no_means is NoMeans.REFUSE:
        return request_of(reading.text, ask)
    words = AskedWords(reading.text, ask)
    found = judged(words) if words.frame else None
    return _rightly_done(found, words) if found is not None and found.text else None


def telling_ask(reading: Reading) -> Ask | None:
    """Return the ask in an open question that has the form of one: "could you tell me what you thought?"; None for none."""
    if reading.kind is not MoveKind.OPEN_QUESTION:
        return None
    words = split(reading.text, load().spelling)
    for sentence in sentences(words):
        here = words[sentence.first : sentence.last]
        for one, two in pairwise(here):
            asks = one.norm in load().classes["request_aux"] and two.norm == "you"
            wonders = one.norm == "you" and two.norm in ("could", "would", "can", "might")
            if asks or (wonders and not {"wondering", "hoping"}.isdisjoint(word.norm for word in here)):
                return Ask(one.start, two.end, two.end, here[-1].end, "request", "(request)", NoMeans.REFUSE)
    return None


def _found(words: AskedWords) -> Request | None:
    ask = words.ask
    if ask.rule == "(tag)":
        return claimed(words)
    if is_order(ask.rule) or words.norms[0] in ("tell", "marry"):
        return ordered(words)
    if of_others(words):
        return by_others(words)
    if _speaks_against(ask):
        return None
    judged = frame_of(ask)
    if judged is not None and judged.valence == "negative":
        found = plain(words)
        return replace(found, negated=False) if found is not None and found.negated else None
    if not flip_words("leeway").isdisjoint(words.norms):
        return by_chance(words)
    special = {"time": for_time, "chance": by_chance}.get(ask.family)
    if special:
        return special(words)
    if [word.norm for word in words.rest[:2]] == ["as", "to"]:
        return act_of(words, words.rest[2:], "you")
    if ask.rule in ("suits", "good_idea", "worth"):
        return approved(words)
    if ask.family == "willing":
        return willing(words)
    return plain(words)


#: Who acts where the frame ends with one of these.
_OURS = {"me": "i", "my": "i", "us": "we", "our": "we"}


def _speaks_against(ask: Ask) -> bool:
    """Tell whether the opposite of the named act is wanted: "it would be silly to wait, wouldn't it?"."""
    frame = frame_of(ask)
    return frame is not None and frame.valence == "negative" and not ask.negated


def is_order(rule: str) -> bool:
    return any(cue.id == rule and cue.family == "imperative" for cue in load().cues)


def _rightly_done(found: Request, words: AskedWords) -> Request:
    """Correct who acts: only our side in "can we get a discount", the guest in "want to come"."""
    base = base_of_doing(found.text) if found.form == "doing" and found.actor != "any" else ""
    if base:
        found = replace(found, form="vp", text=base)
    if found.form != "vp":
        return found
    if (
        found.actor == "you" and base and words.frame and words.frame[-1].norm in _OURS
    ):  # "a problem with me keeping it"
        return replace(found, actor=_OURS[words.frame[-1].norm])
    if found.actor == "other" and found.named.split()[0].lower() in flip_words("claiming"):
        return replace(found, actor="ours")
    if found.negated and found.text.startswith("forget "):
        return replace(found, text=f"remember {found.text.removeprefix('forget ')}", negated=False)
    wanted = _FROM_YOU.fullmatch(found.text)
    if wanted and found.actor in ("i", "we", "us"):
        return replace(found, form="np", actor="you", text=wanted.group(1) + wanted.group(2))
    first, *things = found.text.split(" ")
    given = first in _GETTING and not flip_words("given").isdisjoint(things[:_NEAR])
    if found.actor in ("i", "we", "us") and (
        given or (words.ask.family == "wish" and first == "get" and things[:1] and things[0] in _SOME)
    ):
        return replace(found, form="np", actor="you", text=" ".join(things))
    norms = words.norms
    if found.actor in ("guest", "you") and "and" in norms and norms[norms.index("and") - 1] == "you":
        link = norms.index("and")
        stop = link + 2 + (norms[link + 1] in flip_words("determiners"))
        return replace(found, named=words.text(words.frame[link - 1 : stop]))
    if norms[:2] == ["shall", "i"]:
        return replace(found, actor="offer")
    verb = found.text.split()[0].lower()
    if norms[:1] == ["may"] and found.actor == "we":
        return replace(found, actor="us")
    if words.ask.rule == "why_not" and found.actor == "you" and verb not in flip_words("coming"):
        return replace(found, actor="urged")
    if verb in flip_words("coming") and found.actor in ("we", "you", "guest"):
        return replace(found, actor="guest")
    together = not flip_words("together").isdisjoint(word.norm for word in words.sentence)
    if verb in flip_words("receiving") and found.actor == "we" and not together:
        return replace(found, actor="us")
    return found
