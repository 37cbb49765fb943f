"""The three columns of the facilitator's console: the wall in small, the round in hand, what only they see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from ..stage import Phase
from ..stage.workshop import LETTERS
from ..text import visible
from .audience import AudienceView
from .person_panel import details
from .rows import Rows
from .staging import Stage
from .style import GAP, PAD
from .widgets import Notice, Text, button, card

_TIMERS = ((0, "no timer"), (60, "1 minute"), (120, "2 minutes"), (300, "5 minutes"))


def _filled(panel: QWidget, *parts: QWidget) -> None:
    panel.setObjectName("column")
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(PAD)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)


class WallPanel(QWidget):
    """What the room sees, in small, and what it is shown."""

    wall_asked = Signal()
    swap_asked = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.notice = Notice()
        self.small = AudienceView(stage.timer_left)
        self.small.setObjectName("smallWall")
        self.where, self.pace = Text(role="strong", name="phase"), Text(role="quiet", name="pace")
        self.displays = Text(role="quiet", name="displays")
        self._build()

    def _build(self) -> None:
        self.small.setMinimumHeight(220)
        shows = QWidget()
        shows.setObjectName("column")
        column = QVBoxLayout(shows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for row in (
            (
                ("B  Blank", "blank", self.toggle("blank")),
                ("F  Freeze", "freeze", self._stage.freeze),
                ("S  Displays", "swap", self.swap_asked.emit),
            ),
            (
                ("T  Thoughts", "thoughts", self.toggle("thoughts")),
                ("M  Meter", "meter", self.toggle("meter")),
                ("C  Causes", "causes", self.toggle("causes")),
            ),
            (
                ("+  Bigger", "bigger", self.size_by(10)),
                ("−  Smaller", "smaller", self.size_by(-10)),
                ("L  Light, dark", "theme", self.toggle("dark")),
            ),
        ):
            line = QHBoxLayout()
            for text, name, action in row:
                made = button(text, f"wall_{name}")
                made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                made.clicked.connect(lambda _=False, action=action: action())
                line.addWidget(made)
            column.addLayout(line)
        self.timer = QComboBox()
        self.timer.setObjectName("timerBox")
        self.timer.setAccessibleName("Timer")
        for seconds, word in _TIMERS:
            self.timer.addItem(word, seconds)
        self.timer.activated.connect(lambda _: self._stage.start_timer(float(self.timer.currentData())))
        open_wall = button("Open the audience window", "openWall", main=True)
        open_wall.clicked.connect(self.wall_asked)
        _filled(self, self.notice, self.where, self.pace, self.small, self.displays, open_wall, shows, self.timer)

    def toggle(self, what: str) -> Callable[[], None]:
        """A step that turns one of the wall's settings over."""

        def change() -> None:
            self._stage.step(lambda w: w.showing(**{what: not getattr(w.wall, what)}))

        return change

    def size_by(self, by: int) -> Callable[[], None]:
        """A step that makes the wall's text bigger or smaller, in percent."""

        def change() -> None:
            self._stage.step(lambda w: w.showing(size=max(70, min(160, w.wall.size + by))))

        return change


class RoundPanel(QWidget):
    """Candidates with their votes and what each would do; the steps of a round."""

    def __init__(self, stage: Stage, notice: Notice) -> None:
        super().__init__()
        self._stage, self._notice = stage, notice
        self._build()

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setObjectName("proposal")
        self.field.setAccessibleName("A line from the room")
        self.field.setPlaceholderText("A line from the room: Enter puts it on the list")
        self.field.returnPressed.connect(self.propose)
        self.candidates = Rows("candidates", "Candidates")
        self.candidates.setAccessibleDescription(
            "Plus and minus count votes, Control and the arrow keys move a line, F2 edits it, Delete takes it away"
        )
        self.candidates.setMinimumHeight(190)
        self.candidates.itemChanged.connect(self._edited)
        self.pool = Rows("pool", "Lines of the scenario: good ones and tempting ones")
        self.pool.setAccessibleDescription("Enter puts a line on the list")
        self.pool.setMinimumHeight(120)
        self.pool.itemActivated.connect(lambda item: self._propose(str(item.data(Qt.ItemDataRole.UserRole))))
        self.next = button("Next", "nextButton", main=True)
        self.next.setAccessibleDescription("PgDn or →")
        self.next.clicked.connect(self._stage.forward)
        self.back = button("Back", "backButton")
        self.back.clicked.connect(self._stage.back)
        self.say = button("Say the first line without a vote", "sayButton")
        self.say.clicked.connect(self._say_first)
        self.guess = QLineEdit()
        self.guess.setObjectName("guess")
        self.guess.setAccessibleName("The room's guess, in points, such as −8")
        self.guess.setPlaceholderText("The room's guess: −8")
        self.guess.returnPressed.connect(self._guess)
        row = QWidget()
        row.setObjectName("column")
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.back)
        inside.addWidget(self.next, 1)
        _filled(
            self,
            self.field,
            Text("On the list; numbers are what each would do", role="quiet"),
            self.candidates,
            row,
            self.guess,
            self.say,
            Text("From the scenario", role="quiet"),
            self.pool,
        )

    def refresh(self) -> None:
        """Show the candidates and the scenario's own lines as they stand."""
        workshop = self._stage.workshop
        self._fill_candidates()
        self._fill_pool()
        self.guess.setVisible(workshop is not None and workshop.phase is Phase.PREDICT)

    def _fill_candidates(self) -> None:
        workshop = self._stage.workshop
        assert workshop is not None
        row = self.candidates.currentRow()
        self.candidates.blockSignals(True)
        self.candidates.clear()
        for place, candidate in enumerate(workshop.candidates):
            dry = self._stage.dry(candidate.line)
            effect = (
                f"{dry.change:+d}{' · ' + dry.outcome.replace('_', ' ') if dry.outcome else ''}"
                if dry
                else "cannot be said"
            )
            votes = f"{candidate.first} → {candidate.second}" if candidate.second else f"{candidate.first}"
            item = QListWidgetItem(visible(candidate.line))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setText(visible(f"{LETTERS[place]}  {candidate.line}   [{votes} votes · {effect}]"))
            item.setData(Qt.ItemDataRole.UserRole, candidate.line)
            self.candidates.addItem(item)
        self.candidates.setCurrentRow(min(max(row, 0), self.candidates.count() - 1))
        self.candidates.blockSignals(False)

    def _fill_pool(self) -> None:
        session = self._stage.session
        assert session is not None
        self.pool.clear()
        scenario = session.scenario
        for kind, lines in (("good", scenario.model_lines), ("tempting", scenario.tempting_lines)):
            for line in lines:
                dry = self._stage.dry(line)
                item = QListWidgetItem(visible(f"{line}   [{kind} · {dry.change:+d}]" if dry else line))
                item.setData(Qt.ItemDataRole.UserRole, line)
                self.pool.addItem(item)

    def propose(self) -> None:
        if self._propose(self.field.text()):
            self.field.clear()

    def _propose(self, line: str) -> bool:
        return self._stage.step(lambda w: w.proposed(line))

    def _edited(self, item: QListWidgetItem) -> None:
        row = self.candidates.row(item)
        text = item.text()
        line = str(item.data(Qt.ItemDataRole.UserRole))
        shown = text.split("   [")[0].removeprefix(f"{LETTERS[row]}  ")
        if shown != line:
            self._stage.step(lambda w: w.edited(row, shown))

    def _say_first(self) -> None:
        workshop = self._stage.workshop
        if workshop is not None and workshop.candidates:
            line = workshop.candidates[max(0, self.candidates.currentRow())].line
            self._stage.say(line)

    def _guess(self) -> None:
        text = self.guess.text().replace("−", "-").strip()
        try:
            points = int(text)
        except ValueError:
            self._notice.say("The guess is a whole number of points, such as −8.")
            return
        self._stage.step(lambda w: w.guessed(points))
        self.guess.clear()


class NotesPanel(QWidget):
    """What only the facilitator sees, going back, ways and teams, papers."""

    handout_asked = Signal(str)
    end_asked = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._build()

    def _build(self) -> None:
        self.state, self.note, self.questions = (
            Text(name="hiddenState"),
            Text(name="privateNote"),
            Text(name="debriefQuestions"),
        )
        self.rewind = QComboBox()
        self.rewind.setObjectName("rewindBox")
        self.rewind.setAccessibleName("Go back to a line and try another way")
        self.rewind.activated.connect(self._rewind)
        self.ways = button("Other way", "otherWay")
        self.ways.clicked.connect(self._next_way)
        compare = button("Compare the ways", "compareWays")
        compare.clicked.connect(lambda: self._stage.step(lambda w: w.at(Phase.COMPARE)))
        self.teams = button("Two teams", "teams")
        self.teams.setCheckable(True)
        self.teams.clicked.connect(lambda on: self._stage.step(lambda w: w.with_teams(bool(on))))
        part = button("Next part of the plan", "nextPart")
        part.clicked.connect(lambda: self._stage.step(lambda w: w.in_part(w.part + 1)))
        papers = [("Cards A–D …", "cards"), ("Facilitator's notes …", "notes"), ("Handout for the room …", "end")]
        prints = []
        for text, name in papers:
            made = button(text, f"handout_{name}")
            made.clicked.connect(lambda _=False, name=name: self.handout_asked.emit(name))
            prints.append(made)
        end = button("End the workshop …", "endWorkshop")
        end.clicked.connect(self.end_asked)
        _filled(
            self,
            card(Text("Only you see this", role="strong"), self.state),
            card(Text("Your notes", role="strong"), self.note),
            card(Text("For the look back", role="strong"), self.questions),
            self.rewind,
            self.ways,
            compare,
            self.teams,
            part,
            *prints,
            end,
        )

    def refresh(self) -> None:
        """Show the hidden state, the notes and the ways."""
        workshop, session = self._stage.workshop, self._stage.session
        if workshop is None or session is None:
            return
        rows = [f"Resistance {session.state.resistance} of 100", *details(session.scenario, session.state)]
        if session.turns and session.turns[-1].thought:
            rows.append(f"Thinks: “{session.turns[-1].thought}”")
        self.state.say("\n".join(rows))
        note = session.scenario.note
        self.note.say(note.text if note else "This scenario has no notes.")
        self.questions.say("\n".join(note.questions) if note else "What did the room notice?")
        self.ways.setEnabled(len(workshop.ways) > 1)
        self.teams.setChecked(bool(workshop.team))
        self.rewind.clear()
        self.rewind.addItem("Go back to …", 0)
        for number, line in enumerate(workshop.lines, start=1):
            self.rewind.addItem(f"{number}: {line[:60]}", number)

    def _rewind(self) -> None:
        number = int(self.rewind.currentData() or 0)
        if number:
            self._stage.step(lambda w: w.rewound(number))

    def _next_way(self) -> None:
        self._stage.step(lambda w: w.on_way((w.way + 1) % len(w.ways)))
