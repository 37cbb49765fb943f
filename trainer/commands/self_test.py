"""`trainer --self-test`: the whole path once, without a screen; it works inside the bundle too."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from .. import __version__, folders
from ..errors import TrainerError
from ..history import History
from ..meaning import meaning
from ..scenario import Scenario, files, load
from ..session import Session
from .command import WELL, Streams


def run(build_window: Callable[[], None], streams: Streams) -> int:
    """Test the program and write one line that says what was done. Raises TrainerError with what failed.

    `build_window`: imports Qt and builds the window, which no command knows by itself.
    """
    streams.out.write(f"{self_test(build_window)}\n")
    return WELL


def self_test(build_window: Callable[[], None]) -> str:
    """Play, store and read back a talk, build the window, and return one line that says so."""
    scenarios = [load(path) for path in files([folders.scenarios()])]
    if not scenarios:
        raise TrainerError("The self-test found no scenarios; the program is not installed completely.")
    session = _played(scenarios[0])
    with tempfile.TemporaryDirectory() as folder:
        lines = _stored_and_read(session, Path(folder) / "self-test.sqlite")
    if lines != [turn.line for turn in session.turns]:
        raise TrainerError("The self-test read back other lines than it had stored.")
    _build_off_screen(build_window)
    done = f"{len(scenarios)} scenarios, {len(lines)} turns played, stored and read back, window built"
    return f"Safe No {__version__}: {done}. All is well."


def _played(scenario: Scenario) -> Session:
    """Play a session of the scenario's own model lines. Raises TrainerError without the model of meaning."""
    model = meaning()
    if model is None:
        raise TrainerError("The self-test found no model of meaning; the program is not installed completely.")
    session = Session(scenario, seed=1, meaning=model)
    for line in scenario.model_lines:
        if session.outcome is None:
            session.say(line)
    return session


def _stored_and_read(session: Session, path: Path) -> list[str]:
    with closing(History.open(path)) as history:
        session_id = history.start(Session(session.scenario, session.seed), datetime.now(UTC))
        for turn in session.turns:
            history.add_turn(session_id, turn, datetime.now(UTC))
    with closing(History.open(path)) as again:
        return [turn.line for turn in again.turns(session_id)]


def _build_off_screen(build_window: Callable[[], None]) -> None:
    """Build the window off screen. Raises TrainerError if Qt cannot be loaded."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        build_window()
    except ImportError as error:
        raise TrainerError(f"The self-test cannot load Qt: {error}") from error
