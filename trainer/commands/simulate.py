"""`trainer simulate`: scripted players against the counterpart, and how often each outcome came."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from itertools import product
from typing import TextIO

from .. import folders
from ..errors import TrainerError
from ..meaning import meaning
from ..safe_text import in_one_row
from ..scenario import Level, Scenario, find, load
from ..simulate import PLAYERS, Row, simulate
from .command import WELL, Streams, seed

_HEAD = "  level   player      agreed  part  later  fake  refused  left  let go  open  turns  resist  settled"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `simulate` to its parser."""
    parser.add_argument("scenarios", nargs="+", metavar="SCENARIO", help="files, or names of scenarios")
    parser.add_argument("--runs", type=int, default=200, metavar="N", help="talks of each player (default 200)")
    parser.add_argument("--level", choices=("easy", "medium", "hard"), help="one level only, instead of all three")
    parser.add_argument("--player", help="one player only, instead of all eight")
    parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same table (default 0)")
    parser.add_argument("--json", action="store_true", help="one JSON object a row")


def run(options: Namespace, streams: Streams) -> int:
    """Write a row for each player against each counterpart."""
    places = folders.scenario_places()
    scenarios = [load(find(name, places)) for name in options.scenarios]
    levels = [Level(options.level)] if options.level else list(Level)
    simulate_all(scenarios, levels, options.player, options.runs, options.seed, options.json, streams.out)
    return WELL


def simulate_all(
    scenarios: Sequence[Scenario],
    levels: Sequence[Level],
    player: str | None,
    runs: int,
    seed: int,
    as_json: bool,
    out: TextIO,
) -> None:
    """Write a row for each player against each scenario at each level; for people also the lines nobody heard.

    `player`: the only one who plays, None for all. Raises TrainerError if there is no such player, or nothing to run.
    """
    if player is not None and player not in PLAYERS:
        raise TrainerError(f"There is no player “{player}”. The ones here: {', '.join(PLAYERS)}.")
    if runs < 1:
        raise TrainerError("“--runs” is a number of talks, at least 1.")
    names = [player] if player else list(PLAYERS)
    for scenario in scenarios:
        spoken: set[str] = set()
        if not as_json:
            out.write(f"{in_one_row(scenario.id)}\n{_HEAD}\n")
        for level, name in product(levels, names):
            row, heard = simulate(scenario.at_level(level), name, runs, seed, meaning())
            spoken |= heard
            out.write(json.dumps(row.as_dict()) + "\n" if as_json else _row_shown(row))
        if not as_json:
            out.write(_unspoken(scenario, spoken))


def _unspoken(scenario: Scenario, spoken: Collection[str]) -> str:
    """Describe the lines of the counterpart that were never said. `spoken`: the ids of those that were."""
    silent = [line for line in scenario.lines if line.id not in spoken]
    free = [line.say for line in silent if not line.cues]
    told = "".join(f"  never spoken: {say}\n" for say in free) or "  every line without cues was spoken\n"
    # Players speak of little but the request, so lines with cues are not missed if they stay unspoken.
    if len(silent) > len(free):
        told += f"  waiting for a word they did not say: {len(silent) - len(free)}\n"
    return f"{told}\n"


def _row_shown(row: Row) -> str:
    shares = (
        row.agreed,
        row.agreed_in_part,
        row.postponed,
        row.counterfeit_yes,
        row.refused,
        row.walked_away,
        row.withdrawn,
        row.unfinished,
    )
    widths = (8, 6, 7, 6, 9, 6, 8, 6)
    cells = "".join(f"{share:{width}.0%}" for share, width in zip(shares, widths, strict=True))
    return f"  {row.level:7} {row.player:10}{cells}{row.mean_turns:7.1f}{row.mean_resistance:8.0f}{row.mean_settled:9.1f}\n"
