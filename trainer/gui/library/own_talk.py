"""The form "Your own talk": who, what, their likely worries, how they talk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from ...scenario import Kind, Tone
from ...scenario.limits import LONGEST
from ...scenario.own import WORRIES, OwnTalk, worries
from ..frame.page import Page
from ..kit.fields import line_field
from ..kit.style import GAP, LOOK, PAD
from ..kit.widgets import ComboBox, Text, bring_into_view, button, label_for, scrolling_column

_TONES = (
    (Tone.WARM, "warm and open"),
    (Tone.BRISK, "brisk, always in a hurry"),
    (Tone.FORMAL, "correct and careful"),
    (Tone.DRY, "dry, few words"),
)
_KINDS = (
    (Kind.COFFEE, "to meet in private"),
    (Kind.MEETING, "a meeting"),
    (Kind.SALARY, "pay or a price"),
    (Kind.OTHER, "something else"),
)
#: Whom each face shows, by age; the first choice leaves it to the name.
_FACES = (
    ("", "it doesn't matter"),
    ("face-1", "a woman of about 30, curls"),
    ("face-7", "a woman of about 35, headscarf"),
    ("face-5", "a woman of about 40, hair tied back"),
    ("face-3", "a woman of about 60, glasses"),
    ("face-4", "a man of about 30, dark hair"),
    ("face-8", "a man of about 35, beard"),
    ("face-2", "a man of about 45, stubble"),
    ("face-6", "a man of about 65, white beard"),
)
#: Pixels of width at 100 % text.
_BESIDE = 450


class OwnTalkPage(Page):
    """`talk_made` tells the filled form, an OwnTalk."""

    talk_made = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = scrolling_column(self, 900)
        self._column.setSpacing(GAP)
        self._column.addWidget(Text("Your own talk", role="title"))
        self._column.addWidget(
            Text("A talk you have coming up. It stays on this machine, as a scenario of your own.", role="quiet")
        )
        self._column.addWidget(self.notice)
        self.name = self._line("ownName", "Who is it?", "Ms Okafor", LONGEST["name"])
        self.role = self._line("ownRole", "Who are they to you?", "my team lead")
        self.want = self._line("ownWant", "What would you like? As in “You would like …”", "two days a week from home")
        self._rows: list[QBoxLayout] = []
        self.kind = self._choice("ownKind", "What is it about?", _KINDS, self._column)
        person = self._row()
        sides = (QVBoxLayout(), QVBoxLayout())
        for side in sides:
            person.addLayout(side, 1)
        self.tone = self._choice("ownTone", "How do they talk?", _TONES, sides[0])
        self.face = self._choice("ownFace", "What do they look like?", _FACES, sides[1])
        self.worries = [self._worry(number) for number in range(WORRIES)]
        self._buttons()
        self._column.addStretch(1)
        self.restyle()

    def _line(self, name: str, title: str, placeholder: str, most: int = 80) -> QLineEdit:
        made = line_field(name, title, placeholder, most)
        self._column.addSpacing(GAP)
        self._column.addWidget(label_for(made, title))
        self._column.addWidget(made)
        return made

    def _row(self) -> QBoxLayout:
        """Add a row whose parts stand beside each other where there is room."""
        row = QHBoxLayout()
        row.setSpacing(PAD)
        self._rows.append(row)
        self._column.addLayout(row)
        return row

    def _choice(self, name: str, title: str, choices: tuple[tuple[object, str], ...], column: QVBoxLayout) -> ComboBox:
        made = ComboBox(name, title)
        for value, word in choices:
            made.addItem(word, value)
        column.addSpacing(GAP)
        column.addWidget(label_for(made, title))
        column.addWidget(made)
        return made

    def _worry(self, number: int) -> tuple[ComboBox, QLineEdit]:
        title = f"{('First', 'Second', 'Third')[number]} worry they may have"
        self._column.addSpacing(GAP)
        box = ComboBox(f"ownWorry{number + 1}", title)
        words = line_field(f"ownWords{number + 1}", f"{title}, in their words", "", 120)
        self._column.addWidget(label_for(box, title))
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        for worry in worries().values():
            box.addItem(worry.name, worry.id)
        box.setCurrentIndex(number)
        row = self._row()
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(box)
        row.addWidget(words, 1)

        def hint() -> None:
            thought = worries()[box.currentData()].thought
            words.setPlaceholderText(f"as they would think it: {thought}" if thought else "as they would think it")

        box.currentIndexChanged.connect(lambda _: hint())
        hint()
        return box, words

    def _buttons(self) -> None:
        self.make = button("Make it a talk", "makeTalkButton", main=True)
        self.make.clicked.connect(lambda: self.talk_made.emit(self.talk()))
        back = button("Back", "ownBackButton")
        back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addWidget(self.make)
        row.addWidget(back)
        row.addStretch(1)
        self._column.addSpacing(PAD)
        self._column.addLayout(row)

    def talk(self) -> OwnTalk:
        """The form as it stands."""
        chosen = tuple((str(box.currentData()), words.text()) for box, words in self.worries)
        tone, kind = Tone(self.tone.currentData()), Kind(self.kind.currentData())
        face = str(self.face.currentData())
        return OwnTalk(self.name.text(), self.role.text(), self.want.text(), chosen, tone, kind, face)

    def start_anew(self) -> None:
        """Empty the form: nothing of the last talk stays in it."""
        for field in (self.name, self.role, self.want, *(words for _, words in self.worries)):
            field.clear()
        for box in (self.kind, self.tone, self.face):
            box.setCurrentIndex(0)
        for number, (box, _) in enumerate(self.worries):
            box.setCurrentIndex(number)
        self.notice.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    def restyle(self) -> None:
        """A worry and its words beside each other where there is room for both."""
        beside = LOOK.roomy(self.width(), _BESIDE)
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def point_at(self, name: str) -> None:
        """Put the keyboard into the field of this name, as in `OwnTalk`."""
        field = {"name": self.name, "role": self.role, "want": self.want}[name]
        field.setFocus()
        bring_into_view(field)

    def focus_first(self) -> None:
        self.name.setFocus()
