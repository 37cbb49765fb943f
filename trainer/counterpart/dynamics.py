"""Heard → causes → new state and decision. Causes are applied in the order in which they are found here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..language import MoveKind, NoMeans, Reading
from ..scenario import Effect, Outcome, Scenario, rules
from .acceptance import accepts
from .acts import NAMES
from .bargain import asked_for_swap, bargained, comes_down, figure_causes, gets_something, taken
from .causes import Cause, apply
from .state import ConcernStatus, Decision, State
from .understand import Heard, line_key
from .worry_points import NAMING

#: Within this many points of agreeing they say what they could do.
NEAR = 16
#: From how many points of resistance a no is firm; they walk away; they walk away when patience ends, not postpone.
REFUSE_AT, LEAVE_AT, LEAVE_RATHER_THAN_POSTPONE = 85, 97, 60
#: After this many yes-oriented asks for the goal, another gets a counterfeit yes.
PUSHES_TO_COUNTERFEIT = 3

#: Kinds that already have a cause of their own, so that they do not also count as an offer.
_SAID_OTHERWISE = {MoveKind.REASON, MoveKind.AUTONOMY, MoveKind.ACKNOWLEDGEMENT}

_OUTCOMES = {
    Decision.AGREE: Outcome.AGREED,
    Decision.PART: Outcome.AGREED_IN_PART,
    Decision.COUNTERFEIT: Outcome.COUNTERFEIT_YES,
    Decision.POSTPONE: Outcome.POSTPONED,
    Decision.WALK_AWAY: Outcome.WALKED_AWAY,
    Decision.WITHDRAW: Outcome.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Step:
    """The effect of a line. `named_now`: concerns it is the first to name rightly; `swap`: id of a thing they give."""

    state: State
    causes: tuple[Cause, ...]
    decision: Decision
    named_now: tuple[str, ...]
    swap: str = ""


def step(scenario: Scenario, state: State, reading: Reading, heard: Heard) -> Step:
    """Apply a line's causes to the state and decide how an ask in it is answered. Pure."""
    ids, counted = _causes(scenario, state, reading, heard)
    if _sets_back(scenario, state):
        ids.append("setback")
    if scenario.bargain is not None:
        # In place of "turn": bargaining takes less of their patience.
        ids[0] = "turn_terms"
        ids += figure_causes(scenario.bargain, state, reading) if heard.goal else []
    new, causes = apply(state, scenario.counterpart, ids)
    open_before = state.having(ConcernStatus.HIDDEN, ConcernStatus.VOICED)
    named_now = tuple(cid for cid in heard.named if cid in open_before)
    for cid in named_now:
        if new.status(cid) is not ConcernStatus.SETTLED:
            new = new.with_status(cid, ConcernStatus.ACKNOWLEDGED)
    for cid in heard.met:
        new = new.with_status(cid, ConcernStatus.SETTLED)
    new, decision, swap = _decide(scenario, state, new, reading, heard)
    outcome = _outcome(state, decision, heard)
    new = replace(
        new.counted(*counted),
        turn=state.turn + 1,
        heard=(*state.heard, line_key(reading.text)),
        firm_no=state.firm_no or decision is Decision.REFUSE,
        asked_for_goal=state.asked_for_goal or heard.goal is not None,
        outcome=outcome,
    )
    return Step(new, causes, decision, named_now, swap)


def _sets_back(scenario: Scenario, state: State) -> bool:
    """Tell whether the setback comes now: once, in the middle of the session, where the level has one."""
    after = rules(scenario.level).setback_after
    return scenario.setback != "" and after > 0 and state.turn == after and not state.firm_no


def _causes(scenario: Scenario, state: State, reading: Reading, heard: Heard) -> tuple[list[str], list[str]]:
    """Return (ids of the causes, what is counted because repeating it wears out)."""
    ids, counted = ["turn"], []
    if heard.pressure:
        ids.append(_pressing(state, heard))
        counted.append("pressure")
    if state.firm_no and (heard.goal or heard.pressure):
        ids.append("pressing_after_no")
    if heard.repeated:
        ids.append("same_words")
    elif heard.unclear:
        ids.append("unclear")
    else:
        ids += _small_causes(state, reading, heard, counted)
        ids += _social_causes(scenario, state, heard, counted)
    nearer = scenario.bargain is not None and comes_down(scenario.bargain, state, reading)
    ids += _ask_causes(state, heard, counted, nearer)
    if len(ids) == 1 and not heard.lets_go:
        ids.append("small_talk")
    return ids, counted


#: Acts of pressing that weigh more than a push; and acts that have a cause of their own, each at most so often in a talk.
_SHARP = {"threatens": "threat", "insults": "insult", "bribe": "bribe"}
_NOD = 2
_SOCIAL = {"admission": 2, "compliment": 2, "kindness": 2, "reassures": 2}


def _pressing(state: State, heard: Heard) -> str:
    """Return the cause of a line that presses."""
    sharp = [_SHARP[act] for act in _SHARP if act in heard.acts()]
    return sharp[0] if sharp else "pressure_again" if state.count("pressure") else "pressure"


def _social_causes(scenario: Scenario, state: State, heard: Heard, counted: list[str]) -> list[str]:
    """Return the causes of what is done besides asking and offering: apologies, kindness, stories; add to `counted`."""
    if heard.pressure:
        return []
    acts = heard.acts()
    ids: list[str] = []
    if acts & {"apology_push", "apology"} and state.memory.pushed:
        ids.append("apology_push")
    ids += [act for act, most in _SOCIAL.items() if act in acts and state.count(act) < most and not heard.met]
    if "flirts" in acts:
        ids.append("intimate")
    told = [one for one in scenario.reactions if any(p.topic == f"reaction:{one.id}" for p in heard.points)]
    for one in told:
        if f"reaction:{one.id}" not in state.memory.told and one.effect is not Effect.NONE:
            ids.append("told_warm" if one.effect is Effect.WARMS else "told_sting")
    tells = any(not point.segment.form.asks and point.segment.size > _NOD for point in heard.points)
    if state.memory.question and not heard.goal and tells:
        ids.append("answers_them")
    counted += [cause for cause in ids if cause in _SOCIAL]
    return ids


def _ask_causes(state: State, heard: Heard, counted: list[str], nearer: bool) -> list[str]:
    ask = heard.goal or heard.side
    if ask is None or heard.repeated:
        return []
    if ask.no_means is NoMeans.REFUSE:
        if heard.side:
            return ["yes_ask_side"]
        if nearer:
            return []  # whoever comes towards them does not push
        listened = f"asked_after:{len(state.having(ConcernStatus.SETTLED))}"
        if state.having(ConcernStatus.SETTLED) and not state.count(listened):
            # Whoever has met a worry since asking last may ask for a plain yes.
            counted.append(listened)
            return ["yes_ask_heard"]
        counted.append("push")
        return ["yes_push_again" if state.count("push") else "yes_push"]
    used = state.count(f"frame:{ask.family}")
    counted.append(f"frame:{ask.family}")
    if heard.side:
        return ["no_ask_worn"] if used > 1 else ["no_ask_side"] if not used else []
    return [("no_ask", "no_ask_again", "no_ask_worn")[min(used, 2)]]


def _small_causes(state: State, reading: Reading, heard: Heard, counted: list[str]) -> list[str]:
    """Return the causes of listening (labels, questions, audits …) and of giving, and add to `counted`."""
    ids = ["settle"] * len(heard.settled) + ["foresee"] * len(heard.foreseen)
    counted += [f"foreseen:{cid}" for cid in heard.foreseen]
    fresh = [cid for cid in heard.named if state.status(cid) in (ConcernStatus.HIDDEN, ConcernStatus.VOICED)]
    kinds = {move.kind for move in reading.moves}
    guesses_wrong = heard.wrong_label and MoveKind.ACCUSATION_AUDIT not in kinds
    if (MoveKind.LABEL in kinds and (heard.named or guesses_wrong)) or _labels_plainly(kinds, heard):
        ids.append("label_right" if fresh else "label_known" if heard.named else "label_wrong")
    if MoveKind.OPEN_QUESTION in kinds or heard.why:
        asked_well: object = heard.named or (heard.asks_worry and not state.count("asks_worry"))
        counted += ["asks_worry"] * heard.asks_worry
        ids.append("question_why" if heard.why else "question_fits" if asked_well else "question_open")
    elif heard.question and heard.named:
        ids.append("question_fits")
    if MoveKind.ACCUSATION_AUDIT in kinds:
        ids.append("audit_again" if state.count("audit") else "audit")
        counted.append("audit")
    if MoveKind.SUMMARY in kinds and heard.named:
        ids.append("summary_fits")
    if MoveKind.AUTONOMY in kinds and not heard.pressure:
        ids.append("autonomy_again" if state.count("autonomy") else "autonomy")
        counted.append("autonomy")
    if MoveKind.MIRROR in kinds:
        ids.append(("mirror", "mirror_again", "mirror_worn")[min(state.count("mirror"), 2)])
        counted.append("mirror")
    met = heard.met
    if (MoveKind.OFFER in kinds or (heard.gives and not kinds & _SAID_OTHERWISE)) and not met:
        ids.append("offer_other")
    if MoveKind.REASON in kinds and not met:
        ids.append("reason_again" if state.count("reason") else "reason_other")
        counted.append("reason")
    if MoveKind.ACKNOWLEDGEMENT in kinds and not heard.pressure and state.count("thanks") < 2:
        ids.append("thanks")
        counted.append("thanks")
    return ids


def _labels_plainly(kinds: set[MoveKind], heard: Heard) -> bool:
    """Tell whether a line names a worry as it stands, without the opening of a label: "your free days are worth a lot to you"."""
    if heard.pressure or not kinds.isdisjoint(NAMING):
        return False  # each of these has a cause of its own
    return any(point.act == NAMES and not point.segment.form.asks for point in heard.points)


def _decide(
    scenario: Scenario, before: State, now: State, reading: Reading, heard: Heard
) -> tuple[State, Decision, str]:
    """Return (the state with what was bargained, the decision, the id of a swap they grant)."""
    base = _plain_decision(scenario, before, now, heard)
    bargain = scenario.bargain
    if bargain is None or before.firm_no or base is Decision.WITHDRAW:
        return now, base, ""
    if gets_something(bargain, before, reading, heard):
        now = replace(now, owed=False)
    if accepts(bargain, before, reading, heard) and base in (
        Decision.NONE,
        Decision.NOT_YET,
        Decision.AGREE,
        Decision.SIDE_ASK,
    ):
        move = taken(scenario, now)
    else:
        near = nearly(scenario, now) and now.having(ConcernStatus.SETTLED) != ()
        may_swap = near and base in (Decision.NONE, Decision.SIDE_ASK)
        swap = asked_for_swap(bargain, now, reading, heard.points) if may_swap else ""
        if swap:
            return replace(now, swaps=(*now.swaps, swap)), Decision.SWAP, swap
        if not heard.goal:
            return now, base, ""
        move = bargained(scenario, before, now, reading, heard, base, near)
    return move.state, move.decision, move.swap


def nearly(scenario: Scenario, state: State) -> bool:
    """Tell whether resistance is low enough for an agreement, or at most NEAR points above that."""
    return state.resistance <= rules(scenario.level).agree_at + NEAR


def _plain_decision(scenario: Scenario, before: State, now: State, heard: Heard) -> Decision:
    if heard.lets_go:
        return Decision.WITHDRAW
    if now.resistance >= LEAVE_AT or (before.firm_no and now.patience == 0):
        return Decision.WALK_AWAY
    if before.firm_no:
        return Decision.REFUSE if heard.goal else Decision.NONE
    if heard.goal:
        return _answer_goal(scenario, before, now, heard)
    if now.patience == 0:
        return _out_of_patience(now)
    return Decision.SIDE_ASK if heard.side and not heard.pressure else Decision.NONE


def _out_of_patience(now: State) -> Decision:
    return Decision.WALK_AWAY if now.resistance >= LEAVE_RATHER_THAN_POSTPONE else Decision.POSTPONE


def _answer_goal(scenario: Scenario, before: State, now: State, heard: Heard) -> Decision:
    assert heard.goal is not None
    pushed = heard.goal.no_means is NoMeans.REFUSE
    if _agrees(scenario, now, pushed):
        return Decision.AGREE
    if now.resistance >= REFUSE_AT:
        return Decision.REFUSE
    if pushed and before.count("push") >= PUSHES_TO_COUNTERFEIT:
        return Decision.COUNTERFEIT
    if now.patience == 0:
        return _out_of_patience(now)
    return Decision.NOT_YET


def _agrees(scenario: Scenario, now: State, pushed: bool) -> bool:
    """Tell whether the time has come to agree to an ask; `now`: after its causes, its line not yet counted."""
    needs = rules(scenario.level)
    settled = len(now.having(ConcernStatus.SETTLED))
    return (
        now.resistance <= needs.agree_at - (needs.yes_costs if pushed else 0)
        and settled >= min(needs.settled_first, len(scenario.concerns))
        # Over an amount they bargain before they agree; that takes its lines by itself.
        and (scenario.bargain is not None or now.turn + 1 >= needs.lines_first)
    )


def _outcome(before: State, decision: Decision, heard: Heard) -> Outcome | None:
    """Return how this line ends the session, None if it goes on.

    After a firm no the learner has one more turn to accept it.
    """
    if decision in _OUTCOMES:
        return _OUTCOMES[decision]
    if before.firm_no and (heard.goal or heard.pressure or before.count("after_no") >= 1):
        return Outcome.REFUSED
    return None
