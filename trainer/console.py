"""The same practice in a terminal: proof that the window is only a front end."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from .counterpart import table
from .errors import TrainerError
from .history import History
from .history.fallback import Keeper
from .history.import_rows import Taken
from .language import MoveKind, Reading, flip, read
from .language.evaluate import evaluate
from .plain_files import FileRefused, json_of, read_text, understood
from .safe_text import visible
from .scenario import Level, Scenario
from .session import Session, Turn

if TYPE_CHECKING:
    from .simulate import Row

#: Bytes of the largest file of labelled lines.
LARGEST_LINES = 64 * 1024 * 1024
_NO_MEANS = {
    "accept": "a plain “no” here grants it",
    "refuse": "a plain “no” here refuses it",
    "none": "no yes/no request",
}


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a stream without line ends."""
    for line in stream:
        yield line.rstrip("\r\n")


def play(scenario: Scenario, seed: int, as_json: bool, history: History, stdin: TextIO, out: TextIO) -> None:
    """Practise a scenario: lines from `stdin`, replies to `out`; every turn is stored before it is shown.

    If the file can no longer be written, say so and go on in memory. Raises TrainerError at the end if not everything
    could be saved.
    """
    session = Session(scenario, seed)
    kept = _Kept(session, Keeper(history.path, lambda sentence: _told(sentence, as_json, out), history))
    with contextlib.closing(kept):
        _opened(session, as_json, out)
        for line in _asked_lines(stdin, out, prompt=not as_json and stdin.isatty()):
            try:
                turn = session.say(line)
            except TrainerError as error:
                _told(str(error), as_json, out)
                continue
            kept.keep(turn)
            _answered(turn, scenario, as_json, out)
            if turn.outcome is not None:
                break
        if session.outcome is None:
            kept.leave()
        if not as_json:
            _closed(session, out)


class _Kept:
    """A session in the file. `session_id`: 0 until its first line is stored."""

    def __init__(self, session: Session, keeper: Keeper) -> None:
        self._session, self._keeper, self._session_id = session, keeper, 0
        keeper.moved = self._moved

    def _moved(self, taken: Taken) -> None:
        self._session_id = taken.ids["sessions"].get(self._session_id, 0)

    def keep(self, turn: Turn) -> None:
        self._keeper.keep(lambda history: self._store(history, turn, datetime.now(UTC)))

    def _store(self, history: History, turn: Turn, now: datetime) -> None:
        self._session_id = self._session_id or history.start(session_before(self._session), now)
        history.add_turn(self._session_id, turn, now)

    def leave(self) -> None:
        """Store that the learner left before the end."""
        if self._session_id:
            left, now = self._session.left_as(), datetime.now(UTC)
            self._keeper.keep(lambda history: history.end(self._session_id, left, now))

    def close(self) -> None:
        """Close the file. Raises TrainerError if something is in memory only."""
        lost = self._keeper.unsaved() and not self._keeper.come_back(now=True)
        trouble = self._keeper.trouble
        self._keeper.close()
        if lost:
            raise TrainerError(f"Not everything of this talk is saved: {trouble}")


def session_before(session: Session) -> Session:
    """Return the session as it was at its opening, which is what `History.start` stores."""
    return Session(session.scenario, session.seed, resumed_from=session.resumed_from)


def _asked_lines(stdin: TextIO, out: TextIO, prompt: bool) -> Iterator[str]:
    while True:
        if prompt:
            out.write("you> ")
        out.flush()
        line = stdin.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def _opened(session: Session, as_json: bool, out: TextIO) -> None:
    scenario, state = session.scenario, session.state
    if as_json:
        _dump(out, {
            "turn": 0, "line": None, "kind": None, "no_means": None,
            "resistance_before": state.resistance, "resistance_after": state.resistance, "causes": [],
            "reply": scenario.opening, "thought": "", "concerns": dict(state.concerns), "outcome": None,
        })  # fmt: skip
        return
    out.write(f"{visible(scenario.title)}\n\n{visible(scenario.brief)}\n\n")
    out.write(
        f"{visible(scenario.counterpart.name)} ({visible(scenario.counterpart.role)}), resistance {state.resistance}:\n"
    )
    out.write(f"  {visible(scenario.opening)}\n\n")


def _answered(turn: Turn, scenario: Scenario, as_json: bool, out: TextIO) -> None:
    if as_json:
        _dump(out, turn_json(turn))
        return
    change = turn.after.resistance - turn.before.resistance
    out.write(f"{visible(scenario.counterpart.name)}:\n  {visible(turn.reply)}\n")
    out.write(f"  resistance {turn.before.resistance} → {turn.after.resistance} ({change:+d})")
    moved = [f"{cause['cause']} {cause['delta']:+d}" for cause in turn.cause_list() if cause["delta"]]
    out.write(f": {', '.join(moved)}\n" if moved else "\n")
    for remark in turn.feedback.remarks:
        out.write(f"  · {remark.text}\n")
    if turn.feedback.better:
        out.write(f"  · Try: “{visible(turn.feedback.better)}” ({turn.feedback.better_delta:+d})\n")
    out.write("\n")


def turn_json(turn: Turn) -> dict[str, Any]:
    """Return a turn with the keys that scripts rely on."""
    return {
        "turn": turn.number,
        "line": turn.line,
        "kind": turn.reading.kind,
        "no_means": turn.reading.no_means,
        "resistance_before": turn.before.resistance,
        "resistance_after": turn.after.resistance,
        "causes": turn.cause_list(),
        "reply": turn.reply,
        "thought": turn.thought,
        "concerns": dict(turn.after.concerns),
        "outcome": turn.outcome,
    }


def _told(sentence: str, as_json: bool, out: TextIO) -> None:
    print(sentence, file=sys.stderr if as_json else out)


def _closed(session: Session, out: TextIO) -> None:
    if not session.turns:
        return
    look = session.debrief()
    out.write(f"{look.headline}. {look.meaning}\n")
    if look.ending:
        out.write(f"{visible(look.ending)}\n")
    out.write(f"Resistance: {' → '.join(str(points) for points in look.curve)}\n")
    if look.best_line:
        out.write(f"Your line that moved most ({look.best_delta:+d}): “{visible(look.best_line)}”\n")


def _dump(out: TextIO, values: dict[str, Any]) -> None:
    out.write(json.dumps(values, ensure_ascii=False) + "\n")
    out.flush()


def read_lines(as_json: bool, after: str | None, stdin: TextIO, out: TextIO) -> None:
    """`trainer read`: write the reading of each line."""
    for line in lines_of(stdin):
        reading = read(line, after=after)
        if as_json:
            _dump(out, reading_json(reading))
        else:
            _show_reading(reading, out)


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return a reading with the keys that scripts rely on; offsets in characters of the line as typed."""
    moves = [
        {"kind": move.kind, "start": move.start, "end": move.end, "cue": move.cue, "rule": move.rule}
        for move in reading.moves
    ]
    return {
        "text": reading.text,
        "kind": reading.kind,
        "no_means": reading.no_means,
        "moves": moves,
        "proposal": reading.proposal,
    }


def _show_reading(reading: Reading, out: TextIO) -> None:
    """Write the line, its telling words underlined, and what was heard."""
    text = visible(reading.text)
    out.write(f"{text}\n")
    if text == reading.text:
        marks = [" "] * len(text)
        for move in reading.moves:
            if move.kind is not MoveKind.STATEMENT and move.kind is not MoveKind.OTHER:
                sign = {"no_oriented_ask": "═", "yes_oriented_ask": "─"}.get(move.kind, "·")
                marks[move.start : move.end] = sign * (move.end - move.start)
        underline = "".join(marks).rstrip()
        if underline:
            out.write(f"{underline}\n")
    out.write(f"  {reading.kind.replace('_', ' ')}; {_NO_MEANS[reading.no_means]}\n")
    for move in reading.moves:
        out.write(f"  {move.kind.replace('_', ' ')}: “{visible(move.cue)}” [{move.rule}]\n")
    out.write("\n")


def flip_lines(as_json: bool, stdin: TextIO, out: TextIO) -> None:
    """`trainer flip`: write no-oriented rewrites of each line, the best first."""
    for line in lines_of(stdin):
        flips = flip(line)
        if as_json:
            _dump(out, {"text": line, "flips": flips})
        else:
            out.write(f"{visible(line)}\n")
            for text in flips:
                out.write(f"  → {visible(text)}\n")
            if not flips:
                out.write(f"  {_why_not(read(line))}\n")


def _why_not(reading: Reading) -> str:
    if reading.has(MoveKind.PRESSURE):
        return "Nothing to flip: the line presses, and a new question would not change that."
    if reading.kind is MoveKind.NO_ORIENTED_ASK:
        return "Nothing to flip: a “no” grants this already."
    return "Nothing to flip: there is no request here that could be turned round."


def evaluate_file(path: Path, as_json: bool, out: TextIO) -> None:
    """`trainer evaluate`: write how well labelled lines are read. Raises TrainerError if the file holds none."""
    result = evaluate(_labelled(path))
    if as_json:
        _dump(out, asdict(result))
        return
    out.write(f"{result.lines} lines\n\n{'kind':18} {'precision':>9} {'recall':>7} {'F1':>6} {'lines':>6}\n")
    for score in result.scores:
        out.write(f"{score.kind:18} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f} {score.lines:6}\n")
    out.write(f"\nmacro-F1 {result.macro_f1:.3f}; “no” means: {result.no_means:.3f} of the asks right\n\n")
    for gold, heard, count in result.confusion:
        out.write(f"{count:5} × {gold} heard as {heard}\n")
    for missed in result.missed:
        told = f"{missed.kind}/{missed.no_means} heard as {missed.heard}/{missed.heard_no_means}"
        out.write(f"\n{told}:\n  {visible(missed.text)}\n")


def _labelled(path: Path) -> list[dict[str, str]]:
    try:
        lines = read_text(path, LARGEST_LINES).split("\n")
    except FileRefused as refusal:
        place = f", line {refusal.line}" if refusal.rule == "not-text" else ""
        raise TrainerError(f"{path}{place}: {refusal.sentence}.") from refusal
    rows: list[dict[str, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(understood(partial(_label, line), "no label"))
            except FileRefused as refusal:
                raise TrainerError(
                    f"{path}, line {number}: each line is one JSON object with the keys text, kind and no_means."
                ) from refusal
    return rows


def _label(line: str) -> dict[str, str]:
    row = json_of(line)
    return {key: str(row[key]) for key in ("text", "kind", "no_means")}


def show_causes(out: TextIO) -> None:
    """Write the table of causes: what each does to resistance, trust and patience, its grade and its source."""
    out.write(f"{'cause':52} {'resistance':>10} {'trust':>6} {'patience':>9}  grade  source\n")
    for row in table().values():
        amounts = "".join(
            f"{amount or '·':>{width}}" for amount, width in ((row.resistance, 11), (row.trust, 7), (row.patience, 10))
        )
        out.write(f"{row.name:52}{amounts}  {row.grade:5}  {row.source}\n")


def simulate_all(
    scenarios: Sequence[Scenario],
    levels: Sequence[Level],
    player: str | None,
    runs: int,
    seed: int,
    as_json: bool,
    out: TextIO,
) -> None:
    """`trainer simulate`: write a row for each player against each counterpart, and the lines nobody heard."""
    from .simulate import PLAYERS, simulate

    if player is not None and player not in PLAYERS:
        raise TrainerError(f"There is no player “{player}”. The ones here: {', '.join(PLAYERS)}.")
    if runs < 1:
        raise TrainerError("“--runs” is a number of talks, at least 1.")
    for scenario in scenarios:
        spoken: set[str] = set()
        if not as_json:
            out.write(f"{scenario.id}\n{_SIMULATED_HEAD}\n")
        for level in levels:
            for name in [player] if player else PLAYERS:
                row, heard = simulate(scenario.at_level(level), name, runs, seed)
                spoken |= heard
                out.write(json.dumps(row.as_dict()) + "\n" if as_json else _simulated_row(row))
        if not as_json:
            silent = [line for line in scenario.lines if line.id not in spoken]
            free = [line.say for line in silent if not line.cues]
            out.write("".join(f"  never spoken: {say}\n" for say in free) or "  every line without cues was spoken\n")
            # Players speak of little but the request, so lines with cues are not missed if they stay unspoken.
            out.write(
                f"  waiting for a word they did not say: {len(silent) - len(free)}\n" if len(silent) > len(free) else ""
            )
            out.write("\n")


_SIMULATED_HEAD = "  level   player      agreed  part  later  fake  refused  left  let go  open  turns  resist  settled"


def _simulated_row(row: Row) -> str:
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
