"""A yes-oriented ask → what it asks for, in parts that another frame can take, with its place in the line."""

from __future__ import annotations

import re
from dataclasses import replace

from ..reading import Ask, NoMeans, Reading
from ..tables import flip_words, load
from .acts import Request, act_of, clause_of, plain
from .asked_words import AskedWords, offers_a_choice, start_of, tail_of, trimmed
from .kinds_of_asks import (
    approved,
    by_chance,
    by_others,
    claimed,
    for_time,
    frame_of,
    is_order,
    judged,
    of_others,
    ordered,
    suggested,
    told,
    willing,
)
from .turnable import telling_ask
from .verb_forms import is_past
from .whose_act import rightly_done

#: "At 2 p.m" at the end has lost its stop.
_HALF = re.compile(r"(?i)\d ?[ap]\.m$")


def request_of(line: str, ask: Ask) -> Request | None:
    """Return what a yes-oriented ask asks for; None if it cannot be carried over faithfully."""
    words = AskedWords(line, ask)
    if not words.frame or ask.rule in flip_words("unturnable") or offers_a_choice(words):
        return None
    if ask.rule == "wished_for" and any(norm in load().terms["numbers"] for norm in words.norms):
        return None  # "we need two more on the van"
    start = words.sentence[0].start if ask.rule == "(tag)" else start_of(words)
    cut = tail_of(words.rest)
    tail = "" if cut is None else line[words.rest[cut].start : words.end]
    if cut is not None:
        words.rest = trimmed(words.rest[:cut])
    found = _found(words)
    if found is None or not (found.text or found.form == "moment") or _only_asks(words, found):
        return None
    found = rightly_done(found, words)
    if _HALF.search(found.text):
        found = replace(found, text=f"{found.text}.")
    closed = ")" if found.text.count("(") > found.text.count(")") else ""  # a mark at the end is trimmed
    ours = not {"we", "us", "our"}.isdisjoint([*words.norms, *(word.norm for word in words.rest[:2])])
    return replace(found, text=found.text + closed, ours=ours, tail=found.tail or tail, start=start, end=words.end)


def _only_asks(words: AskedWords, found: Request) -> bool:
    """Tell whether an act is none that can be done for somebody: "can you see the castle?", "would you say it hurt more?"."""
    verb, second = (*found.text.lower().split(" ")[:2], "", "")[:2]
    if {"right", "mind"} <= {word.norm for word in words.sentence}:
        return True  # "would anybody in their right mind …?"
    if words.ask.rule == "(tag)" and verb == "believe":
        return True
    if (
        verb in ("ever", "know")
        or (verb == "have" and is_past(second))
        or verb == "marry"
        or words.sentence[0].norm == "who"
    ):
        return True
    if (verb, second) in (("find", "attached"), ("find", "enclosed")):
        return True
    if found.form != "vp" or words.ask.rule != "(request)":
        return False
    opinion = verb == "say" and (second in load().pronouns or second in ("the", "your", "my", "that"))
    perceived = verb in flip_words("perceiving") and words.norms[0] in ("can", "could") and second not in ("to", "if")
    return found.actor in ("you", "other") and (opinion or perceived or (verb, second) == ("have", "been"))


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
    return rightly_done(found, words) if found is not None and found.text else None


def _found(words: AskedWords) -> Request | None:
    ask = words.ask
    if ask.rule == "(tag)":
        return claimed(words)
    if ask.rule == "please" and words.norms[-1] in flip_words("modals") and words.rest:  # "please could the ward …"
        return clause_of(words, words.rest)
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
    if ask.rule == "bare_want" and {"got", "have"} & set(words.norms) and "time" in words.norms:
        return for_time(words)
    if ask.rule == "treat_proposed":
        return Request("np", "any", words.lowered([*words.frame, *words.rest]))
    if ask.rule in ("what_do_you_say", "meet_you_halfway"):
        return suggested(words)
    if [word.norm for word in words.rest] in (["that"], ["with", "that"], ["do", "that"]) and told(words) is not None:
        return told(words)  # "are you okay with that?", "can you do that?"
    if ask.family == "willing":
        return willing(words)
    return plain(words)


def _speaks_against(ask: Ask) -> bool:
    """Tell whether the opposite of the named act is wanted: "it would be silly to wait, wouldn't it?"."""
    frame = frame_of(ask)
    return frame is not None and frame.valence == "negative" and not ask.negated
