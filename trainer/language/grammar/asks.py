"""Words → asks. A small grammar: auxiliary + subject + predicate, wherever a clause may ask.

Every head (`clause_heads`) is compared with the frames of the table; a match may be refused by a rule (`refusals`), or
taken, and then the answer table (`polarity`) says what a plain “No” means. Nothing is looked up by the whole line.
"""

from __future__ import annotations

from typing import NamedTuple

from ..reading import Ask, NoMeans
from . import polarity
from .clause_heads import Head, heads
from .clauses import Clauses
from .match import Match
from .refusals import SETTLING, refusal_of


class Found(NamedTuple):
    """What frames find in a sentence: its asks, and the characters of questions that surely ask for nothing."""

    asks: list[Ask]
    settled: list[tuple[int, int]]


def find_asks(clauses: Clauses) -> Found:
    """Return all asks of a sentence that match a frame of the table, in order, none inside another."""
    settled: list[tuple[int, int]] = []
    best: dict[int, tuple[tuple[bool, int, int], Ask]] = {}
    for head in heads(clauses):
        if clauses.traced:
            clauses.explain("head", head.start, max(head.predicate, head.start + 1), f"{head.mood}, {head.subject}")
        for match in _matches(clauses, head):
            refused = refusal_of(clauses, match)
            if refused:
                clauses.explain("refused", head.predicate, match.end, match.frame.id, refused)
                if refused in SETTLING:
                    settled.append((clauses.words[head.start].start, clauses.words[match.end - 1].end))
                continue
            ask = _taken(clauses, match)
            # General rows count only if no other matches. Then the nearest predicate wins, as the clause's own, and of
            # those that begin there the longest, as it says most.
            rank = (not match.frame.general, -head.predicate, match.end)
            if ask and (head.start not in best or rank > best[head.start][0]):
                best[head.start] = (rank, ask)
    asks = _outermost([ask for _, ask in sorted(best.values(), key=lambda pair: pair[1].frame_start)])
    return Found(asks, settled)


def _matches(clauses: Clauses, head: Head) -> list[Match]:
    """Return the frames that match the predicate of a head, those that need an "if" only where there is one."""
    tables = clauses.tables
    found = tables.automata["frames"].match(clauses.keys, head.predicate, clauses.last, head.before)
    if clauses.conditional:
        found += tables.automata["conditional"].match(clauses.keys, head.predicate, clauses.last, head.before)
    return [Match(head, tables.frames[number], end) for number, end in found]


def _taken(clauses: Clauses, match: Match) -> Ask | None:
    """Return the ask of a match that no rule refuses; None for a claim that asks nothing."""
    row, no_means = polarity.row_of(polarity.build_of(clauses, match), clauses.tables.name)
    clauses.explain("answer", match.head.predicate, match.end, match.frame.id, row)
    return _ask(clauses, match, no_means) if no_means is not NoMeans.NONE else None


def _outermost(asks: list[Ask]) -> list[Ask]:
    kept: list[Ask] = []
    for ask in asks:
        if kept and ask.frame_start < kept[-1].frame_end:
            continue
        kept.append(ask)
    return kept


def _ask(clauses: Clauses, match: Match, no_means: NoMeans) -> Ask:
    """Build the ask."""
    head, frame, end = match
    words = clauses.words
    frame_start = words[head.start].start if head.mood != "ended" else words[head.predicate].start
    proposal = _proposal(clauses, head, end)
    negated = polarity.denies(clauses, match)
    return Ask(frame_start, words[end - 1].end, *proposal, frame.family, frame.id, no_means, negated)


def _proposal(clauses: Clauses, head: Head, end: int) -> tuple[int, int]:
    """Return the characters of the proposal: what follows the frame, or the subject ("would *a coffee* be a mistake?")."""
    words, norms, last = clauses.words, clauses.norms, clauses.last
    start = end
    while start < last and norms[start] in ("to", "if", "that") and start < end + 2:
        start += 1
    stop = max(clauses.unmarked_last, start)
    if start < stop:
        return words[start].start, words[stop - 1].end
    if head.subject != "np" or head.subject_start >= head.predicate:
        return words[end - 1].end, words[end - 1].end
    between = clauses.classes["auxiliaries"] | clauses.classes["adverbs"] | {"not"}
    stop = head.predicate
    while stop > head.subject_start + 1 and norms[stop - 1] in between:
        stop -= 1  # "a coffee would not | be a mistake" proposes a coffee
    return words[head.subject_start].start, words[stop - 1].end
