"""Node tree → Scenario, or all the faults that stand in the way."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from .faults import Fault, MappingNode, Node, ScalarNode, SequenceNode, at
from .model import (
    CONCERN_EVENTS,
    Concern,
    Counterpart,
    CounterpartLine,
    Event,
    Goal,
    Kind,
    Level,
    Outcome,
    Scenario,
    Tone,
)

Choice = TypeVar("Choice", bound=StrEnum)

#: Longest texts, in characters: what still fits on a projected page.
LONGEST = {
    "title": 60,
    "brief": 900,
    "what": 90,
    "name": 40,
    "role": 80,
    "opening": 300,
    "thought": 120,
    "say": 280,
    "ending": 400,
    "model_line": 200,
}
LONGEST_CUE = 40


class Builder:
    """Reads values out of nodes and notes every fault on the way; never stops at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, sentence: str, rule: str) -> None:
        self.faults.append(at(node, sentence, rule))

    def keys(
        self, node: Node, required: Sequence[str], optional: Sequence[str] = (), where: str = "a scenario"
    ) -> dict[str, Node]:
        """The values of a mapping by key; notes unknown, doubled and missing keys."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{where} is written as keys with values", "not-a-mapping")
            return {}
        found: dict[str, Node] = {}
        known = [*required, *optional]
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; {where} knows {', '.join(known)}"
                self.fault(key_node, f"unknown key {key!r}{hint}", "unknown-key")
            elif key in found:
                self.fault(key_node, f"the key {key!r} stands here twice", "double-key")
            else:
                found[key] = value
        for key in required:
            if key not in found:
                self.fault(node, f"{where} needs the key {key!r}", "missing-key")
        return found

    def text(self, values: Mapping[str, Node], key: str, default: str = "") -> str:
        """A text of that key, with its spaces tidied."""
        node = values.get(key)
        if node is None:
            return default
        if not isinstance(node, ScalarNode) or str(node.tag) != "tag:yaml.org,2002:str":
            self.fault(node, f"{key!r} is a text; put it in quotes if it looks like something else", "not-a-text")
            return default
        return self.checked(node, key)

    def checked(self, node: Node, key: str) -> str:
        value = " ".join(str(node.value).split())
        if not value:
            self.fault(node, f"{key!r} is empty", "empty-text")
        limit = LONGEST.get(key, LONGEST["say"])
        if len(value) > limit:
            self.fault(node, f"{key!r} has {len(value)} characters; {limit} fit on the page", "too-long")
        return value

    def number(self, values: Mapping[str, Node], key: str, default: int) -> int:
        """Whole points from 0 to 100."""
        node = values.get(key)
        if node is None:
            return default
        try:
            value = int(node.value) if isinstance(node, ScalarNode) else -1
        except ValueError:
            value = -1
        if not 0 <= value <= 100:
            self.fault(node, f"{key!r} is a whole number from 0 to 100", "not-a-number")
            return default
        return value

    def choice(self, values: Mapping[str, Node], key: str, kind: type[Choice], default: Choice) -> Choice:
        node = values.get(key)
        if node is None:
            return default
        try:
            return kind(str(node.value))
        except ValueError:
            near = difflib.get_close_matches(str(node.value), list(kind), 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            self.fault(node, f"{key!r} is one of {', '.join(kind)}{hint}", "unknown-value")
            return default

    def items(self, values: Mapping[str, Node], key: str) -> list[Node]:
        node = values.get(key)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self.fault(node, f"{key!r} is a list, each item after a dash", "not-a-list")
            return []
        if not node.value:
            self.fault(node, f"{key!r} is an empty list", "empty-list")
        return list(node.value)

    def texts(self, values: Mapping[str, Node], key: str, longest: int = LONGEST_CUE) -> tuple[str, ...]:
        found: list[str] = []
        for node in self.items(values, key):
            if not isinstance(node, ScalarNode) or not str(node.value).strip():
                self.fault(node, f"an item of {key!r} is a text", "not-a-text")
            elif len(str(node.value)) > longest:
                self.fault(
                    node,
                    f"an item of {key!r} has {len(str(node.value))} characters; {longest} at most",
                    "too-long",
                )
            else:
                found.append(" ".join(str(node.value).split()))
        return tuple(found)


def build(root: Node, scenario_id: str) -> tuple[Scenario | None, list[Fault]]:
    """The scenario of a node tree with all its faults; None where an error stands in the way."""
    b = Builder()
    top = b.keys(
        root,
        ["title", "kind", "level", "brief", "goal", "counterpart", "opening", "concerns", "lines", "endings"],
        ["model_lines"],
    )
    concerns = _concerns(b, top)
    scenario = Scenario(
        id=scenario_id,
        title=b.text(top, "title"),
        kind=b.choice(top, "kind", Kind, Kind.OTHER),
        level=b.choice(top, "level", Level, Level.MEDIUM),
        brief=b.text(top, "brief"),
        goal=_goal(b, top),
        counterpart=_counterpart(b, top),
        opening=b.text(top, "opening"),
        concerns=concerns,
        lines=_lines(b, top, concerns),
        endings=_endings(b, top),
        model_lines=b.texts(top, "model_lines", LONGEST["model_line"]),
    )
    if "lines" in top and "concerns" in top:
        _check_whole(b, scenario, top)
    faults = sorted(b.faults)
    return (None if faults else scenario), faults


def _goal(b: Builder, top: Mapping[str, Node]) -> Goal:
    if "goal" not in top:
        return Goal("", ())
    values = b.keys(top["goal"], ["what", "cues"], where="goal")
    return Goal(b.text(values, "what"), b.texts(values, "cues"))


def _counterpart(b: Builder, top: Mapping[str, Node]) -> Counterpart:
    values = (
        b.keys(top["counterpart"], ["name", "role", "persona", "start"], where="counterpart")
        if "counterpart" in top
        else {}
    )
    persona = b.keys(values["persona"], ["tone"], ["warmth", "pride"], where="persona") if "persona" in values else {}
    start = b.keys(values["start"], ["resistance"], ["trust", "patience"], where="start") if "start" in values else {}
    return Counterpart(
        name=b.text(values, "name"),
        role=b.text(values, "role"),
        tone=b.choice(persona, "tone", Tone, Tone.WARM),
        warmth=b.number(persona, "warmth", 50),
        pride=b.number(persona, "pride", 50),
        resistance=b.number(start, "resistance", 60),
        trust=b.number(start, "trust", 40),
        patience=b.number(start, "patience", 70),
    )


def _concerns(b: Builder, top: Mapping[str, Node]) -> tuple[Concern, ...]:
    found: dict[str, Concern] = {}
    for node in b.items(top, "concerns"):
        values = b.keys(node, ["id", "thought", "cues", "settled_by"], where="a concern")
        concern = Concern(
            b.text(values, "id"),
            b.text(values, "thought"),
            b.texts(values, "cues"),
            b.texts(values, "settled_by"),
        )
        if concern.id in found:
            b.fault(values["id"], f"the concern {concern.id!r} stands here twice", "double-concern")
        found[concern.id] = concern
    return tuple(found.values())


def _lines(b: Builder, top: Mapping[str, Node], concerns: Iterable[Concern]) -> tuple[CounterpartLine, ...]:
    ids = [concern.id for concern in concerns]
    found: list[CounterpartLine] = []
    said: dict[str, int] = {}
    for number, node in enumerate(b.items(top, "lines"), start=1):
        values = b.keys(node, ["event", "say"], ["concern", "resistance", "no_means"], where="a line")
        line = CounterpartLine(
            id=f"line-{number}",
            event=b.choice(values, "event", Event, Event.SMALL_TALK),
            say=b.text(values, "say"),
            concern=b.text(values, "concern"),
            resistance=_band(b, values),
            no_means=_no_means(b, values),
        )
        if line.concern and line.concern not in ids:
            near = difflib.get_close_matches(line.concern, ids, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            b.fault(values["concern"], f"there is no concern {line.concern!r}{hint}", "unknown-concern")
        if line.event in CONCERN_EVENTS and "concern" not in values:
            b.fault(node, f"a line for {line.event!s} names its concern", "line-without-concern")
        if line.say and line.say in said:
            b.fault(
                values["say"],
                f"the same words stand in line {said[line.say]} of the list already",
                "double-line",
            )
        said.setdefault(line.say, number)
        found.append(line)
    return tuple(found)


def _band(b: Builder, values: Mapping[str, Node]) -> tuple[int, int]:
    node = values.get("resistance")
    if node is None:
        return 0, 100
    parts = str(node.value).split("-") if isinstance(node, ScalarNode) else []
    if len(parts) == 2 and all(part.strip().isdigit() for part in parts):
        low, high = int(parts[0]), int(parts[1])
        if low <= high <= 100:
            return low, high
    b.fault(node, "'resistance' of a line is a band such as 40-100, from low to high", "bad-band")
    return 0, 100


def _no_means(b: Builder, values: Mapping[str, Node]) -> str:
    value = b.text(values, "no_means")
    if value and value not in ("accept", "refuse"):
        b.fault(values["no_means"], "'no_means' is accept or refuse", "unknown-value")
    return value


def _endings(b: Builder, top: Mapping[str, Node]) -> dict[Outcome, str]:
    names = [outcome.value for outcome in Outcome if outcome not in (Outcome.UNFINISHED, Outcome.AGREED_IN_PART)]
    if "endings" not in top:
        return {}
    values = b.keys(top["endings"], names, [Outcome.AGREED_IN_PART.value], where="endings")
    return {Outcome(key): b.text(values, key) for key in values}


def _check_whole(b: Builder, scenario: Scenario, top: Mapping[str, Node]) -> None:
    """Rules that look at more than one place."""
    for concern, node in zip(scenario.concerns, b.items(top, "concerns"), strict=False):
        for event, rule, what in (
            (Event.VOICE, "never-voiced", "says it aloud"),
            (Event.SETTLE, "never-settled", "answers when it is settled"),
            (Event.ANSWER, "never-answered", "answers a question about it"),
        ):
            if not any(line.event is event and line.concern == concern.id for line in scenario.lines):
                b.fault(node, f"no line for {event!s} {what}, for the concern {concern.id!r}", rule)
    present = {line.event for line in scenario.lines}
    for event in (Event.AGREE, Event.NOT_YET, Event.REFUSE, Event.COUNTERFEIT, Event.WALK_AWAY):
        if event not in present:
            b.fault(top["lines"], f"there is no line for {event!s}", "missing-event")
