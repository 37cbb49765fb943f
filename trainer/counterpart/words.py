"""The counterpart's words: the line that answers an event, and the word that opens an answer.

Choosing records nothing: the same state gives the same words. The caller adds what was said to the state.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..debug_log import note
from ..language import Ask
from ..language.topics import spoken_of
from ..scenario import CounterpartLine, Event, Scenario, Tone
from .state import Decision, State

_ALL_TONES = "any"
_PLACE_HOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Particle:
    decision: str
    no_means: str
    texts: tuple[str, ...]
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A row of the shared bank. `cues`: words of the learner's line that it answers; without cues it answers any."""

    event: Event
    tone: str
    texts: tuple[str, ...]
    cues: tuple[str, ...] = ()


@cache
def particles() -> tuple[Particle, ...]:
    return tuple(
        Particle(**{**row, "texts": tuple(row["texts"]), "families": tuple(row.get("families", ()))})
        for row in _rows("particles.toml", "particle")
    )


@cache
def bank() -> tuple[Shared, ...]:
    return tuple(
        Shared(Event(row["event"]), row["tone"], tuple(row["texts"]), tuple(row.get("cues", ())))
        for row in _rows("bank.toml", "shared")
    )


def _rows(name: str, key: str) -> list[dict[str, Any]]:
    with Path(__file__).with_name(name).open("rb") as file:
        return tomllib.load(file)[key]  # type: ignore[no-any-return]


def source(state: State, what: str) -> random.Random:
    """Return the random source for one choice, made from the seed, the turn and what is chosen, nothing else."""
    return random.Random(f"{state.seed}|{state.turn}|{what}")


def particle(decision: Decision, ask: Ask, state: State, trailing: bool = True) -> str:
    """Return the word that opens the answer to an ask, fitting the decision and what "No" means; "" if none is needed.

    Words not said before come first. `trailing`: allow one that trails off ("Still …"), which promises a "but".
    """
    rows = [row for row in particles() if row.decision == decision and row.no_means == ask.no_means]
    fitting = [row for row in rows if ask.family in row.families] or [row for row in rows if not row.families]
    if not fitting:
        return ""
    texts = [text for text in fitting[0].texts if trailing or not text.endswith("…")]
    fresh = [text for text in texts if not any(said.startswith(text) for said in state.said)]
    return source(state, "particle").choice(fresh or texts)


def line_for(
    scenario: Scenario, state: State, event: Event, concern: str = "", no_means: str = "", heard: str = ""
) -> str:
    """Return what the counterpart says to an event.

    Rows of the shared bank that answer words of the learner's line (`heard`) come first, then the scenario's own lines,
    the most specific first, then the bank's general rows for the tone; equals are chosen by chance. Nothing is said
    twice while anything fitting is left.
    """
    said, pool = _chosen(scenario, state, event, concern, no_means, heard)
    note("reply chosen", event=event, concern=concern or "none", pool=pool)
    return said


def _chosen(scenario: Scenario, state: State, event: Event, concern: str, no_means: str, heard: str) -> tuple[str, str]:
    """Return a line for an event, and the pool it was taken from, as `line_for` describes them."""
    topical = [
        text
        for row in _shared(scenario.counterpart.tone, event)
        if row.cues and spoken_of(heard, row.cues)
        for text in row.texts
    ]
    fresh_topical = [text for text in topical if not was_said(state, text)]
    if fresh_topical:
        return source(state, event).choice(fresh_topical), "bank, by words"
    own = [line for line in scenario.lines if _fits(line, state, event, concern, no_means, heard)]
    fresh = [line for line in own if not was_said(state, line.say)]
    if fresh:
        best = max(line.specificity for line in fresh)
        return source(state, event).choice([line.say for line in fresh if line.specificity == best]), "scenario"
    general = [text for row in _shared(scenario.counterpart.tone, event) if not row.cues for text in row.texts]
    unsaid = [text for text in general if not was_said(state, text)]
    if unsaid:
        return source(state, event).choice(unsaid), "bank"
    return _least_used(state, [line.say for line in own] + general), "said before"


def _shared(tone: Tone, event: Event) -> Iterable[Shared]:
    return (row for row in bank() if row.event is event and row.tone in (tone, _ALL_TONES))


@cache
def act_replies() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the shared answers to acts, by (act, tone)."""
    return {(row["act"], row["tone"]): tuple(row["texts"]) for row in _rows("act_replies.toml", "reply")}


def act_texts(scenario: Scenario, state: State, act: str, thing: str = "", time: str = "", asked: str = "") -> str:
    """Return what they say to an act: their own words first, then the bank's; "" if all of them were said.

    `thing`: what a question was about, `time`: a day or time that was named, `asked`: a figure that was asked for; ""
    leaves out lines that need one.
    """
    filled = {"{thing}": thing, "{Thing}": thing[:1].upper() + thing[1:], "{time}": time, "{asked}": asked}
    filled["{name}"] = scenario.counterpart.name
    for texts in (scenario.said_to(act), act_replies().get((act, str(scenario.counterpart.tone)), ())):
        fitting = [text for text in texts if all(value or name not in text for name, value in filled.items())]
        # A line with the thing in it says more.
        naming = [text for text in fitting if "{" in text]
        said = fresh(state, naming, act) or fresh(state, fitting, act)
        if said:
            for name, value in filled.items():
                said = said.replace(name, value)
            return said
    return ""


def lead(scenario: Scenario, state: State, act: str) -> str:
    """Return the yes or no that stands before an answer (`says_yes`, `says_no`): theirs, or that of their tone."""
    texts = scenario.said_to(act) or act_replies()[act, str(scenario.counterpart.tone)]
    return source(state, act).choice(texts)


def fresh(state: State, texts: Sequence[str], what: str) -> str:
    """Return one of the texts that was not said yet, by chance; "" if there is none."""
    unsaid = [text for text in texts if not was_said(state, text)]
    return source(state, what).choice(unsaid) if unsaid else ""


def _fits(line: CounterpartLine, state: State, event: Event, concern: str, no_means: str, heard: str) -> bool:
    low, high = line.resistance
    if line.event is not event or not low <= state.resistance <= high:
        return False
    if line.concern and line.concern != concern:
        return False
    if line.cues and not spoken_of(heard, line.cues):
        return False
    return not line.no_means or line.no_means == no_means


def was_said(state: State, text: str) -> bool:
    """Tell whether they have said a text, whatever stood in its place-holders."""
    return said_before(state.said, text)


def said_before(said: Iterable[str], text: str) -> bool:
    """Tell whether one of their replies holds a text, whatever stood in its place-holders."""
    parts = _PLACE_HOLDER.split(text)
    return any(all(part in one for part in parts) for one in said)


#: A text whose words of more than so many letters were mostly (0–1) in one earlier reply says much the same.
_LONG, _MUCH = 3, 0.6


def said_much_the_same(state: State, text: str) -> bool:
    """Tell whether most of what a text says was in one reply before, in whatever order."""
    words = _long_words(text)
    return any(len(words & _long_words(said)) >= _MUCH * len(words) for said in state.said) if words else False


@lru_cache(maxsize=8192)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > _LONG)


def _least_used(state: State, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    uses = {text: sum(text in said for said in state.said) for text in texts}
    fewest = min(uses.values())
    return source(state, "again").choice([text for text in texts if uses[text] == fewest])
