"""The progress page: at a glance, skills, talks, phrases. Each part is worked out when it is first looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from ...drills.schedule import is_due
from ...history import History
from ...progress import glance, phrases, skills
from ...scenario import Outcome
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.style import BIG, PAD, WIDE
from ..kit.widgets import Text, button, card, scrolled
from .practice_calendar import HeatMap
from .talks_table import SessionsView

#: How far back practice days are shown, and lines looked at for a suggestion.
_YEAR, _LATELY = timedelta(weeks=54), timedelta(days=62)
GLANCE, SKILLS, TALKS, PHRASES = range(4)


class ProgressPage(Page):
    """Figures come from the history, when a part is shown."""

    #: Talks, told by what is theirs in every copy of the file: their number may be another one's by then.
    session_chosen = Signal(str)
    compare_asked = Signal(str, str)
    erase_asked = Signal(str)
    go_asked = Signal(str)
    report_asked = Signal()
    profiles_asked = Signal()
    #: (name of the chart, ending of the file)
    chart_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progressPage")
        self._history: History | None = None
        self._go = "library"
        self._shown: set[int] = set()
        self.parts = QTabWidget()
        self.parts.setObjectName("progressParts")
        self.parts.setDocumentMode(True)
        self.sessions = SessionsView()
        self.sessions.chosen.connect(self.session_chosen)
        self.sessions.compare_asked.connect(self.compare_asked)
        self.sessions.erase_asked.connect(self.erase_asked)
        self.table = self.sessions.table
        self._skills, self._phrases = QWidget(), Text(name="phrases")
        for part, title in (
            (self._glance(), "At a glance"), (scrolled(self._skills), "Skills"), (self.sessions, "Talks"),
            (scrolled(self._phrase_part()), "Your phrases"),
        ):  # fmt: skip
            self.parts.addTab(part, title)
        self.parts.currentChanged.connect(self._show_part)
        self.who = Text(role="quiet", name="whose")
        profiles = button("Switch learner …", "profilesButton")
        profiles.clicked.connect(self.profiles_asked)
        report = button("Report for my coach …", "reportButton")
        report.clicked.connect(self.report_asked)
        heading = Text("Your progress", role="title")
        for text in (heading, self.who):
            text.setWordWrap(False)  # a short name, as wide as it is
        whole = QVBoxLayout(self)
        whole.setContentsMargins(BIG, WIDE, BIG, WIDE)
        whole.setSpacing(PAD)
        whole.addWidget(flow(heading, self.who, report, profiles, spacing=PAD))
        whole.addWidget(self.notice)
        whole.addWidget(self.parts, 1)

    def _glance(self) -> QWidget:
        self.empty = Text(
            "Nothing here yet. After your first talk this page shows what your lines did.",
            role="lead",
            name="emptyProgress",
        )
        self.heat, self.day = HeatMap(), Text(role="quiet", name="dayTold")
        self.heat.told.connect(self.day.say)
        self.totals, self.commitment = Text(role="lead", name="totals"), Text(name="lastCommitment")
        self.suggestion, self.reason = Text(role="lead", name="suggestion"), Text(role="quiet")
        self.go = button("Go there", "suggestionButton", main=True)
        self.go.clicked.connect(lambda: self.go_asked.emit(self._go))
        body = QWidget()
        body.setObjectName("column")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, PAD, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.empty)
        self.heat_card = card(Text("Practice days", role="strong"), self.heat, self.day)
        self.totals_card = card(Text("So far", role="strong"), self.totals)
        self.commitment_card = card(Text("Your last commitment", role="strong"), self.commitment)
        next_card = card(Text("Next", role="strong"), self.suggestion, self.reason, name="suggestionCard")
        inside = next_card.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(next_card)
        column.addWidget(self.heat_card)
        row = QHBoxLayout()
        row.setSpacing(PAD)
        row.addWidget(self.totals_card, 1)
        row.addWidget(self.commitment_card, 1)
        column.addLayout(row)
        column.addStretch(1)
        return scrolled(body)

    def _phrase_part(self) -> QWidget:
        body = QWidget()
        body.setObjectName("column")
        column = QVBoxLayout(body)
        column.addWidget(Text("Your own phrases of the last six weeks", role="strong"))
        column.addWidget(self._phrases)
        column.addStretch(1)
        return body

    def show_history(self, history: History, whose: str) -> None:
        """Show the part in hand; the others are worked out when they are looked at."""
        self._history = history
        self._shown = set()
        self.who.say(whose)
        self._show_part(self.parts.currentIndex())

    def forget(self) -> None:
        """The history is closed; the next `show_history` gives another one."""
        self._history, self._shown = None, set()

    def _show_part(self, part: int) -> None:
        if self._history is None or part in self._shown:
            return
        self._shown.add(part)
        self.show_part(part, self._history)

    def show_part(self, part: int, history: History) -> None:
        """Work out one part and show its figures."""
        shows = {
            GLANCE: self._show_glance,
            SKILLS: self._show_skills,
            TALKS: self._show_talks,
            PHRASES: self._show_phrases,
        }
        shows[part](history)

    def _show_glance(self, history: History) -> None:
        figures = history.figures
        now = datetime.now(UTC)
        days, effects = figures.days(now - _YEAR), figures.effects(now - _LATELY)
        outcomes, sessions = figures.outcomes(), sum(figures.sessions_by_month().values())
        due = sum(is_due(memory, now) for memory in history.reviews.memories().values())
        advice = glance.suggest(effects, sessions, due, any(held for held, _, _ in outcomes))
        self.suggestion.say(advice.text)
        self.reason.say(advice.reason)
        self._go = advice.go
        for part in (self.heat_card, self.totals_card, self.commitment_card):
            part.setVisible(bool(sessions or days))
        self.empty.setVisible(not (sessions or days))
        self.heat.show_weeks(glance.heat_map(days, date.today()))
        self.totals.say(_totals(sessions, figures.asks(), outcomes))
        made = history.notes.last_commitment()
        told = {"done": "done", "not_yet": "not yet", "dropped": "let go"}.get(
            made.status if made else "", "not asked about yet"
        )
        self.commitment.say(f"“{made.text}”: {told}. {made.how}".strip() if made else "None so far.")

    def _show_skills(self, history: History) -> None:
        from .charts import Chart  # only who looks at charts waits for them

        figures = history.figures
        effects, months = figures.effects(), figures.sessions_by_month()
        if self._skills.layout() is None:
            self._skills.setObjectName("column")
            grid = QGridLayout(self._skills)
            grid.setSpacing(PAD)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
            self.charts = {
                name: Chart(name, title)
                for name, title in (
                    ("shareChart", "Asks that could be granted with a “no”"),
                    ("unseenChart", "The same, practised and unseen scenarios apart"),
                    ("useChart", "How often in a talk"),
                    ("effectChart", "What they did to resistance"),
                    ("retentionChart", "Cards still known"),
                )
            }
            for number, chart in enumerate(self.charts.values()):
                chart.save_asked.connect(self.chart_asked)
                grid.addWidget(card(chart), number // 2, number % 2)
        self.charts["shareChart"].show_series([skills.share_of_asks(effects)])
        self.charts["unseenChart"].show_series([skills.share_of_asks(effects, held) for held in (False, True)])
        self.charts["useChart"].show_series(
            [skills.use_per_session(effects, months, move) for move in ("label", "open_question", "offer", "pressure")]
        )
        self.charts["effectChart"].show_series(
            [skills.effect_of(effects, move) for move in ("no_oriented_ask", "yes_oriented_ask", "label", "pressure")]
        )
        self.charts["retentionChart"].show_series([skills.retention_of(figures.answers_by_month())])

    def _show_talks(self, history: History) -> None:
        self.sessions.show_lines(history.figures.sessions())

    def _show_phrases(self, history: History) -> None:
        since = datetime.now(UTC) - phrases.WEEKS
        families = history.figures.families_since(since)
        fillers = phrases.count_fillers(history.figures.lines_since(since))
        rows = [f"{count} ×  asked with “{family}”" for family, count in list(families.items())[:12]]
        rows += [
            f"{phrase.count} ×  “{phrase.text}”, in {phrase.lines} line{'' if phrase.lines == 1 else 's'}"
            for phrase in fillers
        ]
        self._phrases.say("\n".join(rows) or "No lines in the last six weeks.")

    def restyle(self) -> None:
        """Draw again in the theme and text size in use."""
        self.sessions.restyle()
        self._shown = set()
        # Hidden, it is brought up to date when it is entered; its file may be closed until then.
        if self._history is not None and self.isVisible():
            self._show_part(self.parts.currentIndex())

    def focus_first(self) -> None:
        self.parts.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)


def _totals(sessions: int, asked: tuple[int, int, int], outcomes: list[tuple[bool, str, int]]) -> str:
    from ...coach.debrief import OUTCOMES

    lines, no, yes = asked
    asks = no + yes
    share = f"{no / asks:.0%} of {asks} asks" if asks else "no ask yet"
    told = [
        f"{sessions} talk{'' if sessions == 1 else 's'}, {lines} line{'' if lines == 1 else 's'}.",
        f"No-oriented: {share}.",
    ]
    for held, title in ((False, "Practised"), (True, "Tested unseen")):
        ends = {name: n for h, name, n in outcomes if h is held}
        if ends:
            counted = ", ".join(
                f"{n} {OUTCOMES[Outcome(name)][0].lower()}"
                for name, n in sorted(ends.items(), key=lambda pair: -pair[1])
            )
            told.append(f"{title}: {counted}.")
    return "\n".join(told)
