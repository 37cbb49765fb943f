"""The console's second column: candidates with their votes and what each would do, and the steps of a round."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidgetItem,
    QStyleOptionViewItem,
    QWidget,
)

from ...safe_text import signed, visible
from ...workshop import Phase
from ...workshop.running import RunningWorkshop
from ...workshop.state import LETTERS, LONGEST_LINE, Candidate
from ...workshop.steps import next_name
from ..kit.fields import line_field
from ..kit.widgets import Notice, Text, button, fill_column
from ..kit.wrapping_list import Rows, WholeRows, WrappedRow

_LINE = Qt.ItemDataRole.UserRole
_EFFECTS = "Candidates, with the effect each would have"
_VOTING = "Candidates. The keys 1 to 4 count a vote for A to D, − takes one from the line that is chosen"
_Index = QModelIndex | QPersistentModelIndex


class _Editor(WrappedRow):
    """Edits the line of a row and nothing else of it: votes and forecasts are private and stay out of the field."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = line_field("editLine", f"Line {LETTERS[index.row()]}", longest=LONGEST_LINE)
        field.setParent(parent)
        field.setAutoFillBackground(True)
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(visible(str(index.data(_LINE))))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.text() != visible(str(index.data(_LINE))):  # what was only looked at stays as it was typed
            model.setData(index, editor.text(), _LINE)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        place = option.rect
        place.setHeight(max(place.height(), editor.sizeHint().height()))
        editor.setGeometry(place)


class RoundPanel(QWidget):
    """`notice`: where an error is told."""

    def __init__(self, running: RunningWorkshop, notice: Notice) -> None:
        super().__init__()
        self._running, self._notice = running, notice
        self._shown: object = None
        self._build()

    def _build(self) -> None:
        self.field = line_field("proposal", "Add a line from the room", "Add a line from the room (Enter)")
        self.field.returnPressed.connect(self.propose)
        self.candidates = WholeRows("candidates", "Candidates", "No line yet. Type one, or take one from below.")
        self.candidates.setAccessibleDescription(
            "Plus and minus count votes, Control and the arrow keys move a line, F2 edits it, Delete removes it"
        )
        self.candidates.setItemDelegate(_Editor(self.candidates))
        self.candidates.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.candidates.itemChanged.connect(self._edited)
        self.pool = Rows("pool", "Lines of the scenario: good ones and tempting ones")
        self.pool.setAccessibleDescription("Enter adds a line to the candidates")
        self.pool.setMinimumHeight(120)
        self.pool.itemActivated.connect(lambda item: self._propose(str(item.data(_LINE))))
        self.guess = line_field("guess", "The room's guess, in points, such as −8", "The room's guess, in points", 6)
        self.guess.returnPressed.connect(self._guess)
        self.guessed = Text(role="quiet", name="guessTaken")
        self.told = Text(role="quiet", name="candidatesTold")
        # The steps stand at the top: they move under nobody's finger when a line is added.
        column = fill_column(
            self, self._buttons(), self.guess, self.guessed, self.field,
            self.told, self.candidates, self.say,
            Text("From the scenario", role="quiet"), self.pool,
        )  # fmt: skip
        column.setStretchFactor(self.pool, 1)
        column.setStretch(column.count() - 1, 0)

    def _buttons(self) -> QWidget:
        self.next = button("Next", "nextButton", main=True)
        self.next.setAccessibleDescription("PgDn or →")
        self.next.clicked.connect(self._running.forward)
        self.back = button("Back", "backButton")
        self.back.setAccessibleDescription("PgUp or ←")
        self.back.clicked.connect(self._running.back)
        self.say = button("Play the selected line", "sayButton")
        self.say.setAccessibleDescription("Now, without a vote")
        self.say.setToolTip("Now, without a vote")
        self.say.clicked.connect(lambda: self._running.say_now(self.candidates.currentRow()))
        row = QWidget()
        row.setObjectName("column")
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.back)
        inside.addWidget(self.next, 1)
        return row

    # -- showing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the candidates and the scenario's own lines as they stand."""
        workshop = self._running.workshop
        assert workshop is not None
        following = next_name(workshop)
        self.next.setText(f"Next: {following[0].lower()}{following[1:]}" if following else "Next")
        self.next.setEnabled(bool(following))
        self.say.setEnabled(bool(workshop.candidates))
        self.told.say(_VOTING if workshop.phase.voting else _EFFECTS)
        predicting = workshop.phase is Phase.PREDICT
        self.guess.setVisible(predicting)
        taken = predicting and workshop.guess is not None
        self.guessed.say(f"The room guesses {signed(workshop.guess or 0)}." if taken else "")
        # Whatever else has changed: a list is left alone while a row of it is edited.
        moment = (workshop.candidates, workshop.lines, workshop.chosen)
        if moment != self._shown:
            self._shown = moment
            self._fill_candidates(workshop.candidates)
            self._fill_pool()
            if workshop.chosen >= 0:  # what the room has chosen is what one looks at
                self.candidates.setCurrentRow(workshop.chosen)
                self.candidates.scrollToItem(self.candidates.currentItem())

    def _fill_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        row = self.candidates.currentRow()
        self.candidates.blockSignals(True)
        self.candidates.clear()
        for place, candidate in enumerate(candidates):
            dry = self._running.dry(candidate.line)
            outcome = f" · {dry.outcome.replace('_', ' ')}" if dry and dry.outcome else ""
            effect = f"{signed(dry.change)}{outcome}" if dry else "cannot be said"
            votes = f"{candidate.first} → {candidate.second}" if candidate.second else f"{candidate.first}"
            counted = "vote" if votes == "1" else "votes"
            item = QListWidgetItem(visible(f"{LETTERS[place]}  {candidate.line}   [{votes} {counted} · {effect}]"))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(_LINE, candidate.line)
            self.candidates.addItem(item)
        self.candidates.setCurrentRow(min(max(row, 0), self.candidates.count() - 1))
        self.candidates.blockSignals(False)
        self.candidates.fit()

    def _fill_pool(self) -> None:
        session = self._running.session
        assert session is not None
        self.pool.clear()
        scenario = session.scenario
        for kind, lines in (("good", scenario.model_lines), ("tempting", scenario.tempting_lines)):
            for line in lines:
                dry = self._running.dry(line)
                item = QListWidgetItem(visible(f"{line}   [{kind} · {signed(dry.change)}]" if dry else line))
                item.setData(_LINE, line)
                self.pool.addItem(item)

    # -- requests ----------------------------------------------------------------------------------------------------

    def propose(self) -> None:
        if self._propose(self.field.text()):
            self.field.clear()

    def _propose(self, line: str) -> bool:
        return self._running.step(lambda w: w.proposed(line))

    def edit(self) -> None:
        """Edit the selected line in its row."""
        item = self.candidates.currentItem()
        if item is not None:
            self.candidates.setFocus()
            self.candidates.editItem(item)

    def finish_editing(self) -> None:
        """Take over what stands in the field of a row that is being edited."""
        field = self.candidates.findChild(QLineEdit, "editLine")
        if field is not None:
            self.candidates.commitData(field)
            self.candidates.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)

    def _edited(self, item: QListWidgetItem) -> None:
        row, workshop = self.candidates.row(item), self._running.workshop
        line = str(item.data(_LINE))
        if workshop is not None and row < len(workshop.candidates) and line != workshop.candidates[row].line:
            self._running.edit(row, line)

    def shift(self, by: int) -> None:
        """Move the selected line up or down."""
        row = self.candidates.currentRow()
        if row >= 0:
            self._running.step(lambda w: w.moved(row, by))
            self.candidates.setCurrentRow(max(0, min(self.candidates.count() - 1, row + by)))

    def remove(self) -> None:
        """Remove the selected line."""
        row = self.candidates.currentRow()
        if row >= 0:
            self._running.edit(row, "")

    def _guess(self) -> None:
        text = self.guess.text().replace("−", "-").strip()
        try:
            points = int(text)
        except ValueError:
            self._notice.say_for_now("The guess is a whole number of points, such as −8.")
            return
        if self._running.step(lambda w: w.guessed(points)):
            self.guess.clear()
