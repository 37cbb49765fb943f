"""`trainer explain`: why each line of standard input is heard and answered as it is in a talk of a scenario."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TextIO

from .. import folders
from ..counterpart import Candidate, Point, rivals
from ..errors import TrainerError
from ..meaning import meaning
from ..safe_text import visible
from ..scenario import Level, Scenario, find, load
from ..session import Session, Turn
from .command import FAULTS, WELL, Streams, seed
from .lines import lines_of

#: How many candidates of a segment are shown.
_SHOWN = 3


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `explain` to its parser."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a file, or the name of a scenario")
    parser.add_argument("--seed", type=seed, default=0, help="the same seed and lines give the same talk (default 0)")
    parser.add_argument("--level", choices=("easy", "medium", "hard"), help="an easier or harder counterpart")


def run(options: Namespace, streams: Streams) -> int:
    """Play the lines of standard input and write, for each, what it was heard to say and what answered it."""
    scenario = load(find(options.scenario, folders.scenario_places()))
    if options.level:
        scenario = scenario.at_level(Level(options.level))
    session = Session(scenario, options.seed, meaning=meaning())
    streams.out.write(f"{visible(scenario.opening)}\n")
    code = WELL
    for number, line in enumerate(lines_of(streams.stdin), start=1):
        if session.outcome is not None or not line.strip():
            continue
        try:
            turn = session.say(line)
        except TrainerError as error:  # the lines after it are explained all the same
            print(f"Line {number}: {error}", file=streams.err)
            code = FAULTS
            continue
        _explain(scenario, turn, session, streams.out)
    return code


def _explain(scenario: Scenario, turn: Turn, session: Session, out: TextIO) -> None:
    out.write(f"\n> {visible(turn.line)}\n")
    for point in turn.points:
        out.write(f"  “{visible(point.segment.said)}” {point.segment.form}: {_shown(point)}\n")
        for one in rivals(scenario, point, session.meaning)[:_SHOWN]:
            out.write(f"      {_candidate(one)}\n")
    moved = [f"{cause['cause']} {cause['delta']:+d}" for cause in turn.cause_list()]
    out.write(f"  {turn.before.resistance} → {turn.after.resistance}: {', '.join(moved)}; decision {turn.decision}\n")
    out.write(f"  {visible(turn.reply)}  [{', '.join(turn.pools)}]\n")


def _shown(point: Point) -> str:
    found = f"{point.act} {point.topic}".strip()
    by = (
        f", by {point.by} ({point.score:.2f}): “{visible(point.example)}”"
        if point.example
        else f", by {point.by}"
        if point.by
        else ""
    )
    return f"{found}{by}"


def _candidate(one: Candidate) -> str:
    return f"{one.kind} {one.id}: {one.score:.1f} (meaning {one.meaning:.2f}, words {one.words:.2f}) “{visible(one.example)}”"
