"""Points → what is said to them: a reply is a plan of one or two parts, the weightiest points first.

A part answers one point. A reaction (to a story, an apology, an answer of the learner's) can stand before an answer; two
answers stand in the order in which they were asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..language import MoveKind
from ..scenario import Event, Question, When
from .acts import (
    ANSWERS,
    ASKS,
    ASKS_MORE,
    FOLLOWS,
    MEETS,
    MIRRORS,
    MISSES,
    NAMES,
    REMARKS,
    TELLS,
    UNKNOWN,
    acts,
    reacts,
    weight,
)
from .asides import ASKING, OWNS_UP, WORD_OR_TWO, is_moved, leads_up
from .facts import by_act, more_of_fact, of_fact, of_follow_up, of_unknown
from .giving import FIRST_PERSON, THEIRS
from .parts import Moment, Part
from .points import Point
from .segments import Form, is_declarative
from .state import ConcernStatus, State
from .topics import given_back, last_words, topic_now
from .understand import feels_with
from .words import fresh, source
from .worry_answers import (
    explained,
    line,
    of_meeting,
    of_missing,
    of_naming,
    of_reading_back,
    of_whether_it_helps,
    of_worry,
)

#: From this weight on (0–10) a second point is worth a part of its own; two answers together are at most so long.
_SECOND, _LONGEST = 4.5, 230
#: They ask something themselves at most every so many turns, this often, and only if nothing weightier was said.
_PAUSE, _ASKS_BACK, _LIGHT = 3, 0.6, 6.0
#: A point this much later in the line weighs a little more: what is said last waits for the answer.
_LATER = 0.2
#: How much asks for an answer: what is nodded at, what is told in general, an apology that says what for, what it is for,
#: what is told of oneself to what they know of it, and words of theirs that are exclaimed at.
_NODDED_AT, _TOLD, _SAYS_WHAT_FOR, _SORRY_FOR, _OF_ONESELF, _EXCLAIMED = 1.0, 2.0, 5.0, 8.5, 6.5, 3.5
#: What is taken up before an answer: what somebody owns up to, is sorry for, or tells that they know how to take.
_REACTED_TO = (
    "apology_push",
    "apology",
    "admission",
    "bad_news",
    "good_news",
    "kindness",
    "compliment",
    TELLS,
    MEETS,
    ANSWERS,
)
#: Of these, a word or two before something else is hardly noticed.
_KINDLY = ("kindness", "compliment", "bad_news", "good_news")
#: From this nearness on (0–1) a question is surely that about a fact; and so surely that it is answered beside another.
_SURELY, _TOO = 0.68, 0.50
#: Forms of question that can be about a worry: who, when and where ask for something else.
_ABOUT_WORRIES = (Form.WHAT, Form.WHY, Form.HOW, Form.YES_NO)
#: From this share of their words on (0–1) a segment gives them back.
_GIVEN_BACK = 0.5
#: A question of more words does more than give theirs back.
_ECHO = 4
#: A statement of fewer words is a mere nod; of so many, about oneself, a story.
_NOD, _STORY = 4, 10


def answered(now: Moment) -> list[Part]:
    """Return the parts that answer a line which no decision answers: one or two."""
    ranked = sorted(_weighed(now), key=lambda pair: -pair[0])
    parts: list[tuple[Point, Part]] = []
    for heavy, point in ranked:
        if parts and (len(parts) == 2 or heavy < _SECOND or not _fits_beside(now, parts[0][0], point)):
            continue
        part = part_for(now, point)
        if part is not None and all(part.topic != other.topic or not part.topic for _, other in parts):
            parts.append((point, part))
    in_order = _in_order(parts)
    if len(in_order) == 2 and sum(len(part.text) for part in in_order) > _LONGEST:
        in_order = [parts[0][1]]
    if len(in_order) == 2 and all(point.segment.form.asks for point, _ in parts):
        in_order[1] = replace(in_order[1], text=_SECOND_YES.sub(_to_the_other, in_order[1].text))
    light = not ranked or ranked[0][0] <= _LIGHT
    own = _own_question(now) if light and not any("?" in part.text for part in in_order) else None
    return [*in_order[:1], own] if own else in_order or [_nod(now)]


def reaction_before(now: Moment) -> Part | None:
    """Return the reaction that stands before a decision: to an admission, an apology or a question that came with it."""
    wanted = ("apology_push", "admission", "bad_news", ASKS, FOLLOWS)
    ask = now.heard.goal or now.heard.side
    for _, point in sorted(_weighed(now), key=lambda pair: -pair[0]):
        inside = ask is not None and point.segment.start <= ask.frame_start < point.segment.end
        if point.act in wanted and not inside:
            return part_for(now, point)
    return None


def _weighed(now: Moment) -> list[tuple[float, Point]]:
    """Return the points that want an answer, each with how much: what is said last waits a little more for it."""
    points = _with_what_was_met(now)
    asked = any(point.act in ASKING and point.segment.form.asks for point in points)
    wanted = (point for point in points if not (asked and leads_up(point)))
    turned = [_in_this_talk(now, point) for point in wanted]
    return [(_heaviness(now, point) + _LATER * place, point) for place, point in enumerate(turned)]


def _in_this_talk(now: Moment, point: Point) -> Point:
    """Return a point as what it comes to in this talk: an apology after a push, an answer to their question."""
    waiting = now.state.memory.question != ""
    if point.act in ("apology", "apology_push"):
        return replace(point, act=_apology(now, point))
    if point.act == "lets_go" and not now.heard.lets_go:
        return replace(point, act="free_to_refuse")
    guessed = now.heard.named and now.state.asked_for_goal
    if point.act == UNKNOWN and guessed and point.segment.form in _ABOUT_WORRIES:
        return replace(point, act=NAMES, topic=f"concern:{now.heard.named[0]}")
    tells_anything = point.act == TELLS and not point.topic
    if tells_anything and guessed and now.reading.has(MoveKind.LABEL):
        return replace(point, act=NAMES, topic=f"concern:{now.heard.named[0]}")
    if (tells_anything and (waiting or now.heard.answers)) or (waiting and point.act in ("answers_yes", "answers_no")):
        return replace(point, act=ANSWERS)
    return point


def _apology(now: Moment, point: Point) -> str:
    """Return what an apology is in this talk: for a push if there was one or it says so; a word of sympathy is none."""
    if now.state.memory.pushed or (point.act == "apology_push" and acts()[point.act].surely(point.segment.said)):
        return "apology_push"
    return "kindness" if is_moved(now, point) else "apology"


def _heaviness(now: Moment, point: Point) -> float:
    """Return how much a point asks for an answer, 0–10."""
    if point.act == NAMES and now.state.status(point.id) is ConcernStatus.SETTLED:
        return _NODDED_AT
    if not point.segment.form.asks and point.act in (TELLS, REMARKS) and _gives_back(now, point):
        return _NODDED_AT
    if point.act == TELLS and not point.topic:
        return _TOLD if point.segment.size > _NOD else _NODDED_AT
    if point.act == FOLLOWS and not point.segment.form.asks:
        return _EXCLAIMED
    if point.segment.form.asks and _only_gives_back(now, point):
        return _NODDED_AT
    if point.act == REMARKS and _is_sorry_for(now, point):
        return _SORRY_FOR
    if point.act == REMARKS and FIRST_PERSON.search(point.segment.said):
        return _OF_ONESELF
    if point.act == "apology" and (point.segment.size >= _NOD or point.segment.start > 0):
        # "Sorry, …" only opens a line; after something else it is sorry for that.
        return _SAYS_WHAT_FOR
    return weight(point.act)


def _only_gives_back(now: Moment, point: Point) -> bool:
    """Tell whether a few words are given back before the question itself: "On a cab? How did they manage that?"."""
    asks_on = any(one.segment.form.asks and one.segment.start > point.segment.start for one in now.heard.points)
    wonders = is_declarative(point.segment) or point.segment.size <= _ECHO
    return asks_on and wonders and point.segment.form is Form.YES_NO and _gives_back(now, point)


def _is_sorry_for(now: Moment, point: Point) -> bool:
    """Tell whether a remark says what the apology or admission before or after it is for: "the bins were mine, sorry"."""
    places = [one.segment.start for one in now.heard.points]
    place = places.index(point.segment.start)
    beside = now.heard.points[max(0, place - 1) : place + 2]
    return "sorry" in point.segment.words or any(one.act in OWNS_UP for one in beside)


def _gives_back(now: Moment, point: Point) -> bool:
    """Tell whether a segment mostly gives the words of their last reply back: "soup for three hundred, then"."""
    return given_back(point.segment, last_words(now.state)) >= _GIVEN_BACK


def _with_what_was_met(now: Moment) -> list[Point]:
    """Return the points; if a worry was met and none of them says so, the first that tells something is what met it."""
    points = list(now.heard.points)
    if now.heard.met and not any(point.act == MEETS for point in points):
        telling = [
            place for place, point in enumerate(points) if not point.segment.form.asks and point.segment.size > _NOD
        ]
        for place in telling[:1]:
            points[place] = replace(points[place], act=MEETS, topic=f"concern:{now.heard.met[0]}")
    return points


def _fits_beside(now: Moment, first: Point, second: Point) -> bool:
    """Tell whether a second point is worth a part: a reaction before an answer, or a second question that is surely known.

    A remark is answered alone or not at all; two half answers are worse than one.
    """
    reaction = second if second.act in _REACTED_TO else first
    if reaction.act in _KINDLY and reaction.segment.size <= WORD_OR_TWO:
        return False  # "oh no", "lovely": a word of sympathy is not thanked for
    if reaction.act == TELLS and not reaction.topic:
        return False  # a mere nod beside an answer says nothing
    if reaction.act == MEETS and not now.heard.settled:
        return False  # nobody is relieved of a worry that was never spoken of
    if reaction.act in _REACTED_TO:
        row = acts().get(reaction.act)
        plainly = row is not None and row.surely(reaction.segment.said)
        surely = reaction.act in (MEETS, ANSWERS) or plainly or reaction.score >= _SURELY
        sorry = reaction.act in ("apology", "admission")
        remarks = REMARKS in (first.act, second.act) and not sorry
        return surely and reacts(first.act) is not reacts(second.act) and not remarks
    return {first.act, second.act} <= {ASKS, FOLLOWS} and min(first.score, second.score) >= _TOO


def _in_order(parts: Sequence[tuple[Point, Part]]) -> list[Part]:
    """Put a reaction first, and otherwise keep the order of the line."""
    return [part for point, part in sorted(parts, key=lambda pair: (not reacts(pair[0].act), pair[0].segment.start))]


def part_for(now: Moment, point: Point) -> Part | None:
    """Return the answer to one point, None if there is nothing to say to it."""
    if point.act == UNKNOWN and now.state.asked_for_goal and _PROPOSES.search(point.segment.said):
        return Part(line(now, Event.OFFER), "event offer")
    answer = _ANSWERS.get(point.act)
    if answer is not None:
        return answer(now, point)
    return by_act(now, point, point.act)


def _of_reaction(now: Moment, point: Point) -> Part | None:
    if not point.topic:
        return _of_telling(now, point)
    reaction = next(one for one in now.scenario.reactions if one.id == point.id)
    said = fresh(now.state, reaction.say, point.topic)
    return Part(said, "reaction", point.topic) if said else by_act(now, point, "story")


def _of_telling(now: Moment, point: Point) -> Part | None:
    """Answer something told that nothing is known about: as an offer, a reason, a story, a nod."""
    if now.heard.gives and not now.heard.met:
        return Part(line(now, Event.OFFER), "event offer")
    if now.reading.has(MoveKind.REASON) and now.state.asked_for_goal:
        return Part(line(now, Event.REASON), "event reason")
    if feels_with(now.state, point):
        return by_act(now, point, "unknown_feels" if THEIRS.search(point.segment.said) else "unknown_is_it")
    if point.segment.size <= _NOD:
        return by_act(now, point, "backchannel")
    is_story = point.segment.size >= _STORY and FIRST_PERSON.search(point.segment.said)
    return by_act(now, point, "story" if is_story else "told_anything")


def _of_answer(now: Moment, point: Point) -> Part | None:
    """Take up an answer to their own question."""
    asked = next((one for one in now.scenario.questions if one.id == now.state.memory.question), None)
    said = fresh(now.state, asked.taken, "taken") if asked else ""
    return Part(said, "taken") if said else Part(line(now, Event.TOLD), "event told")


def _of_more(now: Moment, point: Point) -> Part | None:
    """Answer what asks further about what was just spoken of."""
    kind, _, name = point.topic.partition(":")
    if kind == "fact":
        return more_of_fact(now, point, name)
    if kind == "concern" and now.state.status(name) is not ConcernStatus.SETTLED:
        return explained(now, name)
    if kind == "question" and (point.act == "what_meant" or point.segment.form is not Form.YES_NO):
        asked = next(one for one in now.scenario.questions if one.id == name)
        said = fresh(now.state, asked.ask, "asked again")
        if said:
            return Part(said, "question", point.topic, question=name)
    if point.act == "asks_back":
        return by_act(now, point, "how_are_you")
    if point.act == ASKS_MORE:
        asks_why = point.segment.form is Form.WHY and now.state.asked_for_goal
        return of_worry(now, point) if asks_why else of_unknown(now, point)
    return by_act(now, point, "what_meant" if now.state.asked_for_goal else "what_meant_early")


def _of_follow_up(now: Moment, point: Point) -> Part | None:
    """Answer a follow-up; if that was said already, tell more of the same thing."""
    return of_follow_up(now, point) or _of_more(now, replace(point, act=ASKS_MORE))


def _of_mirror(now: Moment, point: Point) -> Part | None:
    """Go on where their own words were given back."""
    topic = topic_now(now.scenario, now.state)
    if topic:
        return _of_more(now, replace(point, topic=topic))
    return Part(line(now, Event.MIRROR), "event mirror")


def _of_too_low(now: Moment, point: Point) -> Part | None:
    """Answer that an offer is too low; what was hoped for is asked only of those who have not said it."""
    return by_act(now, point, "too_low_known" if now.state.asked else "too_low")


def _nod(now: Moment) -> Part:
    return Part(line(now, Event.SMALL_TALK), "event small_talk")


def _own_question(now: Moment) -> Part | None:
    """Return a question of theirs that fits the moment, now and then."""
    memory = now.state.memory
    if (
        now.heard.pressure
        or now.state.turn - memory.asked_on < _PAUSE
        or source(now.state, "asks").random() >= _ASKS_BACK
    ):
        return None
    fitting = [one for one in now.scenario.questions if _may_ask(now.state, one)]
    if not fitting:
        return None
    asked = source(now.state, "question").choice(fitting)
    said = fresh(now.state, asked.ask, "question")
    voiced = asked.concern if asked.concern and now.state.status(asked.concern) is ConcernStatus.HIDDEN else ""
    return Part(said, "question", f"question:{asked.id}", voiced, asked.id) if said else None


def _may_ask(state: State, question: Question) -> bool:
    moments = (When.ANY, When.ASKED if state.asked_for_goal else When.EARLY)
    stands = not question.concern or state.status(question.concern) is not ConcernStatus.SETTLED
    return question.id not in state.memory.questions and question.when in moments and stands


#: A question that offers something: "what if I did the accounts on top?".
_PROPOSES = re.compile(
    r"\b(?:what if|suppose|supposing|say|how about if|how would it be if|what would you say if) (?:i|we)\b"
)

#: A yes or no that begins the second answer says to which question it is one.
_SECOND_YES = re.compile(r"^(?:Yes|No)\.")


def _to_the_other(says: re.Match[str]) -> str:
    return f"And to the other question: {says[0].lower()}"


_ANSWERS: dict[str, Callable[[Moment, Point], Part | None]] = {
    ASKS: of_fact,
    REMARKS: of_fact,
    TELLS: _of_reaction,
    ANSWERS: _of_answer,
    NAMES: of_naming,
    MEETS: of_meeting,
    MISSES: of_missing,
    UNKNOWN: of_unknown,
    ASKS_MORE: _of_more,
    FOLLOWS: _of_follow_up,
    "asks_back": _of_more,
    "what_meant": _of_more,
    MIRRORS: _of_mirror,
    "asks_worry": of_worry,
    "asks_if_right": of_reading_back,
    "asks_if_helps": of_whether_it_helps,
    "asks_need": of_worry,
    "too_low": _of_too_low,
}
