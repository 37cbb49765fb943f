"""The only code that knows places on disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs

from .plain_files import folders_in

_NAME = "safe-no"


def resources() -> Path:
    """Return the folder that holds `scenarios/` and `assets/`: the bundle, an installed wheel, or the checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle)
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def scenarios() -> Path:
    """Return the folder of the scenarios that come with the program."""
    return resources() / "scenarios"


def own_scenarios() -> Path:
    """Return the folder of the learner's own scenario files; it need not exist."""
    return data() / "scenarios"


def packs() -> Path:
    """Return the folder of installed packs, one folder each; it need not exist."""
    return data() / "packs"


def scenario_places() -> tuple[Path, ...]:
    """Return every folder that can hold scenarios: the program's, each pack's, and last the learner's.

    Drills are in a folder below each.
    """
    return (scenarios(), *folders_in(packs()), own_scenarios())


def assets() -> Path:
    return resources() / "assets"


def data() -> Path:
    """Return the learner's data folder; it need not exist yet."""
    return _known(platformdirs.user_data_path)


def _known(place: Callable[..., Path]) -> Path:
    """Return a folder of the person's.

    If no home is known, it is a path that cannot exist, so that whoever writes there fails and says so.
    """
    try:
        found = Path(place(_NAME, appauthor=False))
    except RuntimeError:  # newer versions of platformdirs raise this
        found = Path("~")
    # Older ones return a path with "~", which would become a folder of that name in the current directory.
    return Path(os.devnull) / "no-home-folder" if found.parts[0] == "~" else found


def database() -> Path:
    """Return the path of the learner's file, unless `--db` names another."""
    return data() / "history.sqlite"


def settings() -> Path:
    """Return the path of the settings."""
    return data() / "settings.json"


def displays() -> Path:
    """Return the path of the remembered displays of the audience window."""
    return data() / "displays.json"


def window() -> Path:
    """Size and place of the window."""
    return data() / "window.json"


def catalogue() -> Path:
    """Return the path of the catalogue of scenario files; it can be deleted at any time."""
    return data() / "library.json"


def log() -> Path:
    """Return the path of the log of bugs, which holds no line a learner typed."""
    return _known(platformdirs.user_log_path) / "trainer.log"
