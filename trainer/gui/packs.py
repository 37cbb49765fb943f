"""Scenario packs in the window: looked through, shown, taken in, taken away; also by dropping a file on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from .. import folders
from ..errors import TrainerError
from .background.pack_reader import PackReader

if TYPE_CHECKING:
    from ..packs import Installed, Pack
    from .pack_dialogs import PacksDialog
    from .window import Window

#: Endings of files that can be taken in.
ENDINGS = (".zip", ".yaml", ".yml")


class Packs(QObject):
    """Requests about packs. Files are looked through beside the window, so that it never stands still."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._reader = PackReader(self)
        self._reader.found.connect(self._offer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files that are dragged over the window and dropped on it."""
        if isinstance(event, QDropEvent) and _files_of(event):
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.Drop:
                paths = _files_of(event)
                QTimer.singleShot(0, self, lambda: self.look_into(paths[0]))  # first let go of the other program
            return True
        return super().eventFilter(watched, event)

    def show_packs(self) -> None:
        """The packs that are here, to take in another or take one away."""
        from .pack_dialogs import PacksDialog

        made = PacksDialog(self._window, self._known())
        made.take_in_asked.connect(self._ask_for_file)
        made.remove_asked.connect(lambda name: self._remove(name, made))
        made.open()

    def _known(self) -> list[Installed]:
        from ..packs import installed

        return installed(folders.packs())

    def _ask_for_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Take in a pack", str(Path.home()), "Packs and scenarios (*.zip *.yaml *.yml)"
        )
        if chosen:
            self.look_into(Path(chosen))

    def look_into(self, path: Path) -> None:
        """Look a file through; what it holds is shown when that is done."""
        self._say("Looking it through …")
        self._reader.look_into(path)

    def leave(self) -> None:
        """The program closes."""
        self._reader.end()

    def _offer(self, found: Pack | str) -> None:
        if isinstance(found, str):
            self._window.tell(found)
            return
        from .pack_dialogs import OfferDialog

        self._say("")
        replaced = any(known.name == found.name for known in self._known())
        made = OfferDialog(self._window, found, replaced)
        made.accepted.connect(lambda: self._try(lambda: self._take_in(found)))
        made.open()

    def _say(self, sentence: str) -> None:
        """On the page in hand, if it has a place for it; no page is left for that."""
        notice = getattr(self._window.pages.currentWidget(), "notice", None)
        if notice is not None:
            notice.say(sentence)

    def _take_in(self, pack: Pack) -> None:
        from ..packing import take_in

        take_in(pack)
        self._look_again()
        self._window.show_library()
        if pack.scenarios:
            self._window.library.choose(folders.packs() / pack.name / pack.scenarios[0].file)
        self._window.tell(f"“{pack.title}” is here now. “Data, Scenario packs” takes it away again.")

    def _remove(self, name: str, dialog: PacksDialog) -> None:
        from ..packs import remove

        pack = next(pack for pack in self._known() if pack.name == name)
        box = QMessageBox(QMessageBox.Icon.Question, "Take a pack away", "", parent=dialog)
        box.setText("Take it away with everything it brought? Talks you practised stay.")
        box.setInformativeText(pack.told())
        away = box.addButton("Take it away", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        if box.clickedButton() is away:
            self._try(lambda: remove(name, folders.packs()))
            self._look_again()
            dialog.show_packs(self._known())

    def _look_again(self) -> None:
        """Scenarios and drills have come or gone."""
        self._window.folders[:] = folders.scenario_places()
        self._window.library.fill()
        self._window.more.forget_cards()

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except TrainerError as error:
            self._window.tell(str(error))


def _files_of(event: QDropEvent) -> list[Path]:
    """The files of a drop that can be taken in."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]
