"""The cues of a sentence: rows of `moves.toml` that match, and which of them make a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..matching.cover import Cover
from ..reading import MoveKind
from ..tables import Cue
from .clauses import MARKS, Clauses

#: How many words before a cue are searched for what makes it somebody else's.
_LEAD = 2


class Hit(NamedTuple):
    """A cue that matches the words `first` to `last` (exclusive)."""

    cue: Cue
    first: int
    last: int


class Veto(NamedTuple):
    """No move of `kind` may begin from `start` to `end`. A veto of a general row affects general rows only."""

    kind: str
    start: int
    end: int
    general: bool


class Cues:
    """All cues of a sentence, of each kind the longest at each place; of equally long ones the later, more special row.

    General rows count only if no other row of their kind matches anywhere in the sentence.
    """

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        hits = list(_hits(clauses))
        special = {hit.cue.kind for hit in hits if not hit.cue.general}
        self.hits = [hit for hit in hits if not (hit.cue.general and hit.cue.kind in special)]
        self.vetoes = [
            Veto(kind, clauses.words[hit.first].start, _vetoed_to(clauses, hit), hit.cue.general)
            for hit in self.hits
            for kind in hit.cue.blocks
        ]

    def asks(self, *, weak: bool) -> list[Hit]:
        """Return the cues of asks: the weak ones (imperatives, wishes) or the strong ones."""
        return [hit for hit in self.hits if hit.cue.kind == MoveKind.YES_ORIENTED_ASK and hit.cue.weak is weak]

    def spans(self, kind: MoveKind) -> list[tuple[int, int]]:
        """Return the characters that the cues of a kind cover."""
        words = self.clauses.words
        return [(words[hit.first].start, words[hit.last - 1].end) for hit in self.hits if hit.cue.kind == kind]

    def vetoed(self, kind: MoveKind) -> list[tuple[int, int]]:
        """Return the characters where no move of this kind may begin, by vetoes of any row."""
        return [(veto.start, veto.end) for veto in self.vetoes if veto.kind == kind]

    def other_moves(self) -> Iterator[Hit]:
        """Yield the cues that make a move which is neither an ask nor an open question."""
        covers: dict[tuple[str, bool], Cover] = {}
        for hit in self.hits:
            if hit.cue.kind in (MoveKind.OPEN_QUESTION, MoveKind.OTHER, MoveKind.YES_ORIENTED_ASK):
                continue
            key = (hit.cue.kind, hit.cue.general)
            if key not in covers:
                covers[key] = self._vetoed_by(*key)
            refused = self.refusal_of(hit, covers[key])
            if refused:
                self.clauses.explain("refused", hit.first, hit.last, hit.cue.id, refused)
            else:
                yield hit

    def refusal_of(self, hit: Hit, vetoed: Cover) -> str:
        """Return why a cue makes no move, "" if it does."""
        if self.clauses.words[hit.first].start in vetoed:
            return "vetoed"
        return next((name for name, refuses in CUE_REFUSALS.items() if refuses(self, hit)), "")

    def first_of(self, kind: MoveKind) -> int:
        """Return the place of the first cue of a kind, the end of the sentence for none."""
        places = (hit.first for hit in self.hits if hit.cue.kind == kind)
        return min(places, default=self.clauses.sentence.last)

    def _vetoed_by(self, kind: str, general: bool) -> Cover:
        spans = [(v.start, v.end) for v in self.vetoes if v.kind == kind and (general or not v.general)]
        return self.clauses.cover(spans)


def _hits(clauses: Clauses) -> Iterator[Hit]:
    sentence, tables, keys = clauses.sentence, clauses.tables, clauses.keys
    anywhere, opening = tables.automata["anywhere"], tables.automata["opening"]
    for place in range(sentence.first, sentence.last):
        if clauses.words[place].quoted:
            continue
        matches = anywhere.match(keys, place, sentence.last) if anywhere.begins(keys[place]) else []
        if clauses.starts_clause(place):
            matches += opening.match(keys, place, sentence.last)
        longest: dict[tuple[str, bool, bool], tuple[int, int]] = {}
        for number, end in matches:
            cue = tables.cues[number]
            key = (cue.kind, cue.general, cue.weak)
            if (end, number) > longest.get(key, (0, 0)) and _fits(clauses, cue, end):
                longest[key] = end, number
        yield from (Hit(tables.cues[number], place, end) for end, number in longest.values())


def _fits(clauses: Clauses, cue: Cue, end: int) -> bool:
    if cue.question and not clauses.sentence.question:
        return False
    ended = end >= clauses.sentence.last or clauses.norms[end] in MARKS
    return not (cue.whole and not ended) and not (cue.followed and ended)


def _vetoed_to(clauses: Clauses, hit: Hit) -> int:
    """Return how far the vetoes of a cue reach: a label or autonomy covers its whole clause, others only their words."""
    end = clauses.words[hit.last - 1].end
    whole = hit.cue.kind in (MoveKind.LABEL, MoveKind.AUTONOMY)
    return max(clauses.clause_end(hit.last), end) if whole else end


def _lead(cues: Cues, hit: Hit) -> Sequence[str]:
    return cues.clauses.norms[max(cues.clauses.sentence.first, hit.first - _LEAD) : hit.first]


def _inside_a_label(cues: Cues, hit: Hit) -> bool:
    """Tell whether it belongs to a label: "it sounds like you think I …"."""
    return hit.cue.kind == MoveKind.ACCUSATION_AUDIT and cues.first_of(MoveKind.LABEL) < hit.first


def _after_if(cues: Cues, hit: Hit) -> bool:
    """Tell whether it is only supposed: "if you are too busy" guesses at nothing, "if you have a minute" presses nobody."""
    return "if" in _lead(cues, hit) and (hit.cue.kind == MoveKind.LABEL or hit.cue.general)


def _freedom_of_others(cues: Cues, hit: Hit) -> bool:
    others = any(word in cues.clauses.classes["not_the_other"] for word in _lead(cues, hit))
    return hit.cue.kind == MoveKind.AUTONOMY and others


def _reported(cues: Cues, hit: Hit) -> bool:
    return hit.cue.kind != MoveKind.AUTONOMY and cues.clauses.reported(hit.first)


def _asked(cues: Cues, hit: Hit) -> bool:
    """Tell whether it is asked: "do you have ten minutes?" sets no deadline, "am I wasting my time?" blames nobody."""
    clauses = cues.clauses
    place = hit.first if clauses.subject_at(hit.first)[0] else hit.first - 1
    asked = place >= clauses.sentence.first and bool(clauses.subject_at(place)[0]) and clauses.turned_round(place)
    return hit.cue.kind == MoveKind.PRESSURE and asked


#: Why a cue that matches makes no move, in the order they are tried; `refusals.toml` holds a pair for each.
CUE_REFUSALS: Mapping[str, Callable[[Cues, Hit], bool]] = {
    "inside_a_label": _inside_a_label,
    "after_if": _after_if,
    "freedom_of_others": _freedom_of_others,
    "reported": _reported,
    "asked": _asked,
}
