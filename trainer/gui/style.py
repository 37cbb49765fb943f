"""Colours, type sizes and spaces: one place, light and dark, in points and pixels at 100 % text size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

#: The type scale in points, and the spacing scale in pixels.
SMALL, BODY, LEAD, TITLE, DISPLAY = 10, 11, 13, 18, 30
GAP, PAD, WIDE, BIG = 6, 12, 20, 32
#: Text size in percent.
SMALLEST, USUAL, LARGEST, STEP = 100, 100, 200, 25


@dataclass(frozen=True, slots=True)
class Colours:
    """A theme. `calm`: no-oriented, falling, open; `warm`: pushing, rising, guarded. They differ in lightness too."""

    page: str
    surface: str
    raised: str
    ink: str
    quiet: str
    rule: str
    calm: str
    warm: str
    on_accent: str


LIGHT = Colours(
    page="#F5F2EB", surface="#FFFFFF", raised="#ECE7DC", ink="#1F2430", quiet="#59606B", rule="#D8D2C5",
    calm="#0A6466", warm="#A8460A", on_accent="#FFFFFF",
)  # fmt: skip
DARK = Colours(
    page="#14171B", surface="#1D2227", raised="#2A3138", ink="#EEEBE4", quiet="#A9B1BB", rule="#3A424B",
    calm="#66CBC5", warm="#F2A562", on_accent="#10151A",
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
    c, pt = look.colours, look.points
    return f"""
    QWidget {{ font-size: {pt(BODY)}pt; color: {c.ink}; }}
    QMainWindow, QStackedWidget, #page {{ background: {c.page}; }}
    QScrollArea, #transcriptBody, #column {{ background: transparent; border: none; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: {pt(TITLE)}pt; font-weight: 600; }}
    QLabel[role="display"] {{ font-size: {pt(DISPLAY)}pt; font-weight: 600; }}
    QLabel[role="lead"] {{ font-size: {pt(LEAD)}pt; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="quiet"] {{ color: {c.quiet}; font-size: {pt(SMALL)}pt; }}
    QLabel[role="calm"] {{ color: {c.calm}; font-weight: 600; }}
    QLabel[role="warm"] {{ color: {c.warm}; font-weight: 600; }}
    QFrame[card="true"] {{ background: {c.surface}; border: 1px solid {c.rule}; border-radius: 10px; }}
    QFrame[bubble="theirs"] {{ background: {c.surface}; border: 1px solid {c.rule}; border-radius: 12px; }}
    QFrame[bubble="mine"] {{ background: {c.raised}; border: 1px solid {c.raised}; border-radius: 12px; }}
    QFrame[bubble="thought"] {{ background: {c.page}; border: 1px dashed {c.quiet}; border-radius: 12px; }}
    QFrame[notice="true"] {{ background: {c.raised}; border-left: 4px solid {c.warm}; border-radius: 4px; }}
    QPushButton {{ background: {c.raised}; border: 1px solid {c.rule}; border-radius: 8px; padding: 7px 14px; }}
    QPushButton:hover {{ border-color: {c.calm}; }}
    QPushButton:focus, QListWidget:focus, QTableWidget:focus, QTableView:focus, QPlainTextEdit:focus, QCheckBox:focus {{ border: 2px solid {c.calm}; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: {pt(BODY):.0f}px; height: {pt(BODY):.0f}px; border: 2px solid {c.quiet}; background: {c.surface}; }}
    QCheckBox::indicator {{ border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: {pt(BODY) / 2 + 2:.0f}px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {c.calm}; border-color: {c.calm}; }}
    QCheckBox {{ border: 2px solid transparent; border-radius: 6px; padding: 3px; }}
    QPushButton:disabled {{ color: {c.quiet}; background: {c.page}; }}
    QPushButton[main="true"] {{ background: {c.calm}; color: {c.on_accent}; border-color: {c.calm}; font-weight: 600; }}
    QPushButton[main="true"]:focus {{ border: 2px solid {c.ink}; }}
    QPushButton[main="true"]:disabled {{ background: {c.raised}; color: {c.quiet}; border-color: {c.rule}; }}
    QPushButton[tab="true"] {{ background: transparent; border: none; border-bottom: 3px solid transparent; border-radius: 0; }}
    QPushButton[tab="true"]:checked {{ border-bottom-color: {c.calm}; color: {c.calm}; }}
    QPushButton[tab="true"]:focus {{ border-bottom: 3px solid {c.ink}; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar::tab {{ background: transparent; color: {c.ink}; padding: 6px 14px; border-bottom: 3px solid transparent; }}
    QTabBar::tab:selected {{ color: {c.calm}; border-bottom-color: {c.calm}; }}
    QTabBar::tab:focus {{ border-bottom-color: {c.ink}; }}
    QProgressBar {{ background: {c.raised}; border: none; border-radius: 4px; max-height: 8px; }}
    QProgressBar::chunk {{ background: {c.calm}; border-radius: 4px; }}
    QPushButton[link="true"] {{ background: transparent; border: none; border-bottom: 2px solid transparent; border-radius: 0; padding: 1px 4px; color: {c.calm}; font-size: {pt(SMALL)}pt; }}
    QPushButton[link="true"]:hover, QPushButton[link="true"]:focus {{ border-bottom: 2px solid {c.calm}; }}
    QLineEdit, QComboBox {{ background: {c.surface}; border: 2px solid {c.rule}; border-radius: 8px; padding: 5px 8px; }}
    QLineEdit:focus, QComboBox:focus, QRadioButton:focus, QTextBrowser:focus {{ border: 2px solid {c.calm}; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; selection-background-color: {c.calm}; selection-color: {c.on_accent}; }}
    QRadioButton {{ border: 2px solid transparent; border-radius: 6px; padding: 2px; }}
    QTextBrowser {{ background: {c.surface}; border: 2px solid transparent; border-radius: 8px; }}
    QToolTip {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.rule}; }}
    QPlainTextEdit {{ background: {c.surface}; border: 2px solid {c.rule}; border-radius: 10px; padding: 6px; font-size: {pt(LEAD)}pt; }}
    QListWidget, QTableWidget, QTableView {{ background: {c.surface}; border: 2px solid {c.rule}; border-radius: 10px; outline: 0; }}
    QListWidget::item {{ padding: 9px 10px; /* as in rows.py */ border-bottom: 1px solid {c.rule}; }}
    QListWidget::item:selected, QTableWidget::item:selected, QTableView::item:selected {{ background: {c.calm}; color: {c.on_accent}; }}
    QListWidget::item:disabled {{ color: {c.quiet}; }}
    QHeaderView::section {{ background: {c.page}; border: none; border-bottom: 1px solid {c.rule}; padding: 6px; color: {c.quiet}; }}
    QMenuBar, QMenu {{ background: {c.page}; }}
    QMenu::item:selected, QMenuBar::item:selected {{ background: {c.calm}; color: {c.on_accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; }}
    QScrollBar::handle:vertical {{ background: {c.rule}; border-radius: 5px; min-height: 30px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    """
