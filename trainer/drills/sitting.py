"""One sitting of drills: the cards in order, what came of each, and what comes next. The clock is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..errors import TrainerError
from .cards import Card, DrillKind
from .dry_run import Moment, MomentOf, judge_line
from .judge import judge
from .queue import Queue
from .schedule import SAME_SITTING, Result, due, grade, is_quick, review
from .verdict import Nearness, Verdict, decided


@dataclass(frozen=True, slots=True)
class Answered:
    """The result of one answer. `rating`: 1 again to 4 easy.

    `memory`: the scheduler's card after it; `before`: the one before, None for a new card.
    """

    card: Card
    verdict: Verdict
    result: Result
    rating: int
    memory: dict[str, Any]
    before: Mapping[str, Any] | None = None


@dataclass
class Sitting:
    """A sitting in progress. `cards`: still to come, the current one first.

    It can be left at any card, because every answer is complete in itself.
    """

    cards: list[Card]
    memories: dict[str, Mapping[str, Any]]
    done: list[Answered] = field(default_factory=list)
    #: Cards whose last answer was right and quick.
    quick: set[str] = field(default_factory=set)
    #: How near lines are in meaning, None where only words can be compared.
    near: Nearness | None = None
    #: Gives the moments of "say it" cards.
    moment_of: MomentOf | None = None
    _moment: Moment | None = None

    @classmethod
    def of(
        cls,
        queue: Queue,
        memories: Mapping[str, Mapping[str, Any]],
        quick: set[str],
        near: Nearness | None = None,
        moment_of: MomentOf | None = None,
    ) -> Sitting:
        return cls(list(queue.cards), dict(memories), quick=set(quick), near=near, moment_of=moment_of)

    @property
    def card(self) -> Card | None:
        """The current card, None at the end."""
        return self.cards[0] if self.cards else None

    def moment(self) -> Moment | None:
        """Return the moment of a talk that the current card is about, None for a card of another kind.

        Raises TrainerError, and leaves the card out, where its scenario cannot be played.
        """
        card, self._moment = self.card, None
        if card is None or card.kind is not DrillKind.SAY:
            return None
        try:
            if self.moment_of is None:
                raise TrainerError(f"There is no talk for the card “{card.id}”.")
            self._moment = self.moment_of(card)
        except TrainerError:
            self.cards.pop(0)
            raise
        return self._moment

    @property
    def total(self) -> int:
        return len(self.done) + len(self.cards)

    def look(self, text: str) -> Verdict:
        """Judge an answer to the current card, and stay at it: in doubt the learner decides first."""
        return self._verdict(self.cards[0], text)

    def answer(
        self, text: str, seconds: float, hinted: bool, now: datetime, late: bool = False, counts: bool | None = None
    ) -> Answered:
        """Judge the answer to the current card and go to the next; a missed card may come once more before the end.

        `late`: time was up; the answer is judged all the same and counts as missed. `counts`: what the learner decided about
        an answer in doubt; None: what the judge leans to.
        """
        card = self.cards.pop(0)
        verdict = self._verdict(card, text)
        if verdict.doubt and counts is not None:
            verdict = decided(verdict, counts)
        result = Result(verdict.right and not late, seconds, hinted, card.id in self.quick)
        rating = grade(card.kind, result)
        before = self.memories.get(card.id)
        memory = review(before, rating, now)
        self.memories[card.id] = memory
        (self.quick.add if is_quick(card.kind, result) else self.quick.discard)(card.id)
        answered = Answered(card, verdict, result, int(rating), memory, before)
        first_time = all(before.card.id != card.id for before in self.done)
        self.done.append(answered)
        if not result.right and first_time and due(memory) - now < SAME_SITTING:
            self.cards.append(card)
        return answered

    def _verdict(self, card: Card, text: str) -> Verdict:
        if card.kind is not DrillKind.SAY:
            return judge(card, text, self.near)
        assert self._moment is not None, "a “say it” card is answered after its moment was shown"
        return judge_line(self._moment, text)
