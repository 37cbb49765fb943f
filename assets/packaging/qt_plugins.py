"""Runs at the start of the bundle, in the place of PyInstaller's own hook, which would load Qt for every `--version`.

Only the plugins of the bundle fit its Qt; some desktops name a folder with those of the system.
"""

import os
import sys

_inside = ("PySide6", "plugins") if sys.platform == "win32" else ("PySide6", "Qt", "plugins")
os.environ["QT_PLUGIN_PATH"] = os.path.join(sys._MEIPASS, *_inside)  # type: ignore[attr-defined]  # noqa: PTH118
