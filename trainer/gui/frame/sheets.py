"""The dialogs themselves: a column and a row of buttons, for a question, a choice, a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from ...safe_text import visible
from ..kit.as_it_stands import for_title
from ..kit.fields import line_field
from ..kit.flow import Flow
from ..kit.style import LOOK, PAD, WIDE
from ..kit.widgets import Text, button, fit_to_screen, scrolled
from ..kit.wrapping_list import Rows

#: The place of a row among those that were given.
_PLACE = Qt.ItemDataRole.UserRole


class Sheet(QDialog):
    """A dialog of a column that scrolls when it has to, and a row of buttons that is always in sight."""

    def __init__(self, parent: QWidget, title: str, name: str, width: int = 560, height: int = 440) -> None:
        """`width`, `height`: pixels at 100 % text; never more than the screen has."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(for_title(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        held = QWidget()
        held.setObjectName("column")
        self.column, self.row = QVBoxLayout(held), Flow(to_right=True)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(PAD)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        whole.setSpacing(PAD)
        self._area = scrolled(held, title)
        whole.addWidget(self._area, 1)
        whole.addLayout(self.row)
        fit_to_screen(self, LOOK.pixels(width), LOOK.pixels(height))

    def shrink(self, width: int) -> None:
        """Make it as high as it needs to be. `width`: pixels at 100 % text; wider where the buttons need it."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # in the font it will be shown in
        wanted = max(LOOK.pixels(width), self.row.sizeHint().width() + 2 * WIDE)
        fit_to_screen(self, wanted, self.height())
        inside, frame = self.width() - 2 * WIDE, 2 * self._area.frameWidth()
        high = self.column.totalHeightForWidth(inside - frame) + frame + PAD + self.row.heightForWidth(inside)
        fit_to_screen(self, wanted, high + 2 * WIDE)

    def end_with_close(self) -> QPushButton:
        """The row of buttons: Close, which Enter presses."""
        close = button("Close", f"{self.objectName()}Close", main=True)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.row.addWidget(close)
        return close

    def end_with(self, do: str, done: Callable[[], None]) -> QPushButton:
        """The row of buttons: Cancel, and the one that says what is done, which Enter presses. Return the latter."""
        cancel = button("Cancel", f"{self.objectName()}Cancel")
        take = button(do, f"{self.objectName()}Take", main=True)
        cancel.clicked.connect(self.reject)
        take.clicked.connect(done)
        take.setDefault(True)
        self.row.addWidget(cancel)
        self.row.addWidget(take)
        return take


class Question(Sheet):
    """A question with a button for each answer. `answer`: the place of the one that was given, -1 for Esc."""

    def __init__(
        self, parent: QWidget, title: str, question: str, told: str, answers: Sequence[str], safe: int
    ) -> None:
        """`safe`: the place of the answer that changes nothing; it has the keyboard, and Enter gives it."""
        super().__init__(parent, title, "question")
        self.answer = -1
        self.column.addWidget(Text(question, role="lead", name="questionText"))
        if told:
            self.column.addWidget(Text(told, name="questionTold"))
        self.column.addStretch(1)
        for place, word in enumerate(answers):
            made = button(word, f"answer{place}", main=place == safe)
            made.clicked.connect(lambda _=False, place=place: self._give(place))
            self.row.addWidget(made)
            if place == safe:
                made.setDefault(True)
                made.setFocus()
        self.shrink(460)

    def _give(self, place: int) -> None:
        self.answer = place
        self.accept()


class Choice(Sheet):
    """One of several rows. `chosen`: the place of the row among those that were given, -1 for none.

    While it is open rows may be said anew, become unusable, and be put in another order.
    """

    def __init__(self, parent: QWidget, title: str, told: str, rows: Sequence[str], place: int, do: str) -> None:
        super().__init__(parent, title, "choice")
        self.chosen, self._held = -1, False
        self.list = Rows("choiceList", title)
        for number, row in enumerate(rows):
            item = QListWidgetItem(visible(row))
            item.setData(_PLACE, number)
            self.list.addItem(item)
        self.list.setCurrentRow(place)
        self.list.itemActivated.connect(lambda _: self._take())
        if told:
            self.column.addWidget(Text(told))
        self.column.addWidget(self.list, 1)
        self._do = self.end_with(do, self._take)
        for gone_to in (self.list.currentItemChanged, self.list.itemClicked):
            gone_to.connect(lambda *_: self._go_on())
        self.list.setFocus()

    def hold(self) -> None:
        """Offer no row before `arrange` says which is the first. One that a person goes to can be taken all the same."""
        self._held = True
        self._do.setEnabled(False)

    def _go_on(self) -> None:
        self._held = False
        self._do.setEnabled(self._usable())

    def say(self, place: int, row: str, usable: bool = True) -> None:
        """Say a row anew. `place`: among those that were given."""
        item = next(item for item in self._items() if item.data(_PLACE) == place)
        item.setText(visible(row))
        if not usable:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._do.setEnabled(self._usable())

    def arrange(self, places: Sequence[int]) -> None:
        """Put the rows in another order. The row that a person went to stays the one in hand; otherwise it is the first."""
        gone_to = self.list.currentItem().data(_PLACE) if self._usable() else -1
        items = {item.data(_PLACE): item for item in [self.list.takeItem(0) for _ in range(self.list.count())]}
        for place in places:
            self.list.addItem(items[place])
        first = next((row for row, item in enumerate(self._items()) if _is_usable(item)), -1)
        self.list.setCurrentRow(first if gone_to < 0 else self.list.row(items[gone_to]))
        self.list.scrollTo(self.list.currentIndex())
        self._go_on()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _usable(self) -> bool:
        item = self.list.currentItem()
        return item is not None and _is_usable(item) and not self._held

    def _take(self) -> None:
        if self._usable():
            self.chosen = int(self.list.currentItem().data(_PLACE))
            self.accept()


def _is_usable(item: QListWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)


class Line(Sheet):
    """One line of text. `text`: what was typed."""

    def __init__(self, parent: QWidget, title: str, asked: str, do: str) -> None:
        super().__init__(parent, title, "line")
        self.text = ""
        self.field = line_field("lineField", asked, longest=80)
        self.column.addWidget(Text(asked))
        self.column.addWidget(self.field)
        self.column.addStretch(1)
        self.end_with(do, self._take)
        self.shrink(420)
        self.field.setFocus()

    def _take(self) -> None:
        self.text = self.field.text()  # the field goes with the dialog
        self.accept()
