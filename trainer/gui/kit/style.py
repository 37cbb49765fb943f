"""Colours, type sizes and spaces: one place, light and dark, in points and pixels at 100 % text size."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ... import folders

#: The type scale in points, and the spacing scale in pixels.
SMALL, BODY, LEAD, TITLE, DISPLAY = 10, 11, 13, 18, 30
GAP, PAD, WIDE, BIG = 6, 12, 20, 32
#: Text size in percent.
SMALLEST, USUAL, LARGEST, STEP = 100, 100, 200, 25


@dataclass(frozen=True, slots=True)
class Colours:
    """A theme. `calm`: no-oriented, falling, open; `warm`: pushing, rising, guarded. They differ in lightness too.

    `rule`: lines that only divide; `edge`: borders by which a field or button is known, at least 3 : 1. `name`: of its signs.
    """

    page: str
    surface: str
    raised: str
    ink: str
    quiet: str
    rule: str
    calm: str
    warm: str
    on_accent: str
    edge: str
    name: str


LIGHT = Colours(
    page="#F5F2EB", surface="#FFFFFF", raised="#ECE7DC", ink="#1F2430", quiet="#59606B", rule="#D8D2C5",
    calm="#0A6466", warm="#A8460A", on_accent="#FFFFFF", edge="#857F71", name="light",
)  # fmt: skip
DARK = Colours(
    page="#14171B", surface="#1D2227", raised="#2A3138", ink="#EEEBE4", quiet="#A9B1BB", rule="#3A424B",
    calm="#66CBC5", warm="#F2A562", on_accent="#10151A", edge="#7A8590", name="dark",
)  # fmt: skip


def system_theme() -> Colours:
    """Light or dark, as the system says."""
    return DARK if QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


@dataclass
class Look:
    """The theme and text size in use; widgets that paint themselves ask here."""

    colours: Colours = LIGHT
    percent: int = USUAL

    def points(self, size: int) -> float:
        return size * self.percent / 100

    def pixels(self, size: int) -> int:
        """A width that grows with the text, though not as fast."""
        return round(size * (1 + (self.percent - 100) / 200))

    def roomy(self, pixels: int, least: int) -> bool:
        """Whether so many pixels are as many as at least so many at 100 % text."""
        return pixels * USUAL >= least * self.percent

    def font(self, size: int, bold: bool = False) -> QFont:
        font = QFont(QApplication.font())
        font.setPointSizeF(self.points(size))
        font.setBold(bold)
        return font


LOOK = Look()


def apply(app: QApplication, colours: Colours | None = None, percent: int = USUAL) -> None:
    """Dress the whole program in a theme and a text size."""
    LOOK.colours = colours or system_theme()
    LOOK.percent = max(SMALLEST, min(LARGEST, percent))
    app.setStyle("Fusion")
    app.setPalette(_palette(LOOK.colours))
    app.setStyleSheet(_sheet(LOOK))


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, c.page), (QPalette.ColorRole.WindowText, c.ink), (QPalette.ColorRole.Base, c.surface),
        (QPalette.ColorRole.AlternateBase, c.page), (QPalette.ColorRole.Text, c.ink), (QPalette.ColorRole.Button, c.raised),
        (QPalette.ColorRole.ButtonText, c.ink), (QPalette.ColorRole.Highlight, c.calm), (QPalette.ColorRole.HighlightedText, c.on_accent),
        (QPalette.ColorRole.PlaceholderText, c.quiet), (QPalette.ColorRole.ToolTipBase, c.surface), (QPalette.ColorRole.ToolTipText, c.ink),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    return palette


def _sheet(look: Look) -> str:
    """Fill the colours and sizes of a look into `style.qss`. Raises KeyError for a word that stands for nothing."""
    sizes = {"small": SMALL, "body": BODY, "lead": LEAD, "title": TITLE, "display": DISPLAY}
    indicator = round(look.points(BODY) * 1.3)
    words = {
        **asdict(look.colours),
        **{name: f"{look.points(size)}pt" for name, size in sizes.items()},
        "indicator": f"{indicator}px",
        "indicator_radius": f"{indicator // 2 + 2}px",
        "check": _sign("check", look),
        "down": _sign("down", look),
    }
    return re.sub(r"@(\w+)@", lambda found: words[found[1]], _template())


def _sign(name: str, look: Look) -> str:
    """Return the picture of a sign on a control, as a style sheet names it."""
    path = (folders.assets() / "controls" / f"{name}-{look.colours.name}.png").as_posix()
    return 'url("' + path.replace("\\", "\\\\").replace('"', '\\"') + '")'


@cache
def _template() -> str:
    return Path(__file__).with_suffix(".qss").read_text(encoding="utf-8")
