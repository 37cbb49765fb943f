"""The practice page: the counterpart, the transcript, the composer, the coach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .style import GAP, LEAD, LOOK, PAD, WIDE
from .widgets import Meter, Notice, Portrait, Text, button, card, scrolled

if TYPE_CHECKING:
    from ..session import Session, Turn


class Composer(QPlainTextEdit):
    """Where the learner types. Enter sends, Shift+Enter breaks the line, Tab leaves."""

    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAccessibleName("Your line")
        self.setAccessibleDescription("Type what you would say. Enter sends it, Shift and Enter begin a new row.")
        self.setPlaceholderText("What do you say?")
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.sent.emit()
            return
        super().keyPressEvent(event)


class Transcript(QScrollArea):
    """What was said, oldest first, as plain text in bubbles."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("transcript")
        self.setAccessibleName("Transcript")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The range changes when a bubble has been laid out, not when it is added.
        self.verticalScrollBar().rangeChanged.connect(self._to_end)
        self._texts: list[str] = []
        self.empty()

    def empty(self) -> None:
        body = QWidget()
        body.setObjectName("transcriptBody")
        self._column = QVBoxLayout(body)
        self._column.setSpacing(PAD)
        self._column.setContentsMargins(0, 0, GAP, 0)
        self._column.addStretch(1)
        self._texts = []
        self.setWidget(body)

    def add(self, who: str, text: str, bubble: str) -> None:
        """`bubble`: theirs or mine. The newest is scrolled into view."""
        self._texts.append(f"{who}: {text}")
        frame = QFrame()
        frame.setProperty("bubble", bubble)
        column = QVBoxLayout(frame)
        column.setContentsMargins(PAD, GAP + 2, PAD, GAP + 2)
        column.setSpacing(2)
        said = Text(text, role="lead")
        said.setAccessibleName(f"{who}: {text}")
        column.addWidget(Text(who, role="quiet"))
        column.addWidget(said)
        row = QHBoxLayout()
        row.addWidget(frame, 5)
        row.insertStretch(0 if bubble == "mine" else 1, 1)
        self._column.addLayout(row)

    def _to_end(self, _lowest: int, highest: int) -> None:
        self.verticalScrollBar().setValue(highest)

    def text(self) -> str:
        """All of it, a line each, for tests and for copying."""
        return "\n".join(self._texts)


class PracticePage(QWidget):
    """One talk. `pause`: milliseconds before a reply appears, 0 for none."""

    line_said = Signal(str)
    end_asked = Signal()
    look_back_asked = Signal()

    def __init__(self, pause: int) -> None:
        super().__init__()
        self.setObjectName("page")
        self.pause = pause
        self._session: Session | None = None
        self._waiting: Turn | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reply)
        self._build()

    def _build(self) -> None:
        self.notice = Notice()
        row = QHBoxLayout()
        row.setSpacing(WIDE)
        row.addWidget(scrolled(self._person_column()), 4)
        row.addLayout(self._talk_column(), 8)
        row.addWidget(scrolled(self._coach_column()), 4)
        self._columns = row
        whole = QVBoxLayout(self)
        whole.setContentsMargins(WIDE, PAD, WIDE, WIDE)
        whole.setSpacing(PAD)
        whole.addWidget(self.notice)
        whole.addLayout(row, 1)

    def _person_column(self) -> QWidget:
        self.portrait, self.name, self.role = (
            Portrait(),
            Text(role="strong", name="counterpartName"),
            Text(role="quiet"),
        )
        self.meter = Meter()
        self.causes = Text(role="quiet", name="causes")
        self.thought_toggle = QCheckBox("Thoughts")
        self.thought_toggle.setObjectName("thoughtToggle")
        self.thought_toggle.setAccessibleDescription("Shows what they think but do not say")
        self.thought_toggle.toggled.connect(self._show_thought)
        self.thought = Text(name="thought")
        self.bubble = QFrame()
        self.bubble.setProperty("bubble", "thought")
        inside = QVBoxLayout(self.bubble)
        inside.addWidget(self.thought)
        self.bubble.setVisible(False)
        column = QWidget()
        column.setObjectName("column")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(PAD)
        person = card(self.portrait, self.name, self.role, self.thought_toggle, self.bubble)
        layout.addWidget(person)
        layout.addWidget(card(Text("Resistance", role="quiet"), self.meter, self.causes))
        layout.addStretch(1)
        return column

    def _talk_column(self) -> QVBoxLayout:
        self.transcript, self.composer = Transcript(), Composer()
        self.composer.sent.connect(self._send)
        self.send = button("Say it", "sendButton", main=True)
        self.send.setAccessibleDescription("Sends your line, as Enter does")
        self.send.clicked.connect(self._send)
        self.stop = button("End the talk", "endButton")
        self.stop.clicked.connect(self.end_asked)
        self.look_back = button("Look back", "lookBackButton", main=True)
        self.look_back.clicked.connect(self.look_back_asked)
        buttons = QHBoxLayout()
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        buttons.addWidget(self.send)
        buttons.addWidget(self.look_back)
        talk = QVBoxLayout()
        talk.setSpacing(PAD)
        talk.addWidget(self.transcript, 1)
        talk.addWidget(self.composer)
        talk.addLayout(buttons)
        return talk

    def _coach_column(self) -> QWidget:
        self.remarks = Text(name="remarks")
        self.better_title, self.better = (
            Text("A line that would do more here", role="quiet"),
            Text(role="lead", name="better"),
        )
        self.better_delta = Text(role="calm")
        self.use = button("Use it", "useButton")
        self.use.clicked.connect(self._use_better)
        self.brief = Text(name="briefReminder")
        column = QWidget()
        column.setObjectName("column")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(PAD)
        coach = card(
            Text("Coach", role="strong"),
            self.remarks,
            self.better_title,
            self.better,
            self.better_delta,
            self.use,
            name="coachPanel",
            gap=PAD,
        )
        coach.setAccessibleName("Coach")
        layout.addWidget(coach)
        layout.addWidget(card(Text("Your brief", role="strong"), self.brief))
        layout.addStretch(1)
        return column

    def resize_text(self) -> None:
        """Fit what is sized by hand to the text size."""
        self.composer.setFixedHeight(round(LOOK.points(LEAD) * 3.8 + 30))
        # Large text needs wider side columns; the talk in the middle can spare the width.
        for place, share in enumerate((4, 8, 4) if LOOK.percent < 150 else (6, 7, 6)):
            self._columns.setStretch(place, share)

    def open_session(self, session: Session) -> None:
        """Show a session at its beginning, or where it was left."""
        self._timer.stop()
        self._waiting, self._session = None, session
        person = session.scenario.counterpart
        self.transcript.empty()
        if session.resumed_from is None:
            self.transcript.add(person.name, session.scenario.opening, "theirs")
        else:
            self.transcript.add(person.name, session.state.said[-1], "theirs")
        self.name.say(person.name)
        self.role.say(person.role)
        self.brief.say(session.scenario.brief)
        self.composer.clear()
        self.notice.say("")
        self._show_state(0)
        self.causes.say("")
        self._coach("They have spoken first. Say what you would say, in your own words.", "", 0)
        self._let_talk(True)
        self.resize_text()
        self.composer.setFocus()

    def _let_talk(self, going: bool) -> None:
        self.composer.setEnabled(going)
        self.composer.setVisible(going)
        self.send.setVisible(going)
        self.stop.setVisible(going)
        self.look_back.setVisible(not going)
        if not going:
            self.look_back.setFocus()

    def _send(self) -> None:
        if self._waiting is None:
            self.line_said.emit(self.composer.toPlainText())

    def add_turn(self, turn: Turn) -> None:
        """Show the learner's line now and the reply after the pause."""
        self.notice.say("")
        self.composer.clear()
        self.transcript.add("You", turn.line, "mine")
        self._waiting = turn
        if self.pause:
            self._timer.start(self.pause)
        else:
            self._reply()

    def _reply(self) -> None:
        turn, session = self._waiting, self._session
        if turn is None or session is None:
            return
        self._waiting = None
        self.transcript.add(session.scenario.counterpart.name, turn.reply, "theirs")
        self._show_state(turn.after.resistance - turn.before.resistance)
        moved = [f"{cause['delta']:+d}  {cause['cause']}" for cause in turn.cause_list() if cause["delta"]]
        self.causes.say("\n".join(moved) or "No change by this line.")
        remarks = "\n\n".join(remark.text for remark in turn.feedback.remarks)
        self._coach(remarks, turn.feedback.better, turn.feedback.better_delta)
        self._announce(f"{session.scenario.counterpart.name}: {turn.reply}")
        self._let_talk(turn.outcome is None)

    def _show_state(self, change: int) -> None:
        from ..counterpart.respond import mood

        assert self._session is not None
        state = self._session.state
        self.meter.show_value(state.resistance, change)
        self.portrait.show_mood(self._session.scenario.counterpart.name, mood(state))
        self._show_thought()

    def _show_thought(self) -> None:
        session = self._session
        thought = session.turns[-1].thought if session and session.turns else "Let's hear what they want."
        shown = self.thought_toggle.isChecked()
        self.thought.say(thought if shown else "")
        self.bubble.setVisible(shown)

    def _coach(self, remarks: str, better: str, delta: int) -> None:
        self.remarks.say(remarks)
        self.better_title.setVisible(bool(better))
        self.better.say(f"“{better}”" if better else "")
        self.better_delta.say(f"{delta:+d} resistance instead" if better else "")
        self.use.setVisible(bool(better))
        self._better = better

    def _use_better(self) -> None:
        """Put the better line into the composer, over what stands there."""
        if self._better and self.composer.isEnabled():
            self.composer.setPlainText(self._better)
            self.composer.moveCursor(self.composer.textCursor().MoveOperation.End)
            self.composer.setFocus()

    def _announce(self, text: str) -> None:
        """Tell a screen reader of a new reply."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.transcript, text))
