"""The first page a new learner sees: three sentences, then straight into an easy talk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from ...scenario.model import PORTRAITS
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.portrait_file import face_of
from ..kit.portrait_widget import Portrait
from ..kit.style import LOOK, PAD
from ..kit.widgets import Text, button, scrolling_column

#: Pixels of height at 100 % text.
_ROOM_FOR_FACES = 440


class WelcomePage(Page):
    """`begin_asked`: into the first talk; `look_asked`: to the scenarios."""

    begin_asked = Signal()
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = scrolling_column(self, 720)
        faces = []
        for portrait in PORTRAITS[::2]:
            face = Portrait(88)
            face.show_person("A person to practise with", face_of("", portrait))
            face.show_mood("open")
            faces.append(face)
        column.addWidget(self.notice)
        column.addStretch(2)
        self._faces = flow(*faces)
        column.addWidget(self._faces)
        column.addWidget(Text("Ask so that they can safely say no", role="display"))
        column.addWidget(Text(
            "Here you practise asking for a coffee, a meeting or a raise so that the other person can say “no” at no cost. "
            "You type a line, they answer, and you see what your words did to them and why. "
            "It is a craft hypothesis (grade C): many negotiators swear by it, and no controlled test of it is known.",
            role="lead", name="welcomeText",
        ))  # fmt: skip
        self.begin = button("Begin with a coffee", "beginButton", main=True)
        self.begin.clicked.connect(self.begin_asked)
        look = button("Look around first", "lookAroundButton")
        look.clicked.connect(self.look_asked)
        column.addSpacing(PAD)
        column.addWidget(flow(self.begin, look))
        column.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Faces only where they leave room for what is said and what can be pressed."""
        super().resizeEvent(event)
        self.restyle()

    def restyle(self) -> None:
        self._faces.setVisible(LOOK.roomy(self.height(), _ROOM_FOR_FACES))

    def focus_first(self) -> None:
        self.begin.setFocus()
