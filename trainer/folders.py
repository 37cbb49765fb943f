"""The only code that knows places on disk."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs

_NAME = "safe-no"


def resources() -> Path:
    """The folder that holds `scenarios/` and `assets/`: the bundle, an installed wheel, or the checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle)
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def scenarios() -> Path:
    """The scenarios that come with the program."""
    return resources() / "scenarios"


def own_scenarios() -> Path:
    """The learner's own scenario files; need not exist."""
    return data() / "scenarios"


def packs() -> Path:
    """Packs that were taken in, a folder for each; need not exist."""
    return data() / "packs"


def scenario_places() -> tuple[Path, ...]:
    """Every folder that can hold scenarios, and drills in a folder below it: the program's, each pack's, the learner's last."""
    found: list[Path] = []
    with contextlib.suppress(OSError):  # most have none
        found = sorted(place for place in packs().iterdir() if place.is_dir())
    return (scenarios(), *(place for place in found if not place.name.startswith(".")), own_scenarios())


def assets() -> Path:
    return resources() / "assets"


def data() -> Path:
    """The learner's data folder; need not exist yet."""
    return _known(platformdirs.user_data_path)


def _known(place: Callable[..., Path]) -> Path:
    """A folder of the person; where no home is known, a place that can never be, so that whoever writes there says so."""
    try:
        found = Path(place(_NAME, appauthor=False))
    except RuntimeError:  # what newer versions of platformdirs say
        found = Path("~")
    # Older ones leave a "~", which would become a folder of that name wherever the program was started.
    return Path(os.devnull) / "no-home-folder" if found.parts[0] == "~" else found


def database() -> Path:
    """The learner's file unless `--db` names another."""
    return data() / "history.sqlite"


def settings() -> Path:
    """What the learner has set."""
    return data() / "settings.json"


def displays() -> Path:
    """Which display the room's window was put on."""
    return data() / "displays.json"


def window() -> Path:
    """Size and place of the window."""
    return data() / "window.json"


def catalogue() -> Path:
    """What is known of scenario files from the last time; it can be deleted at any time."""
    return data() / "library.json"


def log() -> Path:
    """Where bugs are written down, without any line a learner typed."""
    return _known(platformdirs.user_log_path) / "trainer.log"
