"""Which worries a line names, and which it meets: by the words of the author, and by its meaning."""

from __future__ import annotations

from ..language import MoveKind, Reading
from ..language.topics import spoken_of
from ..scenario import Concern, Scenario
from .acts import ASKS, MEETS, NAMES, REMARKS, TELLS
from .figures import figures
from .giving import FIRST_PERSON, offers, tells
from .matcher import Matcher
from .named_figures import within
from .points import Point
from .state import ConcernStatus, State
from .worries import settling, spoken_worries

#: Whoever objects to a reply or an offer, or asks what was meant, meets no worry.
_UNMET = ("protest", "refers_back", "what_meant", "too_low")
#: Moves that speak of what worries them.
NAMING = (MoveKind.LABEL, MoveKind.OPEN_QUESTION, MoveKind.ACCUSATION_AUDIT, MoveKind.SUMMARY, MoveKind.MIRROR)
#: From this nearness on (0–1) a line meets, or names, a worry by its meaning; below the last, words alone are an accident.
_MEETS, _NAMES, _ASKS_OF, _SPEAKS, _COULD_MEET = 0.67, 0.63, 0.53, 0.40, 0.47
#: From this nearness on (0–1) it is met where the worry was just spoken of, and they are asked whether it helps.
_OFFERED = 0.53
#: With so few words a figure is only named.
_HARDLY_MORE = 8


def named_worries(
    scenario: Scenario, matcher: Matcher, reading: Reading, points: tuple[Point, ...], asks_else: bool
) -> tuple[str, ...]:
    """Return the concerns that a line speaks of: by the words of its naming moves, or by the meaning of a segment."""
    text = " ".join(_sentence(reading.text, move.start) for move in reading.moves if move.kind in NAMING)
    text = reading.text if asks_else else text
    by_words = [cid for cid in (spoken_worries(scenario, text) if text else ()) if _speaks(matcher, points, cid)]
    labels = bool(text)
    by_meaning = [point.id for point in points if point.act == NAMES]
    for point in points:
        if (labels or point.segment.form.asks) and point.act not in (ASKS, MEETS):
            near = [
                (matcher.nearness(point.segment.said, "named", concern.id), concern.id) for concern in scenario.concerns
            ]
            best, cid = max(near, default=(0.0, ""))
            if best >= _NAMES:
                by_meaning.append(cid)
    return tuple(dict.fromkeys((*by_meaning, *by_words)))


def _speaks(matcher: Matcher, points: tuple[Point, ...], cid: str) -> bool:
    """Tell whether words that name a worry can be meant so: no segment is far from all that is said of it.

    A question has to be nearer than what is told: "whose ladder, Hendrik's?" only mentions him.
    """
    if not matcher.knows_meaning(cid):
        return True
    return any(
        matcher.nearness(point.segment.said, kind, cid) >= (_ASKS_OF if point.segment.form.asks else _SPEAKS)
        for point in points
        for kind in ("named", "met", "missed")
    )


def _could_meet(matcher: Matcher, points: tuple[Point, ...], cid: str) -> bool:
    """Tell whether words that meet a worry can be meant so: something told is not far from what meets it."""
    if not matcher.knows_meaning(cid):
        return True
    told = (
        point.segment
        for point in points
        if not point.segment.form.asks or point.asks_goal or FIRST_PERSON.search(point.segment.said)
    )
    return any(matcher.nearness(segment.said, "met", cid) >= _COULD_MEET for segment in told)


def met_worries(
    scenario: Scenario,
    state: State,
    matcher: Matcher,
    reading: Reading,
    points: tuple[Point, ...],
    giving: bool,
    answers: bool,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (voiced concerns that are settled, hidden ones that are foreseen)."""
    if any(point.act in _UNMET for point in points):
        return (), ()
    points = tuple(point for point in points if not _only_names_a_figure(scenario, reading, point))
    open_now = state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    by_meaning = {
        concern.id
        for concern in scenario.concerns
        if _means_to_meet(matcher, reading, points, concern, state.memory.topic)
    }
    by_words = {
        concern.id
        for concern in scenario.concerns
        if spoken_of(reading.text, settling(concern, scenario.goal.what)) and _could_meet(matcher, points, concern.id)
    }
    # "What can I do for you?" asks for no offer; a question of theirs about what worries them does.
    offering = giving and ((answers and bool(state.memory.question)) or offers(reading))
    # Any plain word about a voiced concern settles it; a hidden one is met only by an offer.
    settled = [cid for cid in open_now if cid in by_meaning or (cid in by_words and (giving or tells(reading)))]
    hidden = [cid for cid in state.having(ConcernStatus.HIDDEN) if not state.count(f"foreseen:{cid}")]
    foreseen = [cid for cid in hidden if cid in by_meaning or (offering and cid in by_words)]
    return tuple(settled), tuple(foreseen)


def _only_names_a_figure(scenario: Scenario, reading: Reading, point: Point) -> bool:
    """Tell whether a segment says a figure and hardly more, which meets no worry: "I'd like to talk about 62"."""
    bargain, segment = scenario.bargain, point.segment
    return bargain is not None and segment.size <= _HARDLY_MORE and bool(figures(bargain, within(reading, segment)))


def _means_to_meet(
    matcher: Matcher, reading: Reading, points: tuple[Point, ...], concern: Concern, on_the_table: str
) -> bool:
    """Tell whether some segment meets a concern by its meaning, rather than brushing it aside or asking about it.

    `on_the_table`: the topic just spoken of. What is offered for it, and asked about ("would that help?"), need be less near.
    """
    offered = any(point.act == "asks_if_helps" for point in points) and on_the_table == f"concern:{concern.id}"
    least = _OFFERED if offered else _MEETS
    if reading.has(MoveKind.LABEL):
        return False
    for point in points:
        said = point.segment.said
        met = matcher.nearness(said, "met", concern.id)
        asks = point.segment.form.asks and not reading.asks
        of_itself = point.act in (ASKS, REMARKS, TELLS) and point.topic != ""
        if not asks and not of_itself and met >= least and met > matcher.nearness(said, "missed", concern.id):
            return True
        if point.act == MEETS and point.id == concern.id and not asks:
            return True
    return False


def _sentence(text: str, place: int) -> str:
    """Return the sentence that holds a character."""
    begin = max(text.rfind(mark, 0, place) for mark in ".!?;\n") + 1
    ends = [end for mark in ".!?;\n" if (end := text.find(mark, place)) >= 0]
    return text[begin : min(ends, default=len(text))]
