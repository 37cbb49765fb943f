"""The counterpart's state: one value, seed included, that can be stored, restored and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from ..language import read
from ..scenario import Outcome, Scenario
from .figures import figures
from .memory import Memory


class ConcernStatus(StrEnum):
    HIDDEN = "hidden"
    VOICED = "voiced"
    ACKNOWLEDGED = "acknowledged"
    SETTLED = "settled"


class Decision(StrEnum):
    """How an ask is answered; NONE if nothing was asked."""

    NONE = "none"
    AGREE = "agree"
    NOT_YET = "not_yet"
    COUNTERFEIT = "counterfeit"
    REFUSE = "refuse"
    POSTPONE = "postpone"
    WALK_AWAY = "walk_away"
    WITHDRAW = "withdraw"
    SIDE_ASK = "side_ask"
    COUNTER_OFFER = "counter_offer"
    TOO_HIGH = "too_high"
    TRADE = "trade"
    LAST_OFFER = "last_offer"
    PART = "part"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class State:
    """The counterpart at one moment. `resistance`, `trust`, `patience`: 0–100 points.

    `concerns`: (id, status) in the order of the scenario. `counts`: how often each thing happened (families of frames
    under "frame:…"), because repetition wears out. `said`: the counterpart's texts so far; `heard`: the learner's lines
    as stems, to notice repetition. `firm_no`: a real refusal has been given. `asked_for_goal`: the goal has been asked
    for before, so that a bare "Any objections?" is about it.
    """

    seed: int
    turn: int
    resistance: int
    trust: int
    patience: int
    concerns: tuple[tuple[str, ConcernStatus], ...]
    counts: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    firm_no: bool = False
    asked_for_goal: bool = False
    outcome: Outcome | None = None
    #: Bargaining, in units of the scenario's `bargain`: the last figure asked for, their present offer, what was agreed
    #: (0 for none yet); whether they have moved and wait for something in return; ids of other things they have given.
    asked: float = 0.0
    offer: float = 0.0
    terms: float = 0.0
    owed: bool = False
    swaps: tuple[str, ...] = ()
    memory: Memory = field(default_factory=Memory)

    def count(self, what: str) -> int:
        return dict(self.counts).get(what, 0)

    def counted(self, *whats: str) -> State:
        counts = dict(self.counts)
        for what in whats:
            counts[what] = counts.get(what, 0) + 1
        return replace(self, counts=tuple(sorted(counts.items())))

    def status(self, concern_id: str) -> ConcernStatus:
        return dict(self.concerns)[concern_id]

    def with_status(self, concern_id: str, status: ConcernStatus) -> State:
        return replace(self, concerns=tuple((cid, status if cid == concern_id else old) for cid, old in self.concerns))

    def having(self, *statuses: ConcernStatus) -> tuple[str, ...]:
        """Return the ids of the concerns in one of these statuses."""
        return tuple(cid for cid, status in self.concerns if status in statuses)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for storing, from which `from_dict` rebuilds an equal state."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> State:
        """Rebuild a state from stored values. Raises KeyError, TypeError or ValueError if they do not make one."""
        data = dict(values)
        data["concerns"] = tuple((cid, ConcernStatus(status)) for cid, status in data["concerns"])
        data["counts"] = tuple((what, int(number)) for what, number in data["counts"])
        data["said"], data["heard"] = tuple(data["said"]), tuple(data["heard"])
        data["swaps"] = tuple(data.get("swaps", ()))
        data["memory"] = Memory.from_dict(data.get("memory", {}))
        data["outcome"] = Outcome(data["outcome"]) if data["outcome"] else None
        return cls(**data)


def opening_state(scenario: Scenario, seed: int) -> State:
    """Return the counterpart's state before the first line."""
    person = scenario.counterpart
    bargain = scenario.bargain
    # Some begin with what they offer: "we can offer fifty-eight thousand a year".
    offered = bargain is not None and bargain.offer in figures(bargain, read(scenario.opening))
    return State(
        seed=seed,
        turn=0,
        resistance=person.resistance,
        trust=person.trust,
        patience=person.patience,
        concerns=tuple((concern.id, ConcernStatus.HIDDEN) for concern in scenario.concerns),
        said=(scenario.opening,),
        offer=bargain.offer if bargain and offered else 0.0,
    )
