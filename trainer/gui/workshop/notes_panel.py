"""The console's third column: what only the facilitator sees, going back, attempts and teams, papers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ...coach.state_lines import state_lines
from ...safe_text import visible
from ...workshop import Phase
from ...workshop.running import RunningWorkshop
from ..kit.flow import flow
from ..kit.widgets import ComboBox, Text, button, card, fill_column, label_for

_PAPERS = (
    ("cards", "Cards A–D …"),
    ("notes", "Facilitator's notes …"),
    ("handout", "Handout for the room …"),
)
#: Characters of a line in the box of lines to go back to.
_SHORT = 60


class NotesPanel(QWidget):
    """`paper_asked` tells which: cards, notes, handout."""

    paper_asked = Signal(str)
    end_asked = Signal()

    def __init__(self, running: RunningWorkshop) -> None:
        super().__init__()
        self._running = running
        self.state, self.note = Text(name="hiddenState"), Text(name="privateNote")
        self.questions = Text(name="debriefQuestions")
        self.rewind = ComboBox("rewindBox", "Go back to a line and try again")
        self.rewind.activated.connect(self._rewind)
        self.undo = button("Undo going back", "undoRewind")
        self.undo.clicked.connect(running.undo)
        self.attempt = button("Next attempt", "nextAttempt")
        self.attempt.clicked.connect(self._next_attempt)
        compare = button("Compare attempts", "compareAttempts")
        compare.clicked.connect(lambda: running.step(lambda w: w.at(Phase.COMPARE)))
        self.teams = button("Two teams", "teams")
        self.teams.setCheckable(True)
        self.teams.clicked.connect(lambda on: running.step(lambda w: w.with_teams(bool(on))))
        self.part = button("Next part of the plan", "nextPart")
        self.part.clicked.connect(lambda: running.step(lambda w: w.in_part(w.part + 1)))
        papers = []
        for name, text in _PAPERS:
            made = button(text, f"paper_{name}")
            made.clicked.connect(lambda _=False, name=name: self.paper_asked.emit(name))
            papers.append(made)
        end = button("End the workshop …", "endWorkshop")
        end.clicked.connect(self.end_asked)
        fill_column(
            self,
            card(Text("Only you see this", role="strong"), self.state),
            label_for(self.rewind, role="quiet"), self.rewind, self.undo,
            flow(self.attempt, compare, self.teams, self.part),
            card(Text("Your notes", role="strong"), self.note),
            card(Text("For the debrief", role="strong"), self.questions),
            flow(*papers, end),
        )  # fmt: skip

    def refresh(self) -> None:
        """Show the hidden state, the notes and the attempts."""
        workshop, session = self._running.workshop, self._running.session
        if workshop is None or session is None:
            return
        rows = [f"Resistance {session.state.resistance} of 100", *state_lines(session.scenario, session.state)]
        if session.turns and session.turns[-1].thought:
            rows.append(f"Thinks: “{session.turns[-1].thought}”")
        self.state.say("\n".join(rows))
        note = session.scenario.note
        self.note.say(note.text if note else "This scenario has no notes.")
        self.questions.say("\n".join(note.questions) if note else "What did the room notice?")
        self.attempt.setEnabled(len(workshop.attempts) > 1)
        self.undo.setVisible(self._running.can_undo())
        self.part.setVisible(bool(workshop.plan))
        self.teams.setChecked(bool(workshop.team))
        self.rewind.clear()
        self.rewind.addItem("Go back to …", 0)
        for number, line in enumerate(workshop.lines, start=1):
            self.rewind.addItem(f"{number}: {visible(line)[:_SHORT]}", number)
        self.rewind.setEnabled(bool(workshop.lines))

    def _rewind(self) -> None:
        number = int(self.rewind.currentData() or 0)
        if number:
            self._running.rewind(number)

    def _next_attempt(self) -> None:
        self._running.step(lambda w: w.on_attempt((w.attempt + 1) % len(w.attempts)))
