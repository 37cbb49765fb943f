"""The first page a new learner sees: three sentences, then straight into an easy talk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from .portrait import Portrait, face_of
from .style import BIG, PAD
from .widgets import Text, button


class WelcomePage(QWidget):
    """`begin_asked`: into the first talk; `look_asked`: to the scenarios."""

    begin_asked = Signal()
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        body = QWidget()
        body.setObjectName("welcome")
        body.setMaximumWidth(720)
        column = QVBoxLayout(body)
        column.setSpacing(PAD)
        faces = QHBoxLayout()
        for name in ("Marta", "Lidia", "Dan", "Hendrik"):
            face = Portrait(88)
            face.show_person("", face_of(name))
            face.show_mood("open")
            faces.addWidget(face)
        faces.addStretch(1)
        column.addStretch(2)
        column.addLayout(faces)
        column.addWidget(Text("Ask so that they can safely say no", role="display"))
        column.addWidget(Text(
            "Here you practise asking for a coffee, a meeting or a raise so that the other person can say “no” at no cost. "
            "You type a line, they answer, and you see what your words did to them and why. "
            "It is a craft hypothesis (grade C): many negotiators swear by it, and no controlled test of it is known.",
            role="lead", name="welcomeText",
        ))  # fmt: skip
        self.begin = button("Start with an easy coffee invite", "beginButton", main=True)
        self.begin.clicked.connect(self.begin_asked)
        look = button("Look around first", "lookAroundButton")
        look.clicked.connect(self.look_asked)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addWidget(look)
        row.addStretch(1)
        column.addSpacing(PAD)
        column.addLayout(row)
        column.addStretch(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(BIG, BIG, BIG, BIG)
        whole.addStretch(1)
        whole.addWidget(body, 4)
        whole.addStretch(1)
