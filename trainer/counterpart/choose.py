"""A segment and its candidates → the point it makes, or that it makes none that is known.

The likeliest candidate is taken if it is likely enough by itself and ahead of the next; otherwise the segment is a
question of its kind about something unknown, or tells something that nothing is known about.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from .acts import ASKS, ASKS_MORE, MEETS, MISSES, NAMES, REMARKS, TELLS, UNKNOWN, acts
from .examples import form_of
from .giving import FIRST_PERSON, OFFERS, THEIRS
from .matcher import Matcher, chooser
from .points import Candidate, Point
from .segments import Segment, segments, words_of
from .word_lists import word_list

_BACK = re.compile(r"^(?:and |so )?(?:what about |how about )?(?:you|yours|yourself|you too)(?: then| though)?$")
#: From this share of words on (0–1) an act is plainly said.
_PLAINLY = 0.5
#: Acts that are about what was just spoken of.
_FURTHER = (ASKS_MORE, "asks_back", "what_meant")
#: Acts that answer a question, and so ask none.
_REPLIES = ("answers_yes", "answers_no")
#: Acts that are only told, or only asked: "why three?" says of no figure that it is too low.
_TOLD_ONLY, _ASKED_ONLY = ("too_low", "refers_back"), ("asks_leave",)
#: How near (0–1) a statement that says nothing of them has to be to a question about them.
_NEARLY_ASKED = 0.75
#: Words of somebody who is sorry.
_SORRY = re.compile(
    r"\b(?:sorry|apolog\w+|forgive|fault|ashamed|embarrass\w*|mortified|should (?:not )?have|shouldn't have|regret\w*|mistake|blame)\b"
)
#: How a guess begins that does not say whose worry it is: "so it's more the time", "sounds like a lot of people".
_GUESSES = re.compile(
    r"(?:(?:so|and|but|then|ah|oh|well|maybe|perhaps|probably|i guess|i suppose|i take it|i imagine|i think),? )*"
    r"(?:(?:it|that|this|there|he|she|they|everybody|everyone|nobody|somebody|people)\b|(?:sounds?|seems?|feels?|looks?)\b|the \w+|time\b|money\b|too\b|no )"
)
_UNCLEAR = frozenset(("mean", "both"))
#: "How are you after that?" asks for something else than how they are, which takes a few words more.
_HOW_ARE_YOU, _HOW_ARE_YOU_SAYS = "how_are_you", 6
#: Up to this many words a statement is no more than a word.
_WORD = 2
#: How near (0–1) so short a one has to be to an act: "twice" is no complaint.
_WORD_SAYS = 0.66
#: From this nearness on (0–1) a short question is about something else than their last reply, though it shares its words.
_ELSEWHERE = 0.6
#: How near (0–1) what leaves something out has to be by itself to what it is about together with that.
_BY_ITSELF = 0.38
#: Up to this many words a question can be a mere follow-up.
_SHORT = 7


def chosen(matcher: Matcher, segment: Segment, about: str, topic: str, last: frozenset[str] = frozenset()) -> Point:
    """Return the point of a segment. `about`: the name of what is under discussion, `topic`: which that is; `last`: the words
    of their last reply.
    """
    candidates = tuple(
        one for one in matcher.candidates(segment.said, segment.form) if _bearable(one, segment.said, segment.form.asks)
    )
    same = [one for one in candidates if (one.meaning or one.words) >= chooser()["limits"]["surely"]]
    # What is known of this very person comes before what anybody would say, and plain words before nearness.
    said_so = min(same, key=lambda one: one.kind == "act", default=None)
    plain = next((one for one in candidates if one.kind == "act" and acts()[one.id].surely(segment.said)), None)
    if said_so is not None and said_so.id not in _FURTHER and not (plain and said_so.kind == "act"):
        return _point(segment, _as_known(matcher, said_so))
    if plain is not None and plain.id == _HOW_ARE_YOU and segment.size <= _HOW_ARE_YOU_SAYS:
        return _point(segment, _as_known(matcher, plain))
    if plain is not None and segment.form.asks and plain.id != ASKS_MORE:
        return replace(_point(segment, plain), topic=topic if plain.id in _FURTHER else "")
    if _follows(segment):
        act = _further(segment)
        within = _in_context(matcher, segment, about) if act == ASKS_MORE else None
        if act == "asks_back" and not topic and _how_they_are(matcher):
            # "And you?", before anything was spoken of, asks how they are.
            return Point(ASKS, f"fact:{_how_they_are(matcher)}", "talk", "", 1.0, segment)
        return within or Point(act, topic, "talk", "", 1.0, segment)
    if segment.size <= _WORD and not segment.form.asks:
        # One word tells next to nothing of a life, but "evening" can greet and "fine" can agree.
        candidates = tuple(one for one in candidates if one.kind == "act" and nearness(one) >= _WORD_SAYS)
    sure = accepted(candidates, segment.form.asks)
    if topic.startswith("fact:") and _echoes(segment, last) and (sure is None or nearness(sure) < _ELSEWHERE):
        return Point(ASKS_MORE, topic, "talk", "", 1.0, segment)
    if sure is not None and sure.id in _FURTHER:
        return replace(_point(segment, sure), topic=topic)
    if sure is not None:
        return _point(segment, _as_known(matcher, sure))
    within = _in_context(matcher, segment, about)
    if within is not None:
        return within
    if plain is not None:
        return _point(segment, plain)
    asks = segment.form.asks and not OFFERS.search(segment.said)
    return Point(UNKNOWN if asks else TELLS, "", "", "", 0.0, segment)


def _as_known(matcher: Matcher, found: Candidate) -> Candidate:
    """Return what asks how they are as the fact that says it: most know; who does not has the act's own words."""
    own = _how_they_are(matcher) if (found.kind, found.id) == ("act", _HOW_ARE_YOU) else ""
    return replace(found, kind="fact", id=own) if own else found


def _how_they_are(matcher: Matcher) -> str:
    """Return the id of the fact that says how they are, "" for none."""
    pattern = acts()[_HOW_ARE_YOU].pattern
    own = matcher.fact_like(pattern) if pattern else None
    return own.id if own else ""


def within_the_line(matcher: Matcher, segment: Segment, before: Segment) -> Point | None:
    """Return the fact that a question asks for together with what was told before it: "I forgot your name. What was it?"."""
    return _of_a_fact(matcher, segment, f"{before.said} {segment.said}")


def _of_a_fact(matcher: Matcher, segment: Segment, whole: str) -> Point | None:
    """Return the fact that a question is about together with what it leaves out; by itself it has to be near to it, too.

    None where a line is read together with what was said before it anyway (`sides.py`).
    """
    if matcher.sides is not None:
        return None
    found = accepted([one for one in matcher.candidates(whole, segment.form) if one.kind == "fact"])
    if found is None or matcher.nearness(segment.said, "fact", found.id) < _BY_ITSELF:
        return None
    return _point(segment, found, "talk")


def accepted(candidates: Sequence[Candidate], asks: bool = True) -> Candidate | None:
    """Return the candidate that is likely enough, None if none is.

    That is the first one, if it is likely among the others and near by itself; or else one whose example is all but the
    same sentence, and nearer than that of any other.
    """
    if not candidates:
        return None
    limits = chooser()["limits" if candidates[0].meaning else "limits_of_words"]
    first, *_ = candidates
    if likelihood(candidates) >= limits["likely"] and nearness(first) >= limits["near"] + _further_for(first, asks):
        return first
    nearest, *others = sorted(candidates, key=nearness, reverse=True)
    ahead = not others or nearness(nearest) - nearness(others[0]) >= limits["ahead"]
    return nearest if nearness(nearest) >= limits["same"] and ahead else None


def _bearable(candidate: Candidate, said: str, asks: bool) -> bool:
    """Tell whether a candidate may be taken.

    What does harm when it is wrongly heard takes plain words, or the same ones; a question about them meets no worry; and
    what somebody tells about themselves is no remark on the other's life.
    """
    if candidate.kind in ("met", "missed") and asks and not FIRST_PERSON.search(said):
        return False
    of_oneself = not asks and FIRST_PERSON.search(said) and not THEIRS.search(said)
    if candidate.kind == "fact" and of_oneself and not _is_told(candidate.example):
        return False
    if candidate.kind == "named" and not asks and not THEIRS.search(said) and not _GUESSES.match(said):
        return False
    if candidate.kind == "fact" and not asks and not THEIRS.search(said) and form_of(candidate.example).asks:
        # "Mostly about talking" asks nobody what they like to talk about.
        return nearness(candidate) >= _NEARLY_ASKED
    if (
        candidate.kind in ("fact", "reaction")
        and not asks
        and _SORRY.search(candidate.example.lower())
        and not _SORRY.search(said)
    ):
        return False  # "I'm here about the late orders" is not sorry for any
    if candidate.id in _REPLIES and asks:
        return False
    if candidate.kind == "fact" and OFFERS.search(said) and nearness(candidate) < chooser()["limits"]["same"]:
        return False
    act = acts().get(candidate.id) if candidate.kind == "act" else None
    if candidate.id == _HOW_ARE_YOU and not word_list("others").isdisjoint(words_of(said)):
        return False  # "how are they doing" asks after something else
    if act is not None and (act.is_of_oneself(said) or candidate.id in (_TOLD_ONLY if asks else _ASKED_ONLY)):
        return False
    return act is None or not act.sharp or act.surely(said) or nearness(candidate) >= chooser()["limits"]["sharp"]


def _is_told(example: str) -> bool:
    """Tell whether an example of a fact is itself told of oneself: "I never said sorry about the bins"."""
    return FIRST_PERSON.search(example.lower()) is not None and not any(part.form.asks for part in segments(example))


def _further_for(first: Candidate, asks: bool) -> float:
    """Return how much nearer a candidate has to be for a statement: it is seldom a remark on a fact of theirs, or an act."""
    plain = first.kind == "act" and first.words >= _PLAINLY
    return 0.0 if asks or plain or first.kind not in ("fact", "act") else chooser()["limits"]["remark"]


def nearness(candidate: Candidate) -> float:
    """Return how near its nearest example is, by words or by meaning: 0–1."""
    return max(candidate.meaning, candidate.words)


def likelihood(candidates: Sequence[Candidate]) -> float:
    """Return how likely the first candidate is among those kept: 0–1."""
    best = candidates[0].score
    return 1 / sum(math.exp(candidate.score - best) for candidate in candidates)


def _in_context(matcher: Matcher, segment: Segment, about: str) -> Point | None:
    """Return the point of a question that leaves out what it is about: "my uncle" + "what was he like?"."""
    words = set(segment.words)
    if not about or not segment.form.asks or segment.size > 2 * _SHORT or not words & word_list("points_back"):
        return None
    return _of_a_fact(matcher, segment, f"{about} {segment.said}")


def _follows(segment: Segment) -> bool:
    """Tell whether a segment only asks further, without naming anything."""
    words = segment.words
    return segment.form.asks and len(words) <= _SHORT and set(words) <= word_list("asks_further")


def _echoes(segment: Segment, last: frozenset[str]) -> bool:
    """Tell whether a short question asks about words of their last reply: "which bridge?", "what is in the drawer?"."""
    words = frozenset(segment.words)
    new = words - word_list("asks_further")
    return segment.form.asks and len(words) <= _SHORT and bool(new) and new <= last


def _further(segment: Segment) -> str:
    words = set(segment.words)
    if words & _UNCLEAR:
        return "what_meant"
    return "asks_back" if _BACK.match(segment.said) else ASKS_MORE


def _point(segment: Segment, found: Candidate, by: str = "") -> Point:
    asks = segment.form.asks
    act, topic = {
        "fact": (ASKS if asks else REMARKS, f"fact:{found.id}"),
        "reaction": (TELLS, f"reaction:{found.id}"),
        "named": (NAMES, f"concern:{found.id}"),
        "met": (MEETS, f"concern:{found.id}"),
        "missed": (MISSES, f"concern:{found.id}"),
        "act": (found.id, ""),
    }[found.kind]
    return Point(act, topic, by or found.by, found.example, nearness(found), segment)


__all__ = ["accepted", "chosen", "likelihood", "within_the_line"]
