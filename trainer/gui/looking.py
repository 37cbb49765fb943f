"""What the look back asks for: the learner's words are stored, paper and pictures saved where they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ..errors import TrainerError
from .desk import Desk
from .ending import EndPage

if TYPE_CHECKING:
    from ..progress.look_back import LookBack


class Looking:
    """Serves one EndPage. `tell`: where an expected error is said."""

    def __init__(self, page: EndPage, desk: Desk, tell: Callable[[str], None]) -> None:
        self._page, self._desk, self._tell = page, desk, tell
        page.words_kept.connect(self._keep)
        page.pdf_asked.connect(self._save_pdf)
        page.picture_asked.connect(self._save_picture)
        page.print_asked.connect(self._print)

    def show_current(self) -> bool:
        """The look back at the talk in hand; False where there is none."""
        back = self._desk.look_back()
        if back is None:
            return False
        self._show(back, repeatable=True, other=self._other())
        return True

    def show_stored(self, back: LookBack, other: tuple[str, Sequence[int], str] = ("", (), "")) -> None:
        """The look back at a talk from the file. `other`: (name, curve, ending) of one to compare it with."""
        self._show(back, repeatable=False, other=other)

    def _other(self) -> tuple[str, Sequence[int], str]:
        way = self._desk.other_way()
        if way is None:
            return "", (), ""
        look = way.session.debrief()
        name = f"way {self._desk.ways.index(way) + 1}"
        return name, look.curve, f"It ended: {look.headline.lower()}. {look.ending}".strip()

    def _show(self, back: LookBack, repeatable: bool, other: tuple[str, Sequence[int], str] = ("", (), "")) -> None:
        self._page.show_back(back, repeatable, other)
        notes = self._desk.history.notes
        made = notes.commitment_of(back.session_id) if back.session_id else None
        answers = notes.reflections(back.session_id) if back.session_id else {}
        self._page.show_words(self._desk.settings["look_back"], answers, made.text if made else "")
        self._page.reflecting.setVisible(bool(back.session_id))

    def _keep(self) -> None:
        back = self._page.back
        if back is not None and back.session_id:
            form = self._page.reflecting
            self._desk.keep_words(back.session_id, form.answers(), form.commitment.text().strip())

    def _asked_place(self, title: str, ending: str, kinds: str) -> Path | None:
        back = self._page.back
        name = f"{back.title if back else 'talk'}.{ending}".replace("/", "-")
        chosen, _ = QFileDialog.getSaveFileName(self._page, title, str(Path.home() / name), kinds)
        return Path(chosen) if chosen else None

    def _save_pdf(self) -> None:
        from .paper import save_pdf

        path = self._asked_place("Save the look back", "pdf", "PDF (*.pdf)")
        back = self._page.back
        if path is not None and back is not None:
            self._try(lambda: save_pdf(path, back, self._page.reflecting.on_paper()))

    def _save_picture(self) -> None:
        from .paper import save_picture

        path = self._asked_place("Save the curve", "png", "PNG (*.png)")
        if path is not None:
            self._try(lambda: save_picture(path, self._page.curve))

    def _print(self) -> None:
        from .paper import print_out

        back = self._page.back
        if back is not None:
            print_out(self._page, back, self._page.reflecting.on_paper())

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except TrainerError as error:
            self._tell(str(error))
