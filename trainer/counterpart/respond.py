"""Reading → Response: the state after a line, the reply, and the thought behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..debug_log import note
from ..language import Ask, MoveKind, NoMeans, Reading
from ..scenario import AMOUNT, AMOUNT_EVENTS, Event, Level, Outcome, Scenario
from .again import answered_again
from .answer import answered, part_for, reaction_before
from .asides import ASKING
from .bands import band
from .causes import Cause
from .dynamics import Step, nearly, step
from .figures import figure
from .matcher import matcher_for
from .parts import Moment, Part
from .points import Point
from .state import ConcernStatus, Decision, State
from .understand import Heard, understand
from .words import act_texts, line_for, particle, source

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: How often (0–1) they return to a concern that was voiced rather than voice the next; and, close to agreeing, say so.
_COMES_BACK, _SAYS_NEARLY = 0.4, 0.3
#: How often (0–1) a repeated question is answered by noticing the repetition.
_NOTICES = 0.5
_WORDS_OF = {
    Decision.AGREE: Event.AGREE,
    Decision.COUNTERFEIT: Event.COUNTERFEIT,
    Decision.REFUSE: Event.REFUSE,
    Decision.POSTPONE: Event.POSTPONE,
    Decision.WALK_AWAY: Event.WALK_AWAY,
    Decision.WITHDRAW: Event.WITHDRAW,
    Decision.SIDE_ASK: Event.SIDE_ASK,
    Decision.COUNTER_OFFER: Event.COUNTER_OFFER,
    Decision.TOO_HIGH: Event.TOO_HIGH,
    Decision.TRADE: Event.TRADE,
    Decision.LAST_OFFER: Event.LAST_OFFER,
    Decision.PART: Event.PART,
}


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that follows from one line. `thought`: shown only on request; `points`: what the line said; `pools`: where
    the parts of the reply come from.
    """

    state: State
    causes: tuple[Cause, ...]
    decision: Decision
    reply: str
    thought: str
    points: tuple[Point, ...] = ()
    pools: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        return self.state.outcome


def respond(scenario: Scenario, state: State, reading: Reading, meaning: Meaning | None = None) -> Response:
    """Answer a line. Pure: equal arguments give an equal Response, byte for byte. Without `meaning`: by words alone."""
    matcher = matcher_for(scenario, meaning)
    heard = understand(scenario, state, reading, matcher)
    taken = step(scenario, state, reading, heard)
    note(
        "decision", decision=taken.decision, kind=reading.kind, heard=heard.kinds(), causes=[c.id for c in taken.causes]
    )
    parts = _parts(Moment(scenario, taken.state, reading, heard, matcher), taken)
    new = remembered(taken.state, heard, parts, reading.text)
    reply = " ".join(part.text for part in parts if part.text)
    note("reply chosen", pools=[part.pool for part in parts], points=[point.act for point in heard.points])
    if any(cause.id == "setback" for cause in taken.causes) and new.outcome is None:
        reply = f"{reply} {scenario.setback}"
    if state.firm_no:
        new = new.counted("after_no")
    new = replace(new, said=(*new.said, reply))
    concern = next((part.topic.partition(":")[2] for part in reversed(parts) if part.topic.startswith("concern:")), "")
    thought = _thought(scenario, new, concern, taken)
    return Response(new, taken.causes, taken.decision, reply, thought, heard.points, tuple(part.pool for part in parts))


def _parts(now: Moment, taken: Step) -> list[Part]:
    """Return the parts of the reply: what a decision says, or the answers to the points."""
    scenario, reading, heard = now.scenario, now.reading, now.heard
    if taken.decision is Decision.NONE:
        return _without_decision(now)
    ask = heard.goal or heard.side
    if taken.decision is Decision.SIDE_ASK and _asks_it_already(heard, ask):
        return answered(now)
    opener = particle(taken.decision, ask, taken.state, trailing=not heard.met) if ask else ""
    no_means = str(ask.no_means) if ask else ""
    if taken.decision is Decision.SWAP:
        return [Part(_swap(scenario, taken.swap), "swap", "terms")]
    if taken.decision is not Decision.NOT_YET:
        event = _WORDS_OF[taken.decision]
        said = line_for(scenario, taken.state, event, no_means=no_means, heard=reading.text)
        said = _joined(opener, _with_amount(scenario, taken.state, said))
        return [Part(said, f"event {event}", "terms" if AMOUNT_EVENTS & {event} else "goal")]
    if heard.repeated and source(taken.state, "repeated").random() < _NOTICES:
        return [Part(line_for(scenario, taken.state, Event.REPEAT), "event repeat", "goal")]
    before = reaction_before(now)
    missing = _what_is_missing(scenario, taken.state, no_means)
    heard_figure = _heard_figure(now)
    if heard_figure:
        # A figure gets an answer that names it; "Hm." would be one too many then.
        opener = _joined(heard_figure, "" if ask and ask.no_means is NoMeans.REFUSE else opener)
    return [
        *([before] if before else _relief(now) or _taken_up(now)),
        replace(missing, text=_joined(opener, missing.text)),
    ]


def _relief(now: Moment) -> list[Part]:
    """Return what they say to a worry that is laid to rest; of one that they have not spoken of yet, that it was in their mind."""
    if now.heard.settled:
        return [Part(line_for(now.scenario, now.state, Event.SETTLE, now.heard.settled[0]), "event settle")]
    return _in_act(now, "foreseen") if now.heard.foreseen else []


def _taken_up(now: Moment) -> list[Part]:
    """Return what they say to an offer that comes with an ask they cannot grant yet: it was heard, though not enough."""
    offers = now.heard.gives and now.reading.has(MoveKind.OFFER)
    return _in_act(now, "takes_up_offer") if offers else []


def _in_act(now: Moment, act: str) -> list[Part]:
    """Return what they say to an act; nothing once all of it was said."""
    said = act_texts(now.scenario, now.state, act)
    return [Part(said, f"act {act}")] if said else []


def _heard_figure(now: Moment) -> str:
    """Return what they say to a figure that they cannot grant yet; "" if none was named, or the same as before."""
    bargain = now.scenario.bargain
    asked = figure(bargain, now.reading) if bargain else 0.0
    if bargain is None or not asked or any(bargain.shown(asked) in said for said in now.state.said):
        return ""
    return act_texts(now.scenario, now.state, "figure", asked=bargain.shown(asked)) or f"{bargain.shown(asked)}."


def _without_decision(now: Moment) -> list[Part]:
    """Answer a line that asks for nothing to be decided."""
    if now.heard.pressure:
        sharp = next((point for point in now.heard.points if point.act in ("threatens", "insults", "bribe")), None)
        part = part_for(now, sharp) if sharp else None
        return [part or Part(line_for(now.scenario, now.state, Event.PRESSURE), "event pressure")]
    if now.heard.repeated:
        again = answered_again(now)
        return [again or Part(line_for(now.scenario, now.state, Event.REPEAT), "event repeat")]
    again = answered_again(now) if protests(now.heard) else None
    if again:
        return [again]
    if now.heard.unclear:
        return [Part(line_for(now.scenario, now.state, Event.UNCLEAR), "event unclear")]
    if now.heard.wrong_label and not now.reading.has(MoveKind.ACCUSATION_AUDIT):
        return [Part(line_for(now.scenario, now.state, Event.WRONG_LABEL), "event wrong_label")]
    return answered(now)


def protests(heard: Heard) -> bool:
    """Tell whether a line complains that it was not answered, and asks nothing itself."""
    return "protest" in heard.acts() and not any(
        point.segment.form.asks and point.act != "protest" for point in heard.points
    )


def _asks_it_already(heard: Heard, ask: Ask | None) -> bool:
    """Tell whether the question that was announced is in the same line, after the announcement."""
    asked = (point for point in heard.points if point.act in ASKING and point.segment.form.asks)
    return ask is not None and any(point.segment.start > ask.frame_start for point in asked)


def remembered(state: State, heard: Heard, parts: Sequence[Part], line: str) -> State:
    """Return the state with what the line asked, and what the reply spoke of, let out and asked."""
    memory = state.memory
    asked = next((part.question for part in parts if part.question), "")
    topics = tuple(part.topic for part in parts if part.topic)
    memory = replace(
        memory,
        topic=topics[-1] if topics else "",
        told=(*memory.told, *topics),
        question=asked,
        questions=(*memory.questions, asked) if asked else memory.questions,
        asked_on=state.turn if asked else memory.asked_on,
        line=memory.line if protests(heard) else line if heard.asks else "",
        pushed=heard.pressure or (memory.pushed and "apology_push" not in heard.acts()),
    )
    for part in parts:
        if part.voiced and state.status(part.voiced) is ConcernStatus.HIDDEN:
            state = state.with_status(part.voiced, ConcernStatus.VOICED)
    return replace(state, memory=memory)


def _with_amount(scenario: Scenario, state: State, said: str) -> str:
    """Put the amount that is agreed, or else on offer, into a line."""
    if scenario.bargain is None or AMOUNT not in said:
        return said
    return said.replace(AMOUNT, scenario.bargain.shown(state.terms or state.offer))


def _swap(scenario: Scenario, swap_id: str) -> str:
    assert scenario.bargain is not None
    return next(swap.say for swap in scenario.bargain.swaps if swap.id == swap_id)


def _what_is_missing(scenario: Scenario, state: State, no_means: str) -> Part:
    """Return what still stands in the way.

    The author's first concern is voiced first. After it they return to a voiced one or voice another, by chance. Close
    to agreeing they may say just that.
    """
    hidden, said = state.having(ConcernStatus.HIDDEN), state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    chance = source(state, "missing")
    if said and nearly(scenario, state) and chance.random() < _SAYS_NEARLY:
        return Part(line_for(scenario, state, Event.NOT_YET, "", no_means), "event not_yet", "goal")
    if hidden and (not said or chance.random() >= _COMES_BACK):
        concern = chance.choice(hidden) if said else hidden[0]
        return Part(line_for(scenario, state, Event.VOICE, concern), "event voice", f"concern:{concern}", concern)
    concern = chance.choice(said) if said else ""
    topic = f"concern:{concern}" if concern else "goal"
    return Part(line_for(scenario, state, Event.NOT_YET, concern, no_means), "event not_yet", topic)


def _thought(scenario: Scenario, state: State, concern: str, taken: Step) -> str:
    """Return the thought: that of the concern just spoken of, or else of the first that is not settled.

    The hard level shows only what was just spoken of. Without a concern, or after an end in agreement, the mood speaks.
    """
    if scenario.level is Level.HARD and not concern:
        return _MOODS[mood(state)]
    on_mind = concern or next(
        iter(state.having(ConcernStatus.VOICED, ConcernStatus.HIDDEN, ConcernStatus.ACKNOWLEDGED)), ""
    )
    if (
        taken.decision in (Decision.AGREE, Decision.WITHDRAW)
        or not on_mind
        or state.status(on_mind) is ConcernStatus.SETTLED
    ):
        return _MOODS[mood(state)]
    return scenario.concern(on_mind).thought


_MOODS = {
    "open": "I can say what I like here.",
    "listening": "I'm listening.",
    "guarded": "Careful now.",
    "annoyed": "This is getting tiresome.",
    "leaving": "I want to get away from here.",
}


def mood(state: State) -> str:
    """Return the band of resistance as a word: open, listening, guarded, annoyed or leaving."""
    if state.outcome is Outcome.WALKED_AWAY:
        return "leaving"
    return band(state.resistance)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
