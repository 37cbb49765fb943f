"""Reading + meaning + what was said → what the line is to this counterpart now: its points, and what follows from them.

Rules and meaning both have a say. An ask, its polarity and pressure are the reader's; what a line is about is found by
words and by meaning; where one of them is surely about something harmless, the other's alarm does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from ..language import Ask, MoveKind, NoMeans, Reading
from ..language.topics import makes_sense, spoken_of, stems
from ..safe_text import heard as as_heard
from ..scenario import Scenario
from .acts import ASKS, ASKS_MORE, FOLLOWS, NAMES, REMARKS, TELLS, UNKNOWN, acts
from .choices import with_choices
from .choose import chosen, within_the_line
from .follow_ups import followed_up, outdoes, topics_lately
from .giving import gives, gives_besides, tells
from .goal import asks_leave, demand, is_goal
from .goal_points import for_goal
from .matcher import Matcher, matcher_for
from .named_figures import asks_for_a_figure, names_a_figure, names_the_offer, offer_named
from .points import Candidate, Point
from .pressing import point_at, presses
from .segments import Segment, segments
from .sides import TURN, asked_for, turns
from .state import State
from .topics import last_words, name_of, topic_now
from .word_lists import word_list
from .worries import asking
from .worry_points import met_worries, named_worries

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: From this nearness on a segment is surely about a thing of its own; and what was taken for one at all is at least so near.
_SURELY, _ACCEPTED = 0.61, 0.47
#: From so many words on a statement tells what the next question is about; up to so many, a question leaves that to it.
_TELLS_SOMETHING, _VAGUE = 4, 10
#: Up to so many words, a question with "they" or "she" in it is about whom the line has just spoken of.
_POINTS_AT_IT = 6
#: Acts of asking about something.
_ASKING = (
    ASKS,
    FOLLOWS,
    NAMES,
    "asks_worry",
    "asks_need",
    "how_are_you",
    "asks_advice",
    "asks_if_offer",
    "asks_for_time",
)
#: What the reader's moves make of a segment.
_BY_MOVE = {
    MoveKind.AUTONOMY: "free_to_refuse",
    MoveKind.ACCUSATION_AUDIT: "audits",
    MoveKind.MIRROR: "mirrors",
}
#: Words of what helps, rather than of what suits.
_HELPS = re.compile(r"\b(?:help|ease|easier|lighter|better|solve|difference|change)\b")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line is to this counterpart.

    `points`: what it says, in order. `goal`: the ask for the goal; `side`: an ask for permission to speak or ask;
    `question`: any other yes/no question. `named`: concerns that it speaks of; `settled`: voiced concerns settled now;
    `foreseen`: hidden ones met before they are voiced. `wrong_label`: a label that fits none of their concerns.
    `repeated`: said before in the same words. `unclear`: no word of it is known. `lets_go`: the learner withdraws the
    request. `pressure`: it presses. `why`: it asks them to justify themselves. `gives`: offers, explains or promises something
    besides what it asks for. `asks_worry`: an open question about what stands in the way, once the goal is known.
    `answers`: tells something after a question of theirs.
    """

    points: tuple[Point, ...]
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
    pressure: bool = False
    why: bool = False
    gives: bool = False
    asks_worry: bool = False
    answers: bool = False

    @property
    def met(self) -> tuple[str, ...]:
        """The concerns that this line settles or foresees, voiced ones first."""
        return self.settled + self.foreseen

    def kinds(self) -> list[str]:
        """Return the names of what was heard, without a word of it."""
        return [field.name for field in fields(self) if field.name != "points" and getattr(self, field.name)]

    @property
    def asks(self) -> bool:
        """Whether any of it asks."""
        return any(point.segment.form.asks for point in self.points)

    def acts(self) -> frozenset[str]:
        """Return the acts of its points."""
        return frozenset(point.act for point in self.points)


def understand(scenario: Scenario, state: State, reading: Reading, matcher: Matcher) -> Heard:
    """Interpret a reading for this counterpart in this state. Pure. `matcher`: that of the scenario."""
    points = _points(scenario, state, matcher, reading)
    ask = _ask(scenario, state, reading, points)
    for_goal = ask is not None and is_goal(scenario, state, reading, ask)
    leave = ask is not None and not for_goal and asks_leave(reading, ask)
    answers = _answers(state, reading)
    pressure = presses(matcher, reading, points)
    giving = (gives(reading) or answers) and not pressure
    named = named_worries(scenario, matcher, reading, points, _asks_else(reading, ask))
    settled, foreseen = met_worries(scenario, state, matcher, reading, points, giving, answers)
    return Heard(
        points=points,
        goal=ask if for_goal else None,
        side=ask if leave else None,
        question=_asks_else(reading, ask) or (ask is not None and not for_goal and not leave),
        named=named,
        settled=settled,
        foreseen=foreseen,
        answers=answers,
        wrong_label=reading.has(MoveKind.LABEL) and not named and not _is_of_something_else(state, points),
        repeated=line_key(reading.text) in state.heard,
        # "Rosa?" makes sense to whoever has just spoken of Rosa.
        unclear=not makes_sense(reading.text)
        and not reading.terms
        and not any(p.act == FOLLOWS or p.by == TURN for p in points),
        lets_go=_lets_go(state, reading, pressure),
        pressure=pressure,
        why=_blames(points),
        asks_worry=_asks_worry(scenario, state, reading, points),
        gives=gives(reading) and not pressure and (not for_goal or gives_besides(reading, ask)),
    )


#: How a guess begins that is about what was told: "that sounds hard", "it must have been a shock".
_OF_WHAT_WAS_TOLD = re.compile(
    r"(?:(?:oh|so|well|wow|ha|and) )*(?:(?:that|it|this|which) (?:must|sounds?|sounded|cannot have|can not have|would have|could have)|"
    r"sounds? |must (?:have|be) )"
)
#: What a guess at a feeling can be besides a guess at a worry.
_KINDLY = ("kindness", "compliment", "admission", "common_ground", "audits")


def feels_with(state: State, point: Point) -> bool:
    """Tell whether a guess at a feeling is about what they have just told: "that must have been hard"."""
    return state.memory.topic.startswith("fact:") and _OF_WHAT_WAS_TOLD.match(point.segment.said) is not None


def _is_of_something_else(state: State, points: Iterable[Point]) -> bool:
    """Tell whether a line that guesses is about something known of them, or kind, rather than about a worry."""
    return any(point.act in (ASKS, FOLLOWS, REMARKS, *_KINDLY) or feels_with(state, point) for point in points)


def _points(scenario: Scenario, state: State, matcher: Matcher, reading: Reading) -> tuple[Point, ...]:
    topic = topic_now(scenario, state)
    last = last_words(state)
    line = _cut(scenario, state, reading.text)
    asked = turns(line, state.said[-1] if state.said else "", topic, state.said)
    found: list[Point] = []
    for place, segment in enumerate(line):
        about = name_of(scenario, topic)
        point = _ruled(for_goal(scenario, matcher, chosen(matcher, segment, about, topic, last)), reading)
        point = _with_what_was_told(matcher, point, found) or point
        if matcher.sides is None:
            follow = followed_up(scenario, matcher, segment, dict.fromkeys((topic, *topics_lately(state))), last)
            point = follow if follow and outdoes(scenario, follow, point, found) else point
        elif place in asked:
            point = asked_for(matcher.sides, asked[place], point)
        # "Museum glass, how fancy. Who's that for?": what was just named is what the rest is about.
        topic = point.topic if point.topic.startswith("fact:") else topic
        found.append(point)
    return with_choices(found) if state.asked_for_goal else tuple(found)


def _with_what_was_told(matcher: Matcher, point: Point, found: Sequence[Point]) -> Point | None:
    """Return what a question that says nothing by itself asks after what the line has told just before."""
    told = found[-1] if found else None
    vague = point.act in (ASKS_MORE, UNKNOWN) and point.segment.form.asks and point.segment.size <= _VAGUE
    if told and vague and point.segment.size <= _POINTS_AT_IT and _wants_an_answer(told):
        # "I forgot your name. What was it again?" asks once.
        return replace(point, act=told.act, topic=told.topic)
    if (
        told is None
        or told.segment.form.asks
        or told.segment.size < _TELLS_SOMETHING
        or told.act not in (TELLS, REMARKS)
    ):
        return None
    words = point.segment.words
    if told.act == REMARKS and len(words) <= _POINTS_AT_IT and not word_list("others").isdisjoint(words):
        # "I saw your roses yesterday. Are they always so early?"
        return replace(point, act=ASKS, topic=told.topic, by="talk", score=max(point.score, told.score))
    return within_the_line(matcher, point.segment, told.segment) if vague else None


def _cut(scenario: Scenario, state: State, line: str) -> tuple[Segment, ...]:
    """Return the segments of a line as they are heard in this state, and as their vectors are made ahead."""
    return tuple(offer_named(scenario, state, one) for one in segments(line, scenario.counterpart.name))


def _wants_an_answer(told: Point) -> bool:
    """Tell whether what was told asks for something, in plain words: "I've forgotten your name"."""
    row = acts().get(told.act)
    return row is not None and not row.reacts and not told.segment.form.asks and row.surely(told.segment.said)


def _ruled(point: Point, reading: Reading) -> Point:
    """Return the point as the reader's moves in it make it, where meaning has nothing surer to say."""
    row = acts().get(point.act)
    if (row and row.surely(point.segment.said)) or (
        point.topic and (point.score >= _SURELY or point.segment.form.asks)
    ):
        return point
    for move in reading.moves:
        act = _BY_MOVE.get(move.kind)
        # "You're worried that it takes time?" guesses; only what is told says first what they may think.
        asks = point.segment.form.asks and move.kind is MoveKind.ACCUSATION_AUDIT
        if act and not asks and point.segment.start <= move.start < point.segment.end:
            return replace(point, act=act, topic="", by="words", example=move.cue, score=1.0)
    return point


def hear_ahead(scenario: Scenario, state: State, line: str, meaning: Meaning) -> None:
    """Make the vectors of a line that is still being typed, so that they are there when it is said."""
    said = _cut(scenario, state, as_heard(line))
    for segment in said:
        meaning.vector(segment.said)
    for turn in turns(said, state.said[-1] if state.said else "", "").values():
        meaning.vector(turn.said, turn.after)


def rivals(scenario: Scenario, point: Point, meaning: Meaning | None) -> tuple[Candidate, ...]:
    """Return what the segment of a point could have been about, the likeliest first."""
    return matcher_for(scenario, meaning).candidates(point.segment.said, point.segment.form)


def _ask(scenario: Scenario, state: State, reading: Reading, points: Iterable[Point]) -> Ask | None:
    """Return the ask of a line: the reader's, unless that is surely a question about something else; or one in meaning."""
    ask = reading.ask
    objects = any(point.act in ("protest", "what_meant") for point in points)
    names = None if objects else names_a_figure(scenario, state, reading, points)
    if ask is None and names is not None:
        return Ask(names.start, names.end, names.start, names.end, "demand", "(names a figure)", NoMeans.REFUSE)
    if ask is not None:
        about = point_at(points, ask.frame_start)
        wants_yes = ask.no_means is NoMeans.REFUSE and names is None and not asks_for_a_figure(scenario, reading, about)
        elsewhere = _only_asks(ask, about) or (wants_yes and _asks_of_something_else(scenario, reading, ask, about))
        return None if elsewhere else ask
    for point in points:
        if point.asks_goal and not objects and not names_the_offer(scenario, state, reading, point):
            start, end = point.segment.start, point.segment.end
            return Ask(start, end, start, end, "demand", "(means the goal)", NoMeans.REFUSE)
    # Whoever asks about something demands nothing, whatever words are in it: "do you work at weekends".
    asks_something = any(
        point.act in (ASKS, FOLLOWS, NAMES, ASKS_MORE, UNKNOWN) and point.segment.form.asks for point in points
    )
    return None if asks_something else demand(scenario, state, reading)


def _only_asks(ask: Ask, about: Point | None) -> bool:
    """Tell whether words of a no-oriented ask only ask something: "is that your last word?", "would she be hurt?"."""
    if about is None or about.act in ("asks_if_offer", "asks_if_right"):
        return about is not None
    if about.act == "asks_if_helps" and _HELPS.search(about.segment.said):
        return True  # "would that help?" asks about an offer; "would that work for you?" can ask for all of it
    of_others = ask.family == "hurt" and not word_list("others").isdisjoint(about.segment.words)
    return of_others or ((ask.family == "hurt" or ask.rule == "final") and about.act in (ASKS, FOLLOWS))


#: Words of what two people do with each other: "have coffee with me".
_TOGETHER = re.compile(r"(?i)\b(?:with (?:me|us)|together|we)\b")


def _asks_of_something_else(scenario: Scenario, reading: Reading, ask: Ask, about: Point | None) -> bool:
    """Tell whether what has the form of a request is a question about a topic: "tell me about your uncle"."""
    if about is None or about.asks_goal or about.act not in (*_ASKING, REMARKS):
        return False
    proposal = reading.text[ask.proposal_start : ask.proposal_end]
    names_goal = bool(spoken_of(proposal, scenario.goal.cues))
    if names_goal and _TOGETHER.search(reading.text[ask.frame_start : ask.proposal_end]):
        return False
    return about.score >= (_SURELY if names_goal or about.act == REMARKS else _ACCEPTED)


def _answers(state: State, reading: Reading) -> bool:
    """Tell whether the line tells something right after they asked a question."""
    asked = bool(state.said) and state.said[-1].rstrip().endswith("?")
    return asked and tells(reading) and reading.has(MoveKind.STATEMENT, MoveKind.REASON, MoveKind.OFFER)


def _asks_else(reading: Reading, ask: Ask | None) -> bool:
    """Tell whether the line is a yes/no question but no ask: "Is the budget frozen?", "You like bread?"."""
    heard = (MoveKind.OPEN_QUESTION, MoveKind.MIRROR, MoveKind.LABEL, MoveKind.PRESSURE)
    return ask is None and "?" in reading.text and not reading.has(*heard)


def _asks_worry(scenario: Scenario, state: State, reading: Reading, points: Iterable[Point]) -> bool:
    if not state.asked_for_goal:
        return False
    if any(point.act in ("asks_worry", "asks_need") for point in points):
        return True
    return reading.has(MoveKind.OPEN_QUESTION) and bool(spoken_of(reading.text, (*asking(), *scenario.goal.cues)))


def _lets_go(state: State, reading: Reading, pressure: bool) -> bool:
    """Tell whether the learner withdraws the request. After a firm no "fair enough" will do, before it will not."""
    if reading.asks or pressure or reading.has(MoveKind.OPEN_QUESTION) or not state.asked_for_goal:
        return False
    rules = {"letting_go", "lets_go_briefly", "farewell"} | ({"accepts_no"} if state.firm_no else set())
    return any(move.rule in rules for move in reading.moves)


#: "Why don't you …?" asks for a justification; "why is the snail green?" only for a reason.
_BLAMES = re.compile(r"\bwhy (?:(?:do|did|are|were|will|would|can|could|have|should) (?:not )?you\b|not\b)")


def _blames(points: Iterable[Point]) -> bool:
    """Tell whether a line asks them to justify themselves: a why-question about what they do or do not do here."""
    return any(_BLAMES.search(point.segment.said) and point.act not in (ASKS, FOLLOWS, REMARKS) for point in points)


def line_key(text: str) -> str:
    """Return a line as it is remembered: by stems, so that repeating it with other marks or endings is noticed."""
    return " ".join(stems(text))
