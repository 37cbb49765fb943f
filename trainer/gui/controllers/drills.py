"""Serves the drill page: which cards come, and every answer stored before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...drills import Card
from ...drills.day import beginning_of, day_of
from ...drills.dry_run import Moments, scenarios_in
from ...drills.load import Shelf, shelf
from ...drills.own import NEWEST, is_own, own_cards
from ...drills.queue import Queue, greeting, queue, start_small
from ...drills.schedule import Result, is_quick
from ...drills.sitting import Answered, Sitting
from ...drills.summary import Summary, summary
from ...errors import TrainerError
from ...history.reviews import ReviewRow
from ...meaning import meaning
from ...scenario import Scenario, files, load
from ...scenario.load import named
from ...scenario.load import takes_long as scenario_takes_long
from ..background.card_reader import CardReader, takes_long
from ..bridge.history import HistoryModel
from ..bridge.settings import SettingsModel
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ..drills.page import DrillPage

_READING = "Reading the cards …"
#: So many files that give no cards are named.
_MOST_TOLD = 3


class DrillController:
    """Serves one DrillPage."""

    def __init__(
        self,
        stored: HistoryModel,
        settings: SettingsModel,
        navigator: Navigator,
        folders: Sequence[Path],
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`now`: the clock; `folders`: of scenarios, with cards in a folder of each."""
        self._stored, self._settings, self._navigator, self._folders = stored, settings, navigator, folders
        self._now = now or (lambda: datetime.now(UTC))
        self._sitting: Sitting | None = None
        self._told = ""
        self._reader, self._reading = CardReader(), False
        self._shelf: Shelf | None = None

    @property
    def _page(self) -> DrillPage:
        page: DrillPage = self._navigator.page("drills")
        return page

    def serve(self, page: DrillPage) -> None:
        self._reader.setParent(page)
        page.entered.connect(self.greet)
        page.begin_asked.connect(self.begin)
        page.left.connect(lambda: self._navigator.go("drills"))
        page.library_asked.connect(lambda: self._navigator.go("library"))

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the files that can be read; the others are told."""
        if self._shelf is None:
            self._take(shelf(self._places()))
        return self._shelf.cards if self._shelf is not None else ()

    def _places(self) -> list[Path]:
        """Return the folders of cards there are now: packs come and go."""
        return [folder / "drills" for folder in self._folders]

    def _take(self, found: Shelf) -> None:
        self._shelf, self._reading = found, False
        told = _left_out(found.left_out)
        if told != self._told:
            self._page.notice.take_back(self._told)  # what else stands there stays
            if told:
                self._page.notice.say(told)
        self._told = told

    def _taken(self, found: Shelf) -> None:
        """Go on with cards that were read beside the window, if the page is still waiting for them."""
        self._take(found)
        if self._navigator.current == "drills":
            self.greet()

    def forget_cards(self) -> None:
        """Read the cards again when they are needed: files of cards have come or gone."""
        self._reader.forget()
        waits, self._shelf, self._reading = self._reading, None, False
        if waits and self._navigator.current == "drills":
            self.greet()

    def _all_cards(self) -> tuple[Card, ...]:
        own = own_cards(self._stored.history.figures.own_asks(NEWEST))
        played = named(files(self._folders), self._folders)
        return (*own, *(card for card in self.cards if not card.scenario or card.scenario in played))

    def waiting(self) -> Queue:
        """What is due and new now."""
        reviews, now = self._stored.history.reviews, self._now()
        new_today = reviews.first_met_between(beginning_of(day_of(now)), now)
        return queue(self._all_cards(), reviews.memories(), now, new_today)

    def greet(self) -> None:
        """Show what is due before a sitting, once the cards are read."""
        if self._shelf is None and (self._reading or takes_long(self._places())):
            self._page.greet(_READING, ready=False)
            if not self._reading:
                self._reading = True
                self._reader.read(self._places(), self._taken)
            return
        whole = self.waiting()
        last = self._stored.history.reviews.last_time()
        away = max(0, (day_of(self._now()) - day_of(last)).days) if last else 0
        self._page.in_time = self._settings["drill_clock"] == "on"
        self._page.greet(greeting(whole, away), ready=bool(whole.cards), new_here=last is None)

    def let_go_of_erased(self) -> None:
        """Ask no card any more that was made of a line which was erased since the sitting began."""
        sitting = self._sitting
        if sitting is None or not self._page.under_way:
            self.greet()
            return
        mine = {card.id for card in own_cards(self._stored.history.figures.own_asks(NEWEST))}

        def gone(card: Card | None) -> bool:
            return card is not None and is_own(card) and card.id not in mine

        on_page = self._page.card
        sitting.cards[:] = [card for card in sitting.cards if not gone(card)]
        if gone(on_page):
            self._page.show_card()

    def begin(self) -> None:
        """Begin a sitting with what is due, a few of a heap first."""
        self.begin_with(start_small(self.waiting()))

    def begin_with(self, chosen: Queue) -> None:
        """Begin a sitting with some cards."""
        reviews = self._stored.history.reviews
        quick = {
            card.id for card in chosen.cards if (last := reviews.last(card.id)) is not None and _was_quick(card, last)
        }
        model = meaning()
        moment_of = Moments(scenarios_in(self._folders, _read_at_once), model)
        moment_of.get_ready(chosen.cards)
        near = model.alike if model is not None else None
        self._sitting = Sitting.of(chosen, reviews.memories(), quick, near, moment_of)
        self._page.begin(self._sitting, self._judge, self._sum_up)

    def _sum_up(self) -> Summary:
        assert self._sitting is not None
        return summary(self._sitting.done, self._sitting.memories, self._all_cards(), self._now())

    def _judge(self, text: str, seconds: float, hinted: bool, late: bool, counts: bool | None) -> Answered:
        assert self._sitting is not None
        now = self._now()
        answered = self._sitting.answer(text, seconds, hinted, now, late, counts)
        card, result = answered.card, answered.result
        row = ReviewRow(
            card.id, str(card.kind), str(card.skill), result.right, "late" if late else answered.verdict.failed, result.seconds,
            result.hinted, answered.rating, now,
        )  # fmt: skip
        try:
            self._stored.keeper.keep(lambda history: history.reviews.add(row, answered.memory))
        except TrainerError as error:
            self._page.notice.say(str(error))
        return answered


def _left_out(rows: Sequence[str]) -> str:
    """Say which cards are missing; of very many files only the first, which leaves room for the cards that are there."""
    if not rows:
        return ""
    more = f"\n{len(rows) - _MOST_TOLD} more are left out." if len(rows) > _MOST_TOLD else ""
    return "\n".join(["Some cards are left out:", *rows[:_MOST_TOLD]]) + more


def _read_at_once(path: Path) -> Scenario:
    """Read a scenario for a card, unless the window would wait for it. Raises TrainerError with what to do."""
    if scenario_takes_long(path):
        raise TrainerError(f"The scenario “{path.stem}” takes long to read; open it once, and its cards come.")
    return load(path)


def _was_quick(card: Card, last: ReviewRow) -> bool:
    return is_quick(card.kind, Result(last.right, last.seconds, last.hinted))
