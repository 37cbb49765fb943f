"""Serves scenario packs: checked, shown, installed, removed; also by dropping a file on the window."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ... import folders
from ...errors import TrainerError
from ..frame.dialogs import Dialogs
from ..frame.messages import Messages, TakeBack
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...packs import Installed, Pack
    from ..background.pack_reader import PackReader
    from ..library.pack_dialogs import PacksDialog
    from ..library.page import LibraryPage

#: Endings of files that can be installed.
ENDINGS = (".zip", ".yaml", ".yml")


class PackController(QObject):
    """Requests about packs. Files are checked beside the window, so that it never stands still."""

    def __init__(
        self,
        navigator: Navigator,
        messages: Messages,
        dialogs: Dialogs,
        places: list[Path],
        cards_changed: Callable[[], None],
    ) -> None:
        """`places`: the folders of scenarios, brought up to date here. `cards_changed`: called when drills come or go."""
        super().__init__()
        self._navigator, self._messages, self._dialogs = navigator, messages, dialogs
        self._places, self._cards_changed = places, cards_changed
        self._made: PackReader | None = None
        #: Files that come after the one in hand, which is checked (`_checked`) or offered.
        self._waiting: list[Path] = []
        self._busy, self._checked = False, Path()
        #: What was told of the files since nothing was in hand; what takes back that one is checked.
        self._told: list[str] = []
        self._take_back: TakeBack = lambda: None

    @property
    def _reader(self) -> PackReader:
        """What reads packs; started with the first of them."""
        if self._made is None:
            from ..background.pack_reader import PackReader

            self._made = PackReader(self)
            self._made.found.connect(self._offer)
        return self._made

    def take_drops_on(self, window: QWidget) -> None:
        """Let files be dropped on a window."""
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files that are dragged over the window and dropped on it."""
        if isinstance(event, QDropEvent) and _files_of(event):
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent) and event.type() is QEvent.Type.Drop:
                paths = _files_of(event)
                QTimer.singleShot(0, self, lambda: self.check(*paths))  # first let go of the other program
            return True
        return super().eventFilter(watched, event)

    def show_packs(self) -> None:
        """Show the packs that are installed."""
        from ..library.pack_dialogs import PacksDialog

        made = PacksDialog(self._over(), self._known(), self._unreadable())
        made.install_asked.connect(self._ask_for_file)
        made.remove_asked.connect(lambda name: self._remove(name, made))
        made.open()

    def _over(self) -> QWidget:
        assert self._dialogs.parent is not None
        return self._dialogs.parent

    def _known(self) -> list[Installed]:
        from ...packs import installed

        return installed(folders.packs())

    def _unreadable(self) -> list[str]:
        from ...packs import unreadable

        return unreadable(folders.packs())

    def _ask_for_file(self) -> None:
        chosen = self._dialogs.open_file("Install a pack", "Packs and scenarios (*.zip *.yaml *.yml)")
        if chosen is not None:
            self.check(chosen)

    def check(self, *paths: Path) -> None:
        """Check files, one after the other; what each holds is shown, and answered, before the next."""
        self._waiting += [path for path in dict.fromkeys(paths) if path not in (*self._waiting, self._checked)]
        if not self._busy:
            self._told = []
            self._check_next()
        elif self._checked != Path():
            self._tell_of_check()

    def _check_next(self) -> None:
        self._busy = bool(self._waiting)
        if self._waiting:
            self._checked = self._waiting.pop(0)
            self._tell_of_check()
            self._reader.look_into(self._checked)

    def _tell_of_check(self) -> None:
        rest = len(self._waiting)
        more = "" if not rest else " Another one comes after it." if rest == 1 else f" {rest} others come after it."
        self._take_back()
        self._take_back = self._messages.tell_for_now(f"Checking the pack …{more}")

    def _tell(self, sentence: str) -> None:
        """Say what became of a file, below what was said of those before it."""
        self._told.append(sentence)
        self._messages.tell("\n".join(self._told))

    def leave(self) -> None:
        """The program closes."""
        self._waiting = []
        if self._made is not None:
            self._made.end()

    def _offer(self, found: Pack | str) -> None:
        self._take_back()
        self._checked = Path()
        if isinstance(found, str):
            self._tell(found)
            self._check_next()
            return
        from ..library.pack_dialogs import OfferDialog

        replaced = next((known.told() for known in self._known() if known.name == found.name), "")
        made = OfferDialog(self._over(), found, replaced)
        made.accepted.connect(lambda: self._take_in(found))
        made.finished.connect(lambda _: self._check_next())
        made.open()

    def _take_in(self, pack: Pack) -> None:
        try:
            self._install(pack)
        except TrainerError as error:
            self._tell(str(error))

    def _install(self, pack: Pack) -> None:
        from ...packs import install_here

        install_here(pack)
        self._refresh()
        self._navigator.go("library")
        if pack.scenarios:
            library: LibraryPage = self._navigator.page("library")
            library.choose(folders.packs() / pack.name / pack.scenarios[0].file)
        self._tell(f"“{pack.title}” was installed. You can remove it under Data → Scenario packs.")

    def _remove(self, name: str, dialog: PacksDialog) -> None:
        from ...packs import remove

        question = "Remove this pack with everything it brought? Talks you practised stay."
        pack, told = next((pack for pack in self._known() if pack.name == name), None), ""
        if pack is None:
            told = f"“{name}” is gone already: it was removed outside this window."
        elif not self._dialogs.confirm("Remove pack", question, do="Remove", keep="Keep it", told=pack.told()):
            return
        else:
            try:
                remove(name, folders.packs())
            except TrainerError as error:
                told = str(error)
        self._refresh()
        # In the dialog: what is said on the page lies behind it.
        dialog.show_packs(self._known(), [*filter(None, [told]), *self._unreadable()])

    def _refresh(self) -> None:
        """Scenarios and drills have come or gone."""
        self._places[:] = folders.scenario_places()
        self._navigator.page("library").fill()
        self._cards_changed()


def _files_of(event: QDropEvent) -> list[Path]:
    """The files of a drop that can be installed."""
    paths = [_path_of(url) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


def _path_of(url: QUrl) -> Path:
    """Return the path that a local URL stands for; Qt's own way loses the bytes of a name that are no UTF-8."""
    if os.name == "nt":
        return Path(url.toLocalFile())
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded).encode()
    return Path(os.fsdecode(bytes(QByteArray.fromPercentEncoding(QByteArray(encoded)).data())))
