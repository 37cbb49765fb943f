"""What a reading means to this counterpart now: concerns it speaks of, whether it asks for the goal, what repeats."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path

from ..language import Ask, MoveKind, NoMeans, Reading
from ..language.cues import makes_sense, spoken_of, stems
from ..language.terms import leading_amount
from ..scenario import Concern, Scenario
from .state import ConcernStatus, State

#: Moves in which the learner gives something: these can settle a voiced concern.
_GIVING = (
    MoveKind.OFFER,
    MoveKind.REASON,
    MoveKind.AUTONOMY,
    MoveKind.NO_ORIENTED_ASK,
    MoveKind.ACKNOWLEDGEMENT,  # "I'm sorry I never called"
)
#: Those of them that can also meet a concern nobody has voiced yet.
_OFFERING = (MoveKind.OFFER, MoveKind.REASON, MoveKind.AUTONOMY, MoveKind.NO_ORIENTED_ASK)
#: Words by which a plain statement gives something: what somebody would do, or how little it takes.
_PROMISE = re.compile(
    r"(?i)\b(?:i|we|you)(?:['’](?:d|ll)| (?:would|will|can(?!['’]t)|could|shall|am happy to|promise))\b"
    r"|\b(?:only|just) (?:a|an|one|two|ten|\d+|half)\b|\b(?:at no|free of) (?:cost|charge)\b|\bfor free\b"
)
#: Up to this many words, a proposal says too little to be about something else than the goal; and words of a demand.
_SHORT_PROPOSAL = 2
_SHORT_DEMAND = 7
#: A line with one of these words tells something, so it demands nothing.
_TELLERS = {"i", "he", "she", "they", "it", "that", "this", "there", "is", "was"}
_BACK_REFERENCES = ("it", "that", "this", "one", "so", "then")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line is to this counterpart.

    `goal`: the ask for the goal; `side`: an ask for permission to speak or ask; `question`: any other yes/no question.
    `named`: concerns that a label, question, audit, summary or mirror speaks of. `settled`: voiced concerns settled
    now; `foreseen`: hidden ones met before they are voiced. `wrong_label`: a label that fits none of their concerns.
    `repeated`: said before in the same words. `unclear`: no word of it is known. `lets_go`: the learner withdraws the
    request. `why`: an open question with "why". `gives`: offers, explains or promises something besides what it asks
    for. `asks_worry`: an open question about what stands in the way, once the goal is known. `answers`: tells something
    after a question of theirs.
    """

    goal: Ask | None
    side: Ask | None
    question: bool
    named: tuple[str, ...]
    settled: tuple[str, ...]
    foreseen: tuple[str, ...]
    wrong_label: bool
    repeated: bool
    unclear: bool
    lets_go: bool
    why: bool
    gives: bool = False
    asks_worry: bool = False
    answers: bool = False

    @property
    def met(self) -> tuple[str, ...]:
        """The concerns that this line settles or foresees, voiced ones first."""
        return self.settled + self.foreseen

    def kinds(self) -> list[str]:
        """Return the names of what was heard, without a word of it."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


def listen(scenario: Scenario, state: State, reading: Reading) -> Heard:
    """Interpret a reading for this counterpart in this state. Pure."""
    ask = reading.ask or _demand(scenario, state, reading)
    for_goal = ask is not None and _is_goal(scenario, state, reading, ask)
    answers = _answers(state, reading)
    giving = _gives(reading) or answers
    met = [c.id for c in scenario.concerns if spoken_of(reading.text, settling(c, scenario.goal.what))]
    open_now = state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    asks_else = _asks_else(reading, ask)
    named = _named(scenario, reading, asks_else)
    offers = giving and (answers or reading.has(*_OFFERING) or _PROMISE.search(reading.text) is not None)
    labels = reading.has(MoveKind.LABEL)
    return Heard(
        goal=ask if for_goal else None,
        side=ask if ask is not None and not for_goal and _asks_leave(reading, ask) else None,
        question=asks_else or (ask is not None and not for_goal and not _asks_leave(reading, ask)),
        named=named,
        # Any plain word about a voiced concern settles it; a hidden one is met only by an offer.
        settled=tuple(cid for cid in met if cid in open_now and (giving or _tells(reading))),
        foreseen=tuple(
            cid
            for cid in met
            if offers and cid in state.having(ConcernStatus.HIDDEN) and not state.count(f"foreseen:{cid}")
        ),
        answers=answers,
        wrong_label=labels and not named,
        repeated=line_key(reading.text) in state.heard,
        unclear=not makes_sense(reading.text) and not reading.terms,
        lets_go=_lets_go(state, reading),
        why=_asks_why(reading),
        asks_worry=state.asked_for_goal
        and reading.has(MoveKind.OPEN_QUESTION)
        and bool(spoken_of(reading.text, (*_asking(), *scenario.goal.cues))),
        gives=giving and (not for_goal or _gives_besides(reading, ask)),
    )


def _is_goal(scenario: Scenario, state: State, reading: Reading, ask: Ask) -> bool:
    """Tell whether an ask is for the goal.

    It is if its proposal names the goal; if it proposes next to nothing, but the line names the goal or an earlier one
    asked for it; or if, after that, it names an amount or time or refers back ("do it then").
    """
    proposal = reading.text[ask.proposal_start : ask.proposal_end] or None
    if ask.no_means is NoMeans.NONE or (ask.family == "bad time" and not proposal):
        return False
    if ask.family == "demand" or (proposal and spoken_of(proposal, scenario.goal.cues)):
        return True
    if proposal is None or len(stems(proposal)) <= _SHORT_PROPOSAL:
        return state.asked_for_goal or bool(spoken_of(reading.text, scenario.goal.cues))
    # Once the goal is known, "can we do it on Sunday then?" is about it.
    # "We could link it to the turnover" says how, and asks nothing.
    asks = "?" in reading.text or ask.no_means is NoMeans.ACCEPT
    amount = scenario.bargain is not None and leading_amount(proposal) is not None
    if state.asked_for_goal and asks and (amount or _is_a_time(reading, ask)):
        return True
    return state.asked_for_goal and asks and bool(spoken_of(proposal, _BACK_REFERENCES)) and not _about_talk(proposal)


def _is_a_time(reading: Reading, ask: Ask) -> bool:
    """Tell whether a proposal is mostly a day, a time or an amount: "Thursday at three", "half an hour"."""
    inside = [term for term in reading.terms if ask.proposal_start <= term.start and term.end <= ask.proposal_end]
    said = sum(term.end - term.start for term in inside)
    return bool(inside) and said * 2 >= ask.proposal_end - ask.proposal_start


def _demand(scenario: Scenario, state: State, reading: Reading) -> Ask | None:
    """Turn a few words that name the goal and nothing else ("eight percent", "saturday then") into an ask for a yes."""
    quiet = all(move.kind in (MoveKind.STATEMENT, MoveKind.OTHER, MoveKind.REASON) for move in reading.moves)
    said = stems(reading.text)
    if not quiet or len(said) > _SHORT_DEMAND or _TELLERS & set(said):
        return None
    if not spoken_of(reading.text, scenario.goal.cues) and not (state.asked_for_goal and reading.terms):
        return None
    end = len(reading.text)
    return Ask(0, end, 0, end, "demand", "(names the goal)", NoMeans.REFUSE)


def _gives(reading: Reading) -> bool:
    """Tell whether the line offers, explains, leaves free or promises something, without pressure."""
    if reading.has(MoveKind.PRESSURE) or reading.kind in (MoveKind.LABEL, MoveKind.OPEN_QUESTION):
        return False
    if reading.kind is MoveKind.YES_ORIENTED_ASK:
        # "Let's take a day after your busy weeks" gives more than it asks; a question wants a yes.
        proposes = reading.ask is not None and reading.ask.family in ("imperative", "suggestion", "wish", "request")
        return proposes and "?" not in reading.text
    return reading.has(*_GIVING) or _PROMISE.search(reading.text) is not None


def _gives_besides(reading: Reading, ask: Ask | None) -> bool:
    """Tell whether the line gives something outside the words of its ask."""
    if ask is None or reading.has(MoveKind.OFFER, MoveKind.REASON):
        return True
    rest = reading.text[: ask.frame_start] + " " + reading.text[max(ask.frame_end, ask.proposal_end) :]
    return _PROMISE.search(rest) is not None


def _tells(reading: Reading) -> bool:
    """Tell whether the line only tells something: no question, no pressure."""
    asking = reading.asks or reading.has(MoveKind.PRESSURE, MoveKind.OPEN_QUESTION, MoveKind.LABEL, MoveKind.MIRROR)
    return not asking and "?" not in reading.text


def _answers(state: State, reading: Reading) -> bool:
    """Tell whether the line tells something right after they asked a question."""
    asked = bool(state.said) and state.said[-1].rstrip().endswith("?")
    return asked and _tells(reading) and reading.has(MoveKind.STATEMENT, MoveKind.REASON, MoveKind.OFFER)


def _asks_else(reading: Reading, ask: Ask | None) -> bool:
    """Tell whether the line is a yes/no question but no ask: "Is the budget frozen?", "You like bread?"."""
    heard = (MoveKind.OPEN_QUESTION, MoveKind.MIRROR, MoveKind.LABEL, MoveKind.PRESSURE)
    return ask is None and "?" in reading.text and not reading.has(*heard)


def _asks_leave(reading: Reading, ask: Ask) -> bool:
    """Tell whether an ask is for permission to speak: "Is now a bad time?", "Can I ask you something?"."""
    if reading.has(MoveKind.OPEN_QUESTION):
        return False
    return ask.family in ("bad time", "hurt") or _about_talk(reading.proposal or "")


def _about_talk(proposal: str) -> bool:
    return bool(
        spoken_of(
            proposal, ("ask", "question", "tell", "say", "explain", "talk about", "show you", "bring up", "mention")
        )
    )


_NAMING = (MoveKind.LABEL, MoveKind.OPEN_QUESTION, MoveKind.ACCUSATION_AUDIT, MoveKind.SUMMARY, MoveKind.MIRROR)


def _named(scenario: Scenario, reading: Reading, asks_else: bool) -> tuple[str, ...]:
    """Return the concerns that naming moves speak of; only the sentence of each move counts, not its neighbours."""
    text = " ".join(_sentence(reading.text, move.start) for move in reading.moves if move.kind in _NAMING)
    if asks_else:
        text = reading.text
    if not text:
        return ()
    own = tuple(concern.id for concern in scenario.concerns if spoken_of(text, concern.cues))
    # An author's own cues distinguish concerns best; the common words count only if none of those match.
    return own or tuple(c.id for c in scenario.concerns if spoken_of(text, _common(c.id)[0]))


def _sentence(text: str, place: int) -> str:
    """Return the sentence that holds a character."""
    begin = max(text.rfind(mark, 0, place) for mark in ".!?;\n") + 1
    ends = [end for mark in ".!?;\n" if (end := text.find(mark, place)) >= 0]
    return text[begin : min(ends, default=len(text))]


@lru_cache(maxsize=256)
def settling(concern: Concern, goal: str) -> tuple[str, ...]:
    """Return the words that settle a concern: the author's and the common ones, without those of the goal itself."""
    words = tuple(dict.fromkeys((*concern.settled_by, *_common(concern.id)[1])))
    asked_anyway = set(spoken_of(goal, words))
    return tuple(word for word in words if word not in asked_anyway)


@cache
def _worries() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    with Path(__file__).with_name("worries.toml").open("rb") as file:
        rows = tomllib.load(file)["worry"]
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in rows:
        for worry in row["ids"]:
            cues, settled_by = found.get(worry, ((), ()))
            found[worry] = (*cues, *row["cues"]), (*settled_by, *row["settled_by"])
    return found


@cache
def _asking() -> tuple[str, ...]:
    with Path(__file__).with_name("worries.toml").open("rb") as file:
        return tuple(tomllib.load(file)["asking"])


def _common(concern_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the common (cues, settling words) for the id of a concern; empty for one of the author's own."""
    return _worries().get(concern_id, ((), ()))


def _lets_go(state: State, reading: Reading) -> bool:
    """Tell whether the learner withdraws the request. After a firm no "fair enough" will do, before it will not."""
    if reading.asks or reading.has(MoveKind.PRESSURE, MoveKind.OPEN_QUESTION) or not state.asked_for_goal:
        return False
    rules = {"letting_go", "lets_go_briefly", "farewell"} | ({"accepts_no"} if state.firm_no else set())
    return any(move.rule in rules for move in reading.moves)


def _asks_why(reading: Reading) -> bool:
    return any(move.kind is MoveKind.OPEN_QUESTION and move.cue.lower().startswith("why") for move in reading.moves)


def line_key(text: str) -> str:
    """Return a line as it is remembered: by stems, so that repeating it with other marks or endings is noticed."""
    return " ".join(stems(text))
