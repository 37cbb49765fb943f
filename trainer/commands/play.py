"""`trainer play`: the same practice in a terminal, which proves that the window is only a front end."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from .. import folders
from ..counterpart import Readiness
from ..errors import TrainerError
from ..history import History
from ..history.errors import Held
from ..history.fallback import Keeper
from ..history.rescue import told_at_opening
from ..history.taken import Taken
from ..meaning import meaning
from ..safe_text import in_one_row, visible
from ..scenario import Level, Scenario, find, load
from ..session import Session, Turn
from . import learner_file
from .command import WELL, Streams, seed
from .lines import lines_of, write_object

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: Seconds that the end of a talk waits for another program that holds the file, and between two tries.
_WAIT, _BETWEEN = 180.0, 0.5
_NEW_HERE = "Safe No is reading this scenario for the first time. Please wait a little."
#: How a terminal is told that no more lines come.
_HOW_TO_STOP = f"{'Ctrl+Z and then Enter ends' if sys.platform == 'win32' else 'Ctrl+D ends'} the talk."


_WHILE_GONE = (
    "You can go on practising, in memory. If the file comes back, everything goes into it by itself; "
    "otherwise the end of the talk puts it into a file there."
)
#: What a person types who does not know what to type, and what they are told. No counterpart is asked for help like that.
_HELP_WORDS = ("help", "?", "/help", ":help")
_HELP = f"""Type what you would say, and press Enter. The other person answers; below it stands how your line moved them and why.
  resistance   0 to 100: how much they are set against it; your line moves it
  Try:         a line that would have done more here
{_HOW_TO_STOP} What was said is stored line by line.
“trainer play --help” lists the levels and options; “trainer read” shows what a line does.

"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `play` to its parser."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a file, or the name of a scenario")
    parser.add_argument("--seed", type=seed, default=0, help="the same seed and lines give the same run (default 0)")
    parser.add_argument("--level", choices=("easy", "medium", "hard"), help="an easier or harder counterpart")
    parser.add_argument("--json", action="store_true", help="one JSON object a turn")
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Practise the scenario with the lines of standard input."""
    scenario = load(find(options.scenario, folders.scenario_places()))
    if options.level:
        scenario = scenario.at_level(Level(options.level))
    try:
        history = learner_file.opened(options)
    except Held:  # by the end of the talk it may be free
        history = None
    with _ended_by_signals():
        play(Session(scenario, options.seed), history, learner_file.path_of(options), options.json, streams)
    return WELL


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a terminal that is closed, or a system that shuts down, end the talk as Ctrl+C does, with all of it saved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def play(session: Session, history: History | None, path: Path, as_json: bool, streams: Streams) -> None:
    """Practise a new session: lines come in, replies go out; every turn is stored before it is shown.

    `history`: the one at `path`, None to open it once another program lets it go. If the file cannot be written, say so
    and go on in memory. Raises TrainerError at the end if not everything could be saved.
    """

    def tell(sentence: str) -> None:
        _told(sentence, as_json, streams)

    told = told_at_opening(history) if history is not None else ""
    if told:
        tell(told)
    with contextlib.closing(_Kept(session, Keeper(path, tell, history), tell)) as kept:
        readiness = Readiness(session.scenario, meaning())
        _opened(session, as_json, streams.out)
        if streams.stdin.isatty():
            _told(_HOW_TO_STOP, as_json, streams)
        _talked(session, kept, lambda: readiness.in_the_end(lambda: tell(_NEW_HERE)), as_json, streams)
        if session.outcome is None:
            kept.leave()
        if not as_json:
            _closed(session, streams.out)


def _talked(
    session: Session, kept: _Kept, meaning: Callable[[], Meaning | None], as_json: bool, streams: Streams
) -> None:
    """Say line after line, until there are no more or the talk has an outcome. `meaning`: waits for the model."""
    for line in _asked_lines(streams, prompt=not as_json and streams.stdin.isatty()):
        if line.strip().lower() in _HELP_WORDS and not as_json:
            streams.out.write(_HELP)
            continue
        session.meaning = meaning()
        try:
            turn = session.say(line)
        except TrainerError as error:
            _told(str(error), as_json, streams)
            continue
        kept.keep(turn)
        _answered(turn, session.scenario, as_json, streams.out)
        if turn.outcome is not None:
            return


class _Kept:
    """A session in the file. `session_id`: 0 until its first line is stored."""

    def __init__(self, session: Session, keeper: Keeper, tell: Callable[[str], None]) -> None:
        """`tell`: called with a sentence while the end has to wait."""
        self._session, self._keeper, self._tell = session, keeper, tell
        self._session_id, self._uid = 0, ""
        keeper.moved, keeper.while_gone = self._moved, _WHILE_GONE

    def _moved(self, taken: Taken) -> None:
        self._session_id = taken.ids["sessions"].get(self._session_id, 0)

    def keep(self, turn: Turn) -> None:
        self._keeper.keep(lambda history: self._store(history, turn, datetime.now(UTC)))

    def _store(self, history: History, turn: Turn, now: datetime) -> None:
        if not self._session_id:
            self._session_id = history.start(session_before(self._session), now, uid=self._uid)
            self._uid = history.raw.uid_of(self._session_id)
        history.add_turn(self._session_id, turn, now, uid=self._uid)

    def leave(self) -> None:
        """Store that the learner left before the end."""
        if self._session_id:
            left, now = self._session.left_as(), datetime.now(UTC)
            self._keeper.keep(lambda history: history.end(self._session_id, left, now, self._uid))

    def close(self) -> None:
        """Close the file, after waiting for another program that holds it.

        Raises TrainerError if something is in memory only.
        """
        try:
            self._wait()
        except BaseException:  # Ctrl+C: what becomes of the talk is told all the same
            with _undisturbed():
                if told := _not_saved(self._keeper.close()):
                    self._tell(told)
            raise
        trouble = _not_saved(self._keeper.close())
        if trouble:
            raise TrainerError(trouble)

    def _wait(self) -> None:
        """Wait until the other program has let go of the file, if one holds it and something is to be saved."""
        keeper = self._keeper
        if not keeper.unsaved() or keeper.come_back(now=True) or not keeper.held:
            return
        self._tell(
            "Waiting for the other program, to save this talk. Ctrl+C ends that, and it goes into a file of its own."
        )
        until = time.monotonic() + _WAIT
        while keeper.held and time.monotonic() < until:
            time.sleep(_BETWEEN)
            if keeper.come_back(now=True):
                return


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Around what a second Ctrl+C must not stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _not_saved(trouble: str) -> str:
    return f"Not everything of this talk is saved: {trouble}" if trouble else ""


def session_before(session: Session) -> Session:
    """Return the session as it was at its opening, which is what `History.start` stores."""
    return Session(session.scenario, session.seed, resumed_from=session.resumed_from)


def _asked_lines(streams: Streams, prompt: bool) -> Iterator[str]:
    """Yield the lines of standard input without line ends, each asked for with a prompt where a person types."""
    lines = lines_of(streams.stdin)
    while True:
        if prompt:
            streams.out.write("you> ")
        streams.out.flush()
        line = next(lines, None)
        if line is None:
            if prompt:  # what follows begins a row of its own
                streams.out.write("\n")
            return
        yield line


def _opened(session: Session, as_json: bool, out: TextIO) -> None:
    """Write how the talk begins: whom one speaks with, and what they say first."""
    scenario, state = session.scenario, session.state
    if as_json:
        write_object(out, {
            "turn": 0, "line": None, "kind": None, "no_means": None,
            "resistance_before": state.resistance, "resistance_after": state.resistance, "decision": None, "causes": [],
            "reply": scenario.opening, "thought": "", "concerns": dict(state.concerns), "outcome": None,
            "about": [], "from": [],
        })  # fmt: skip
        return
    out.write(f"{visible(scenario.title)}\n\n{visible(scenario.brief)}\n\n")
    out.write(
        f"{visible(scenario.counterpart.name)} ({visible(scenario.counterpart.role)}), resistance {state.resistance}:\n"
    )
    out.write(f"  {visible(scenario.opening)}\n\n")


def _answered(turn: Turn, scenario: Scenario, as_json: bool, out: TextIO) -> None:
    """Write the answer to a line, what it moved and why, and for people the remarks of the coach."""
    if as_json:
        write_object(out, turn_json(turn))
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
        "decision": turn.decision,
        "causes": turn.cause_list(),
        "reply": turn.reply,
        "thought": turn.thought,
        "concerns": dict(turn.after.concerns),
        "outcome": turn.outcome,
        "about": [point.as_dict() for point in turn.points],
        "from": list(turn.pools),
    }


def _told(sentence: str, as_json: bool, streams: Streams) -> None:
    """Write a sentence of the program: where programs read objects, it goes to standard error."""
    print(in_one_row(sentence), file=streams.err if as_json else streams.out)


def _closed(session: Session, out: TextIO) -> None:
    """Write how the talk ended, and the line that moved most; nothing if no line was said."""
    if not session.turns:
        return
    look = session.debrief()
    out.write(f"{look.headline}. {look.meaning}\n")
    if look.ending:
        out.write(f"{visible(look.ending)}\n")
    out.write(f"Resistance: {' → '.join(str(points) for points in look.curve)}\n")
    if look.best_line:
        out.write(f"Your line that moved most ({look.best_delta:+d}): “{visible(look.best_line)}”\n")
