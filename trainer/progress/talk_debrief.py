"""The debrief of a session, from memory or from the file: what the page and its printout show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..coach import Debrief, debrief
from ..coach.marks import Mark, marks
from ..language import MoveKind, read
from ..safe_text import signed
from ..scenario import Bargain, Scenario

if TYPE_CHECKING:
    from ..history import History, SessionRow
    from ..session import Session


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """One line with what it did. `before`, `after`: resistance, 0–100 points. `causes`: (name, change), none zero."""

    number: int
    line: str
    reply: str
    before: int
    after: int
    causes: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Terms:
    """The amounts of a bargain, in its units. `agreed`: 0 for none; `shown`: how offer, agreed and limit are said."""

    offer: float
    agreed: float
    limit: float
    shown: tuple[str, str, str]

    def place(self) -> float:
        """Return how far the agreed amount is from their first offer (0) to their limit (1)."""
        return (self.agreed - self.offer) / (self.limit - self.offer) if self.limit > self.offer else 1.0


@dataclass(frozen=True, slots=True)
class TalkDebrief:
    """What the debrief shows. `session_id`: 0 if not stored; `uid`: what tells it in every copy of the file; `name`,
    `opening`: the counterpart's.
    """

    title: str
    name: str
    opening: str
    look: Debrief
    lines: tuple[DebriefLine, ...]
    terms: Terms | None
    session_id: int = 0
    uid: str = ""


def of_session(session: Session, session_id: int = 0, uid: str = "") -> TalkDebrief:
    """Make the debrief of a session as it stands."""
    lines = tuple(
        DebriefLine(
            turn.number, turn.line, turn.reply, turn.before.resistance, turn.after.resistance,
            _moved((str(cause["cause"]), int(cause["delta"])) for cause in turn.cause_list()), marks(turn.reading),
        )
        for turn in session.turns
    )  # fmt: skip
    scenario = session.scenario
    return TalkDebrief(
        scenario.title, scenario.counterpart.name, scenario.opening, session.debrief(), lines,
        _terms(scenario.bargain, session.state.terms), session_id, uid,
    )  # fmt: skip


def of_stored(history: History, row: SessionRow, scenario: Scenario) -> TalkDebrief:
    """Make the debrief of a stored session; its lines are read again to find what to underline."""
    turns = history.turns(row.id)
    lines: list[DebriefLine] = []
    after = scenario.opening
    for turn in turns:
        found = marks(read(turn.line, after=after))
        lines.append(
            DebriefLine(
                turn.number,
                turn.line,
                turn.reply,
                turn.resistance_before,
                turn.resistance_after,
                _moved(turn.causes),
                found,
            )
        )
        after = turn.reply
    opening = turns[0].resistance_before if turns else row.opening_resistance
    state = history.last_state(row.id)
    known = {concern.id for concern in scenario.concerns}
    concerns = [pair for pair in state.concerns if pair[0] in known] if state else []
    terms, swaps = (state.terms, state.swaps) if state else (0.0, ())
    curve = [opening, *(turn.resistance_after for turn in turns)]
    said = [(turn.line, MoveKind(turn.kind)) for turn in turns]
    look = debrief(scenario, row.outcome, curve, said, concerns, terms, swaps)
    title = f"{row.title}, {row.started.astimezone():%d %b %Y}"
    return TalkDebrief(
        title,
        scenario.counterpart.name,
        scenario.opening,
        look,
        tuple(lines),
        _terms(scenario.bargain, terms),
        row.id,
        row.uid,
    )


def _moved(causes: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((name, delta) for name, delta in causes if delta)


def _terms(bargain: Bargain | None, agreed: float) -> Terms | None:
    if bargain is None:
        return None
    shown = tuple(bargain.shown(amount) for amount in (bargain.offer, agreed, bargain.limit))
    return Terms(bargain.offer, agreed, bargain.limit, (shown[0], shown[1] if agreed else "", shown[2]))


def figures(look: Debrief) -> Sequence[str]:
    """Return the facts of a session, a sentence each."""
    asks = look.no_oriented + look.yes_oriented
    facts = [f"Asks: {asks}, of which {look.no_oriented} could be granted with a “no”." if asks else "No ask was made."]
    if look.best_line:
        facts.append(f"Moved most ({signed(look.best_delta)}): “{look.best_line}”")
    facts += [f"Laid to rest: “{thought}”" for thought in look.settled]
    facts += [f"Never came up: “{thought}”" for thought in look.unsaid]
    return facts
