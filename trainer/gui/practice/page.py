"""The practice page: the counterpart, the talk, the composer, the coach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ...coach.debrief import OUTCOMES
from ...safe_text import signed
from ..frame.page import Page
from ..kit.style import LEAD, LOOK, PAD, WIDE
from ..kit.widgets import Text, button
from .arrangement import Arrangement
from .attempt_tabs import AttemptTabs
from .coach_panel import CoachPanel
from .composer import Composer
from .person_panel import PersonPanel
from .tone_rating import ToneRating
from .transcript import Transcript
from .voice import Voice

if TYPE_CHECKING:
    from ...session import Session, Turn

_THEY_BEGAN = "They spoke first. Say what you would say, in your own words."
_BACK_HERE = "Here you are again. Try another line; what you said before is kept."
_OVER = "This talk is over. Start it again to try another line, or go on to the debrief."
_NOT_SAID = "The talk ended before you said this line. It stays here to be read. Press Tab for the debrief."
#: Characters from which on a line is too long to be read at every pause.
_LONGEST_LIVE = 4_000
#: Rows of the composer, in a low window and in any other.
_LOW_ROWS, _ROWS = 2, 3
#: Pixels of width, at 100 % text, from which on the buttons stand beside each other.
_BESIDE = 400
#: Pixels around the rows of the composer.
_AROUND = 28


class PracticePage(Page):
    """One talk. `pause`: milliseconds before a reply appears, 0 for none. `voice`: reads replies, None for nobody."""

    #: (line, how it sounded)
    line_said = Signal(str, str)
    end_asked = Signal()
    debrief_asked = Signal()
    another_try_asked = Signal(int)
    attempt_chosen = Signal(int)
    hint_asked = Signal()

    def __init__(self, pause: int) -> None:
        super().__init__()
        self.pause, self.live, self.say_first = pause, True, False
        self.voice: Voice | None = None
        self.speaks = False
        #: The talk has come to its end; what is still typed stays to be read.
        self.over = False
        self._session: Session | None = None
        self._waiting: Turn | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._reply)
        self._build()
        self.restyle()  # for the narrow window that a page has before it is shown

    def _build(self) -> None:
        self.person, self.coach = PersonPanel(), CoachPanel()
        self.coach.use_asked.connect(self.take_line)
        self.coach.hint_asked.connect(self.hint_asked)
        self.arrangement = Arrangement(self.person, self._talk_column(), self.coach)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(WIDE, PAD, WIDE, WIDE)
        whole.setSpacing(PAD)
        whole.addWidget(self.notice)
        whole.addWidget(self.arrangement, 1)
        # Whoever has typed a line says it next, rather than end the talk.
        QWidget.setTabOrder(self.composer, self.send)
        QWidget.setTabOrder(self.send, self.stop)

    def _talk_column(self) -> QVBoxLayout:
        self.transcript, self.composer, self.tone = Transcript(), Composer(), ToneRating()
        self.transcript.another_try_asked.connect(self.another_try_asked)
        self.composer.sent.connect(self._send)
        self.composer.paused.connect(self._read_live)
        self.tone.rated.connect(self._send_rated)
        self.live_hint = Text(role="quiet", name="liveHint")
        self.attempts = AttemptTabs()
        self.attempts.chosen.connect(self.attempt_chosen)
        self.show_attempts = self.attempts.show_attempts
        talk = QVBoxLayout()
        talk.setSpacing(PAD)
        for part in (self.attempts, self.transcript, self.tone, self.composer, self.live_hint):
            talk.addWidget(part, 1 if part is self.transcript else 0)
        talk.addLayout(self._buttons())
        return talk

    def _buttons(self) -> QBoxLayout:
        self.send = button("Say it", "sendButton", main=True)
        self.send.setAccessibleDescription("Sends your line, as Enter does")
        self.send.clicked.connect(self._send)
        self.stop = button("End the talk", "endButton")
        self.stop.clicked.connect(self.end_asked)
        self.hear = button("Hear them again", "hearButton")
        self.hear.clicked.connect(self.speak)
        self.debrief = button("Debrief", "debriefButton", main=True)
        self.debrief.clicked.connect(self.debrief_asked)
        for later in (self.hear, self.debrief):
            later.setVisible(False)  # what is not there yet makes the page no wider
        row = self._button_row = QHBoxLayout()
        for part in (self.stop, self.hear):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.send, self.debrief):
            row.addWidget(part)
        return row

    def restyle(self) -> None:
        """Fit what is sized by hand to the window and the text size: the meter and the last change stay in sight."""
        low = self.arrangement.arrange(self.width(), self.height())
        beside = LOOK.roomy(self.width(), _BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        self._button_row.setDirection(way)
        row = QFontMetricsF(LOOK.font(LEAD)).lineSpacing()
        self.composer.setFixedHeight(round(row * (_LOW_ROWS if low else _ROWS)) + _AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    def open_session(self, session: Session, same_talk: bool = False) -> None:
        """Show a session at its beginning, or where it was left. `same_talk`: a line half typed stays, and needs no Undo."""
        self._timer.stop()
        self._waiting, self._session = None, session
        name = session.scenario.counterpart.name
        self.transcript.empty()
        self.transcript.add(
            name, session.scenario.opening if session.resumed_from is None else session.resumed_from.said[-1], "theirs"
        )
        for turn in session.turns:
            self.transcript.add("You", turn.line, "mine", turn.number)
            self.transcript.add(name, turn.reply, "theirs")
        self.person.show_person(session.scenario)
        self.coach.brief.say(session.scenario.brief)
        if not same_talk:
            self.composer.put("")
        self.notice.say("")
        self.hear.setVisible(self.voice is not None)
        self._show_state(0, ())
        self.coach.show_feedback(_BACK_HERE if session.turns else _THEY_BEGAN, "", 0)
        self._let_talk(session.outcome is None)
        self._read_live(self.composer.toPlainText())
        self.restyle()

    def _let_talk(self, going: bool) -> None:
        """Let the learner type, or close the talk: a line that was being typed stays, to be read or copied."""
        half_typed = not going and bool(self.composer.toPlainText())
        for part in (self.send, self.stop):
            part.setVisible(going)
        self.composer.setVisible(going or half_typed)
        self.over = not going
        self.tone.setVisible(False)
        self.send.setEnabled(True)
        if half_typed:
            self.composer.setExtraSelections([])
            self.live_hint.say(_NOT_SAID)
        self.live_hint.setVisible(half_typed or (going and self._reads_live()))
        self.debrief.setVisible(not going)
        if self.isVisible():  # a reply that comes after the page was left takes the keyboard from nobody
            (self.composer if going or half_typed else self.debrief).setFocus()

    def _reads_live(self) -> bool:
        return self.live and self._session is not None and not self._session.scenario.held_back

    def _read_live(self, line: str) -> None:
        """Underline what the line does so far, and say what its "no" would mean."""
        if self.over:
            return
        if self._session is None or not self._reads_live():
            self.composer.setExtraSelections([])
            self.live_hint.setVisible(False)
            return
        from ...coach.marks import hint, marks
        from ...language import read

        reading = read(line[:_LONGEST_LIVE], after=self._session.state.said[-1])
        self.composer.show_marks(marks(reading))
        self.live_hint.say(hint(reading))
        self.live_hint.setVisible(self.composer.isVisible())

    def _send(self) -> None:
        if self._waiting is not None or self.tone.isVisible():
            return
        if self.over:
            self.notice.say(_OVER)
            return
        if self.say_first and self.composer.toPlainText().strip():
            self.live_hint.setVisible(False)
            self.send.setEnabled(False)  # the answer sends it
            self.tone.ask()
        else:
            self.line_said.emit(self.composer.toPlainText(), "")

    def _send_rated(self, tone: str) -> None:
        self.send.setEnabled(True)
        self.line_said.emit(self.composer.toPlainText(), tone)

    def add_turn(self, turn: Turn) -> None:
        """Show the learner's line now and the reply after the pause."""
        self.notice.say("")
        self.composer.start_anew()
        self.composer.setFocus()
        self.transcript.add("You", turn.line, "mine", turn.number)
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
        name = session.scenario.counterpart.name
        self.transcript.add(name, turn.reply, "theirs")
        self._announce(f"{name}: {turn.reply}")
        moved = [f"{signed(int(cause['delta']))}  {cause['cause']}" for cause in turn.cause_list() if cause["delta"]]
        self._show_state(turn.after.resistance - turn.before.resistance, moved or ["No change by this line."])
        remarks = "\n\n".join(remark.text for remark in turn.feedback.remarks)
        self.coach.show_feedback(remarks, turn.feedback.better, turn.feedback.better_delta)
        if self.speaks:
            self.speak()
        self._let_talk(turn.outcome is None)

    def _show_state(self, change: int, causes: Sequence[str]) -> None:
        session = self._session
        assert session is not None
        thought = session.turns[-1].thought if session.turns else "Let's hear what they want."
        self.person.show_state(session.scenario, session.state, change, causes, thought)
        going, test = session.outcome is None, session.scenario.held_back
        self.coach.offer_hints(going and not test)
        self.coach.test_card.setVisible(going and test)
        if session.outcome is not None:
            headline, meaning = OUTCOMES[session.outcome]
            ended = f"The talk is over: {headline.lower()}. {meaning}"
            self.transcript.tell(ended)
            self._announce(ended)

    def show_next_hint(self) -> int:
        """One more grade of hint for the line to come; how many are shown now."""
        from ...coach.hints import hints

        if self._session is None or self._session.outcome is not None:
            return 0
        return self.coach.show_next_hint(hints(self._session.scenario, self._session.state, self._session.meaning))

    def speak(self) -> None:
        """Read the last reply aloud, where there is a voice."""
        if self.voice is not None and self._session is not None:
            self.voice.stop()
            self.voice.say(self._session.state.said[-1])

    def take_line(self, line: str) -> None:
        """Put a line into the composer, over what stands there."""
        if line and not self.over:
            self.composer.put(line)
            self.composer.setFocus()

    def use_better(self) -> None:
        self.coach.use.click()

    def _announce(self, text: str) -> None:
        """Tell a screen reader of a new reply."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.transcript, text))

    def focus_first(self) -> None:
        (self.composer if self.composer.isVisibleTo(self) else self.debrief).setFocus()
