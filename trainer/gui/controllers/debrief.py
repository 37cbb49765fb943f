"""Serves the debrief: of the talk in hand, of a stored one, of two side by side; the learner's words are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...scenario import Scenario
from ..bridge.practice import PracticeModel
from ..bridge.settings import SettingsModel
from ..frame.dialogs import Dialogs
from ..frame.messages import Messages
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...progress.talk_debrief import TalkDebrief
    from ..debrief.page import DebriefPage

#: (name, curve, how it ended) of a talk to compare with.
_Other = tuple[str, Sequence[int], str]
_NOBODY: _Other = ("", (), "")


class DebriefController:
    """`scenario`: finds the scenario of a name; None, with the reason told, where it has vanished. `try_from`: goes back to a turn."""

    def __init__(
        self,
        practice: PracticeModel,
        settings: SettingsModel,
        navigator: Navigator,
        messages: Messages,
        dialogs: Dialogs,
        scenario: Callable[[str], Scenario | None],
        try_from: Callable[[int], None],
    ) -> None:
        self._practice, self._settings, self._navigator = practice, settings, navigator
        self._messages, self._dialogs, self._scenario, self._try_from = messages, dialogs, scenario, try_from
        self._stored: tuple[TalkDebrief, _Other, str] | None = None
        #: What tells the talk whose debrief is shown, whatever its id becomes.
        self._uid = ""
        #: The same of the stored talk that it is compared with, "" for none.
        self._beside = ""

    @property
    def _page(self) -> DebriefPage:
        page: DebriefPage = self._navigator.page("debrief")
        return page

    def serve(self, page: DebriefPage) -> None:
        page.entered.connect(self._entered)
        page.again_asked.connect(self._practice.again)
        page.library_asked.connect(lambda: self._navigator.go("library"))
        page.progress_asked.connect(lambda: self._navigator.go("progress"))
        page.another_try_asked.connect(self._try_from)
        page.words_kept.connect(self._keep)
        page.pdf_asked.connect(self._save_pdf)
        page.picture_asked.connect(self._save_picture)
        page.print_asked.connect(self._print)

    def show_current(self) -> None:
        """Show the debrief of the talk in hand, if there is one."""
        if self._practice.session is not None:
            self._navigator.go("debrief")

    def _entered(self) -> None:
        """Bring the page up to date: what was asked for last, else the talk in hand."""
        asked, self._stored, self._beside = self._stored, None, ""
        if asked is not None:
            self._beside = asked[2]
            self._show(asked[0], repeatable=False, other=asked[1])
            return
        debrief = self._practice.debrief()
        if debrief is not None:
            self._show(debrief, repeatable=True, other=self._other_attempt())

    def _other_attempt(self) -> _Other:
        attempts = self._practice.attempts
        one = attempts.other()
        if one is None:
            return _NOBODY
        look = one.session.debrief()
        name = f"attempt {attempts.all.index(one) + 1}"
        return name, look.curve, f"{look.headline}. {look.ending}".strip()

    def show_stored(self, uid: str) -> None:
        """Show the debrief of a stored talk; it, or its scenario, may have vanished since."""
        debrief = self._of_stored(uid)
        if debrief is not None:
            self._stored = debrief, _NOBODY, ""
            self._navigator.go("debrief")

    def compare(self, one: str, other: str) -> None:
        """Show the debrief of one stored talk, with the curve of another over it."""
        first = self._of_stored(one)
        second = self._of_stored(other) if first is not None else None
        if first is not None and second is not None:
            ended = f"{second.look.headline}."
            self._stored = first, (second.title, second.look.curve, ended), other
            self._navigator.go("debrief")

    def _of_stored(self, uid: str) -> TalkDebrief | None:
        from ...progress.talk_debrief import of_stored

        history = self._practice.stored.history
        row = history.session_of(uid)
        if row is None:
            self.tell_gone()
            return None
        scenario = self._scenario(row.scenario)
        return of_stored(history, row, scenario) if scenario is not None else None

    def tell_gone(self) -> None:
        """Say that a talk of a list was erased since the list was filled, and fill the list anew."""
        self._navigator.go(self._navigator.current)
        self._messages.tell(
            "That talk is not in the file any more: it was erased meanwhile. Here is what there is now."
        )

    def shows(self) -> bool:
        """Tell whether there is a debrief on the page."""
        return self._navigator.made("debrief") and self._page.debrief is not None

    def let_go_of_erased(self) -> str:
        """Let go of the debrief of a talk that is not in the file any more, with what is typed there. Return its title, or ""."""
        page = self._page if self.shows() else None
        if page is None or page.debrief is None or not page.debrief.session_id:
            return ""
        raw = self._practice.stored.history.raw
        if all(raw.id_of(uid) for uid in (self._uid, self._beside) if uid):
            return ""
        title = page.debrief.title
        page.let_go()
        return title

    def _show(self, debrief: TalkDebrief, repeatable: bool, other: _Other) -> None:
        page = self._page
        self._keep()  # a key may have brought one here out of a field
        page.show_debrief(debrief, repeatable, other)
        history = self._practice.stored.history
        notes, self._uid = history.notes, debrief.uid
        session_id = history.raw.id_of(debrief.uid) if debrief.session_id else 0
        made = notes.commitment_of(session_id) if session_id else None
        answers = notes.reflections(session_id) if session_id else {}
        page.show_words(self._settings["look_back"], answers, made.text if made else "")
        page.reflection.setVisible(bool(debrief.session_id))

    # -- the learner's words, paper and pictures -------------------------------------------------------------------

    def _keep(self) -> None:
        """Store what was changed on the page, and nothing else: another window may have written the rest anew."""
        debrief, form = self._page.debrief, self._page.reflection
        answers, commitment = form.changed()
        if (
            debrief is not None
            and debrief.session_id
            and (answers or commitment is not None)
            and self._practice.stored.keep_words(self._uid, answers, commitment)
        ):
            form.stored()

    def _name(self, ending: str) -> str:
        debrief = self._page.debrief
        return f"{debrief.title if debrief else 'talk'}.{ending}"

    def _save_pdf(self) -> None:
        from ..debrief.export import save_pdf

        debrief = self._page.debrief
        path = self._dialogs.save_file("Save the debrief", self._name("pdf"), "PDF (*.pdf)")
        if path is not None and debrief is not None:
            self._messages.save(path, lambda to: save_pdf(to, debrief, self._page.reflection.on_paper()))

    def _save_picture(self) -> None:
        from ..debrief.export import save_curve

        path = self._dialogs.save_file("Save the curve", self._name("png"), "PNG (*.png)")
        if path is not None:
            self._messages.save(path, lambda to: save_curve(to, self._page.curve))

    def _print(self) -> None:
        from ..debrief.export import print_out

        debrief = self._page.debrief
        if debrief is not None:
            self._messages.attempt(lambda: print_out(self._page, debrief, self._page.reflection.on_paper()))
