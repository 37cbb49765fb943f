"""Line → Reading: the entry to this package. Pure: equal lines give equal readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .grammar.asks import find_asks
from .grammar.clauses import Clauses, Line, Step
from .grammar.cues import Cues, Hit
from .grammar.questions import as_ask, find_questions
from .grammar.tags import tag_ask
from .matching.cover import Cover
from .matching.tokens import Word, sentences, split
from .mirror import mirrors
from .reading import Ask, Move, MoveKind, NoMeans, Reading
from .tables import load
from .terms import Span, find_terms, hints

_ASKS = (MoveKind.NO_ORIENTED_ASK, MoveKind.YES_ORIENTED_ASK)
#: All words of a term but "to", "and" and "a" hint at it, so no term reaches farther from a hint than this many words.
_TERM_WORDS = 3
#: The kinds that can name a line without a real question, the most telling first.
_RANK = (
    MoveKind.PRESSURE,
    MoveKind.ACCUSATION_AUDIT,
    MoveKind.LABEL,
    MoveKind.AUTONOMY,
    MoveKind.YES_ORIENTED_ASK,
    MoveKind.SUMMARY,
    MoveKind.MIRROR,
    MoveKind.OFFER,
    MoveKind.ACKNOWLEDGEMENT,
    MoveKind.REASON,
)


@dataclass
class _Found:
    """What has been heard so far. `real`: (start, kind, ask) of true questions; `weak`: asks that give way to them, each
    with whether it gives way to an offer too; `told`: where an open question is told, not asked ("tell me what …").
    """

    text: str
    moves: list[Move] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    real: list[tuple[int, MoveKind, Ask | None]] = field(default_factory=list)
    weak: list[tuple[Ask, bool]] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def add(self, kind: MoveKind, start: int, end: int, rule: str) -> None:
        self.moves.append(Move(kind, start, end, self.text[start:end], rule))

    def add_ask(self, ask: Ask) -> None:
        self.add_any_ask(ask)
        self.real.append((ask.frame_start, ask.kind, ask))

    def add_weak_ask(self, ask: Ask, yields: bool) -> None:
        self.add_any_ask(ask)
        self.weak.append((ask, yields))

    def add_any_ask(self, ask: Ask) -> None:
        self.asks.append(ask)
        self.add(ask.kind, ask.frame_start, ask.frame_end, ask.rule)

    def add_open(self, clauses: Clauses, first: int, last: int, rule: str) -> None:
        start = clauses.words[first].start
        self.add(MoveKind.OPEN_QUESTION, start, clauses.words[last - 1].end, rule)
        if clauses.sentence.question:
            self.real.append((start, MoveKind.OPEN_QUESTION, None))
        else:
            self.told.append(start)


def read(line: str, after: str | None = None, language: str = "english") -> Reading:
    """Read what a line, any text as typed, does. Never raises.

    `after`: what the counterpart said last, to recognise mirrors. All offsets in the result are characters of `line`.
    """
    return _read(line, after, language, None)


def explain(line: str, after: str | None = None, language: str = "english") -> tuple[Reading, list[Step]]:
    """Read a line as `read` does, and return with its reading each step of the grammar, in order."""
    steps: list[Step] = []
    return _read(line, after, language, steps), steps


def _read(line: str, after: str | None, language: str, steps: list[Step] | None) -> Reading:
    tables = load(language)
    words = split(line, tables.spelling)
    norms = [word.norm for word in words]
    found = _Found(line)
    cut = Line(words, norms, tables.keys(norms), tables)
    for sentence in sentences(words):
        _read_sentence(Clauses(cut, sentence, steps), found)
    # Not every line in the counterpart's words is a mirror: a greeting stays a greeting, an ask an ask.
    plain = all(move.kind in (MoveKind.STATEMENT, MoveKind.OPEN_QUESTION) for move in found.moves)
    if after and plain and mirrors(norms, after, tables):
        found.add(MoveKind.MIRROR, *_extent(line), "(last words given back)")
    kind, ask = _main(found)
    if not found.moves and line.strip():
        found.add(MoveKind.OTHER, *_extent(line), "(nothing else)")
    return Reading(
        line,
        kind,
        ask.no_means if ask else NoMeans.NONE,
        _tidy(found.moves),
        tuple(sorted(found.asks, key=lambda a: a.frame_start)),
        tuple(find_terms(line, language, _hinted(words, norms, language))),
        ask,
    )


def _hinted(words: Sequence[Word], norms: Sequence[str], language: str) -> list[Span]:
    """Return the stretches that may hold a term, so that a long line costs no more than its amounts and dates."""
    spans: list[Span] = []
    for place, norm in enumerate(norms):
        kinds = hints(norm, language)
        if kinds:
            start, end = words[max(0, place - _TERM_WORDS)].start, words[min(len(words) - 1, place + _TERM_WORDS)].end
            if spans and start <= spans[-1][1]:
                start, _, before = spans.pop()
                kinds |= before
            spans.append((start, end, kinds))
    return spans


def _read_sentence(clauses: Clauses, found: _Found) -> None:
    """Add the moves of one sentence to `found`.

    The order matters: what finds an ask or open question takes its characters, and later steps skip what begins there.
    So the surest come first: open cues, frames, strong ask cues, questions by word order, weak ask cues (imperatives,
    wishes). Other moves may overlap asks. A tag counts only without an ask, "statement" only without any move.
    """
    before = len(found.moves)
    words, norms, sentence = clauses.words, clauses.norms, clauses.sentence
    cues = Cues(clauses)
    if not clauses.answered_at_once:
        _read_questions_asked(clauses, cues, found)
    for hit in cues.other_moves():
        found.add(MoveKind(hit.cue.kind), words[hit.first].start, words[hit.last - 1].end, hit.cue.id)
    tagged = None if clauses.answered_at_once else tag_ask(clauses, [move.kind for move in found.moves[before:]])
    if tagged:
        found.add_ask(tagged)
    if len(found.moves) == before and any(norms[i][0].isalnum() for i in range(sentence.first, sentence.last)):
        found.add(MoveKind.STATEMENT, words[sentence.first].start, words[sentence.last - 1].end, "(statement)")


def _read_questions_asked(clauses: Clauses, cues: Cues, found: _Found) -> None:
    """Add the asks and open questions of a sentence, the surest first."""
    words = clauses.words
    taken = clauses.cover(_read_open_cues(cues, found) + cues.vetoed(MoveKind.YES_ORIENTED_ASK))
    strong = cues.asks(weak=False)
    # "Any chance you'd mind the shop?" asks for a chance; the rest of its clause is the proposal, not a frame.
    asked_for = clauses.cover((words[hit.first].start + 1, clauses.clause_end(hit.last)) for hit in strong)
    asks, settled = find_asks(clauses)
    for ask in asks:
        if ask.frame_start not in taken and ask.frame_start not in asked_for:
            found.add_ask(ask)
            taken.add(ask.frame_start, ask.frame_end)
    _read_ask_cues(clauses, strong, taken, found)
    for span in settled:
        taken.add(*span)
    # "What is wrong with you?" asks for nothing.
    _read_questions(clauses, taken, clauses.cover(cues.spans(MoveKind.PRESSURE)), found)
    _read_ask_cues(clauses, cues.asks(weak=True), taken, found)


def _read_open_cues(cues: Cues, found: _Found) -> list[tuple[int, int]]:
    """Add the open questions that a cue finds, none inside another, and return their spans."""
    words, spans = cues.clauses.words, [(-1, -1)]
    for cue, first, last in cues.hits:
        if cue.kind == MoveKind.OPEN_QUESTION and words[first].start >= spans[-1][1]:
            found.add_open(cues.clauses, first, last, cue.id)
            spans.append((words[first].start, words[last - 1].end))
    return spans[1:]


def _read_ask_cues(clauses: Clauses, hits: Sequence[Hit], taken: Cover, found: _Found) -> None:
    words = clauses.words
    for cue, first, last in hits:
        start, end = words[first].start, words[last - 1].end
        if cue.own_words and clauses.sentence.question and clauses.norms[first] in clauses.classes["have"]:
            continue  # "Have the others left?" is no order
        if cue.before_no_tag and clauses.tag is not None:
            continue  # the tag says what is asked
        if start in taken or clauses.reported(first):
            continue
        ask = _cue_ask(clauses, Hit(cue, first, last))
        if cue.weak:
            found.add_weak_ask(ask, cue.yields_to_offer)
        else:
            found.add_ask(ask)
        taken.add(start, end if cue.weak else words[clauses.last - 1].end)


def _read_questions(clauses: Clauses, taken: Cover, pressing: Cover, found: _Found) -> None:
    words = clauses.words
    for question in find_questions(clauses):
        start = words[question.first].start
        if start in taken or start in pressing:
            continue
        if question.what == "open":
            found.add_open(clauses, question.first, question.last, "(question word)")
        elif question.what in ("request", "push"):
            found.add_ask(as_ask(clauses, question))
        else:
            continue
        taken.add(start, words[clauses.last - 1].end)


def _cue_ask(clauses: Clauses, hit: Hit) -> Ask:
    """Return the ask of a cue. The proposal follows it, but an imperative is its own proposal."""
    cue, first, last = hit
    words = clauses.words
    start, end = words[first].start, words[last - 1].end
    stop = max(clauses.unmarked_last, last)
    begin = start if cue.own_words else words[last].start if last < stop else end
    close = words[stop - 1].end if last < stop else end
    return Ask(start, end, begin, max(begin, close), cue.family, cue.id, NoMeans.REFUSE)


def _extent(line: str) -> tuple[int, int]:
    """Return where a line begins and ends without the white space around it."""
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _main(found: _Found) -> tuple[MoveKind, Ask | None]:
    """Return the kind that names the line, and the ask that decides what "No" means. The last real question wins, but
    an open one after a no-oriented ask leaves it to the last ask. Otherwise a mirror, then the first of _RANK.
    """
    kinds = {move.kind for move in found.moves}
    if found.real:
        _, kind, ask = max(found.real, key=lambda item: item[0])
        if kind is MoveKind.OPEN_QUESTION:
            earlier = [item for item in found.real if item[1] in _ASKS]
            if earlier and MoveKind.NO_ORIENTED_ASK in {item[1] for item in earlier}:
                _, kind, ask = earlier[-1]
        return kind, ask
    if found.told:
        return MoveKind.OPEN_QUESTION, None
    if MoveKind.MIRROR in kinds:
        return MoveKind.MIRROR, None
    for kind in _RANK:
        # "I could come to you, and we could keep it short" offers; the "we could" in it asks for nothing more.
        offered = MoveKind.OFFER in kinds and bool(found.weak) and found.weak[-1][1]
        if kind is MoveKind.YES_ORIENTED_ASK and found.weak and not offered:
            return kind, found.weak[-1][0]
        if kind in kinds and kind is not MoveKind.YES_ORIENTED_ASK:
            return kind, None
    return MoveKind.OTHER, None


def _tidy(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Sort moves by place; if two of a kind overlap, keep the longer one."""
    by_kind: dict[MoveKind, list[Move]] = {}
    for move in moves:
        by_kind.setdefault(move.kind, []).append(move)
    kept = [move for same in by_kind.values() for move in (same if len(same) == 1 else _longest(same))]
    return tuple(sorted(kept, key=lambda m: (m.start, m.end, m.kind)))


def _longest(moves: Sequence[Move]) -> Iterator[Move]:
    """Yield the longest moves of which no two overlap."""
    kept = Cover(min(move.start for move in moves), max(move.end for move in moves))
    for move in sorted(moves, key=lambda m: (m.start - m.end, m.start)):
        if not kept.touches(move.start, move.end):
            kept.add(move.start, move.end)
            yield move
