"""Node tree → Scenario, or all the faults that stand in the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from .bargains import build_bargain
from .faults import Fault, first_error
from .knowledge import (
    CONCERN_EXAMPLES,
    KNOWLEDGE,
    build_acts,
    build_facts,
    build_follow_ups,
    build_questions,
    build_reactions,
    facts_of_lines,
)
from .levels import Level
from .limits import LONGEST
from .model import (
    CONCERN_EVENTS,
    PORTRAITS,
    Concern,
    Counterpart,
    CounterpartLine,
    Event,
    Goal,
    Kind,
    Note,
    Outcome,
    Scenario,
    Tone,
)
from .node_reader import Builder
from .tree import Node, ScalarNode
from .wording import check_words

#: The number of questions in a facilitator's note.
QUESTIONS = 3
#: A band of points, such as 40-100.
_BAND = re.compile(r"\s*(\d{1,3})\s*-\s*(\d{1,3})\s*")


def build(root: Node, scenario_id: str, pictures: Collection[str] = ()) -> tuple[Scenario | None, list[Fault]]:
    """Build the scenario of a node tree; return it with all faults, None in its place if there are any.

    `pictures`: names of the portraits that lie beside the file.
    """
    b = Builder()
    top = b.keys(
        root,
        ["title", "kind", "level", "brief", "goal", "counterpart", "opening", "concerns", "lines", "endings"],
        ["model_lines", "tempting_lines", "note", "setback", "held_back", "bargain", *KNOWLEDGE],
    )
    concerns = _concerns(b, top)
    lines = _lines(b, top, concerns)
    scenario = Scenario(
        id=scenario_id,
        title=b.text(top, "title"),
        kind=b.choice(top, "kind", Kind, Kind.OTHER),
        level=b.choice(top, "level", Level, Level.MEDIUM),
        brief=b.text(top, "brief"),
        goal=_goal(b, top),
        counterpart=_counterpart(b, top, pictures),
        opening=b.text(top, "opening"),
        concerns=concerns,
        lines=lines,
        endings=_endings(b, top),
        model_lines=b.texts(top, "model_lines", LONGEST["model_line"]),
        tempting_lines=b.texts(top, "tempting_lines", LONGEST["model_line"]),
        note=_note(b, top),
        setback=b.text(top, "setback"),
        held_back=b.flag(top, "held_back"),
        bargain=build_bargain(b, top),
        facts=build_facts(b, top) or facts_of_lines(lines),
        reactions=build_reactions(b, top),
        questions=build_questions(b, top, concerns),
        acts=build_acts(b, top),
    )
    if "lines" in top and "concerns" in top:
        _check_whole(b, scenario, top)
        check_words(b, scenario, root)
    faults = sorted(b.faults)
    return (None if first_error(faults) else scenario), faults


def _note(b: Builder, top: Mapping[str, Node]) -> Note | None:
    if "note" not in top:
        return None
    values = b.keys(top["note"], ["text", "questions"], where="note")
    questions = b.texts(values, "questions", LONGEST["question"])
    if "questions" in values and len(questions) != QUESTIONS:
        b.fault(
            values["questions"], f"a note has three questions for the debrief, not {len(questions)}", "three-questions"
        )
    return Note(b.text(values, "text"), questions)


def _goal(b: Builder, top: Mapping[str, Node]) -> Goal:
    if "goal" not in top:
        return Goal("", ())
    values = b.keys(top["goal"], ["what", "cues"], where="goal")
    return Goal(b.text(values, "what"), b.texts(values, "cues"))


def _counterpart(b: Builder, top: Mapping[str, Node], pictures: Collection[str]) -> Counterpart:
    values = (
        b.keys(top["counterpart"], ["name", "role", "persona", "start"], ["portrait"], where="counterpart")
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
        portrait=_portrait(b, values, pictures),
    )


def _portrait(b: Builder, values: Mapping[str, Node], pictures: Collection[str]) -> str:
    value = b.text(values, "portrait")
    if value and value not in PORTRAITS and value not in pictures:
        told = f"'portrait' is one of {', '.join(PORTRAITS)}, or a picture in the folder “portraits” beside this file"
        b.fault(values["portrait"], told, "unknown-value")
        return ""
    return value


def _concerns(b: Builder, top: Mapping[str, Node]) -> tuple[Concern, ...]:
    found: dict[str, Concern] = {}
    for node in b.items(top, "concerns"):
        values = b.keys(
            node, ["id", "thought", "cues", "settled_by"], [*CONCERN_EXAMPLES, "follow_ups"], where="a concern"
        )
        concern = Concern(
            b.text(values, "id"),
            b.text(values, "thought"),
            b.texts(values, "cues"),
            b.texts(values, "settled_by"),
            **{key: b.texts(values, key, LONGEST["example"]) for key in CONCERN_EXAMPLES},
            follow_ups=build_follow_ups(b, values),
        )
        if concern.id and concern.id in found:
            b.fault(values["id"], f"the concern {concern.id!r} stands here twice", "double-concern")
        found[concern.id] = concern
    return tuple(found.values())


def _lines(b: Builder, top: Mapping[str, Node], concerns: Iterable[Concern]) -> tuple[CounterpartLine, ...]:
    ids = [concern.id for concern in concerns]
    found: list[CounterpartLine] = []
    said: dict[str, int] = {}
    for number, node in enumerate(b.items(top, "lines"), start=1):
        values = b.keys(node, ["event", "say"], ["concern", "resistance", "no_means", "cues"], where="a line")
        line = CounterpartLine(
            id=f"line-{number}",
            event=b.choice(values, "event", Event, Event.SMALL_TALK),
            say=b.text(values, "say"),
            concern=b.text(values, "concern"),
            resistance=_band(b, values),
            no_means=_no_means(b, values),
            cues=b.texts(values, "cues"),
        )
        if line.event is Event.FACT and "cues" not in values:
            b.fault(node, "a fact has 'cues': the words of a line that asks for it", "fact-without-cues")
        if line.concern and line.concern not in ids:
            told = f"there is no concern {line.concern!r}{b.nearest(line.concern, ids)}"
            b.fault(values["concern"], told, "unknown-concern")
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
    band = _BAND.fullmatch(str(node.value)) if isinstance(node, ScalarNode) else None
    if band:
        low, high = int(band[1]), int(band[2])
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
    """Note faults against rules that involve more than one place."""
    for concern, node in zip(scenario.concerns, b.items(top, "concerns"), strict=False):
        for event, rule, what in (
            (Event.VOICE, "never-voiced", "says it aloud"),
            (Event.SETTLE, "never-settled", "answers when it is settled"),
            (Event.ANSWER, "never-answered", "answers a question about it"),
        ):
            # One without an id is a fault already; no line could name it.
            if concern.id and not any(line.event is event and line.concern == concern.id for line in scenario.lines):
                b.fault(node, f"no line for {event!s} {what}, for the concern {concern.id!r}", rule)
    present = {line.event for line in scenario.lines}
    for event in (Event.AGREE, Event.NOT_YET, Event.REFUSE, Event.COUNTERFEIT, Event.WALK_AWAY):
        if event not in present:
            b.fault(top["lines"], f"there is no line for {event!s}", "missing-event")
