"""Line → Reading: the entry to this package. Pure: equal lines give equal readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .grammar.asks import find_asks
from .grammar.clauses import MARKS, Clauses
from .grammar.questions import as_ask, find_questions
from .matching.cover import Cover
from .matching.templates import PARTICIPLE
from .matching.tokens import Word, sentences, split
from .reading import Ask, Move, MoveKind, NoMeans, Reading
from .tables import Cue, Tables, load
from .terms import Span, find_terms, hints

_ASKS = (MoveKind.NO_ORIENTED_ASK, MoveKind.YES_ORIENTED_ASK)
#: All words of a term but "to", "and" and "a" hint at it, so no term reaches farther from a hint than this many words.
_TERM_WORDS = 3
#: A cue that matched, and the words it covers: first, last (exclusive).
_Hit = tuple[Cue, int, int]
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


class _Block(NamedTuple):
    """A veto: no move of `kind` may begin from `start` to `end`. One of a general row affects general rows only."""

    kind: str
    start: int
    end: int
    general: bool


@dataclass
class _Found:
    """What has been heard so far. `real`: (start, kind, ask) of true questions; `weak`: asks that give way to them."""

    moves: list[Move] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    real: list[tuple[int, MoveKind, Ask | None]] = field(default_factory=list)
    weak: list[Ask] = field(default_factory=list)

    def add_ask(self, ask: Ask, text: str, weak: bool = False) -> None:
        self.asks.append(ask)
        self.moves.append(
            Move(ask.kind, ask.frame_start, ask.frame_end, text[ask.frame_start : ask.frame_end], ask.rule)
        )
        if weak:
            self.weak.append(ask)
        else:
            self.real.append((ask.frame_start, ask.kind, ask))


def read(line: str, after: str | None = None, language: str = "english") -> Reading:
    """Read what a line, any text as typed, does. Never raises.

    `after`: what the counterpart said last, to recognise mirrors. All offsets in the result are characters of `line`.
    """
    tables = load(language)
    words = split(line, tables.spelling)
    norms = [word.norm for word in words]
    found = _Found()
    keys = tables.keys(norms)
    for sentence in sentences(words):
        _read_sentence(line, Clauses(words, norms, keys, sentence, tables), found)
    # Not every line in the counterpart's words is a mirror: a greeting stays a greeting, an ask an ask.
    if after and all(move.kind in (MoveKind.STATEMENT, MoveKind.OPEN_QUESTION) for move in found.moves):
        found.moves.extend(_mirror(line, norms, after, tables))
    kind, ask = _main(found)
    if not found.moves and line.strip():
        found.moves.append(_whole(line, MoveKind.OTHER, "(nothing else)"))
    no_means = ask.no_means if ask else NoMeans.NONE
    return Reading(
        line,
        kind,
        no_means,
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


def _read_sentence(line: str, clauses: Clauses, found: _Found) -> None:
    """Add the moves of one sentence to `found`.

    The order matters: what finds an ask or open question takes its characters, and later steps skip what begins there.
    So the surest come first: open cues, frames, strong ask cues, questions by word order, weak ask cues (imperatives,
    wishes). Other moves may overlap asks. A tag counts only without an ask, "statement" only without any move.
    """
    before = len(found.moves)
    words, norms, sentence = clauses.words, clauses.norms, clauses.sentence
    cues = _cues(clauses)
    blocked = [
        _Block(kind, words[first].start, _blocked_to(clauses, cue, last), cue.general)
        for cue, first, last in cues
        for kind in cue.blocks
    ]
    vetoed = [(start, end) for kind, start, end, _ in blocked if kind == MoveKind.YES_ORIENTED_ASK]
    taken = clauses.cover(_read_open_cues(line, clauses, cues, found) + vetoed)
    strong = [item for item in cues if item[0].kind == MoveKind.YES_ORIENTED_ASK and not item[0].weak]
    # "Any chance you'd mind the shop?" asks for a chance; the rest of its clause is the proposal, not a frame.
    asked_for = clauses.cover((words[first].start + 1, clauses.clause_end(last)) for _, first, last in strong)
    for ask in find_asks(clauses):
        if ask.frame_start not in taken and ask.frame_start not in asked_for:
            found.add_ask(ask, line)
            taken.add(ask.frame_start, ask.frame_end)
    _read_ask_cues(line, clauses, strong, taken, found)
    # "What is wrong with you?" asks for nothing.
    pressing = [(words[first].start, words[last - 1].end) for cue, first, last in cues if cue.kind == MoveKind.PRESSURE]
    _read_questions(line, clauses, taken, clauses.cover(pressing), found)
    weak = [item for item in cues if item[0].kind == MoveKind.YES_ORIENTED_ASK and item[0].weak]
    _read_ask_cues(line, clauses, weak, taken, found)
    _read_cues(line, clauses, cues, blocked, found)
    _read_tag(line, clauses, found, before)
    if len(found.moves) == before and any(norms[i][0].isalnum() for i in range(sentence.first, sentence.last)):
        start, end = words[sentence.first].start, words[sentence.last - 1].end
        found.moves.append(Move(MoveKind.STATEMENT, start, end, line[start:end], "(statement)"))


def _blocked_to(clauses: Clauses, cue: Cue, last: int) -> int:
    """Return how far a cue's vetoes reach: a label or autonomy covers its whole clause, others only their words."""
    whole = cue.kind in (MoveKind.LABEL, MoveKind.AUTONOMY)
    return max(clauses.clause_end(last), clauses.words[last - 1].end) if whole else clauses.words[last - 1].end


def _read_open_cues(line: str, clauses: Clauses, cues: Sequence[_Hit], found: _Found) -> list[tuple[int, int]]:
    """Add the open questions that a cue finds, none inside another, and return their spans."""
    words, spans = clauses.words, [(-1, -1)]
    for cue, first, last in cues:
        if cue.kind == MoveKind.OPEN_QUESTION and words[first].start >= spans[-1][1]:
            _add_open(line, words, first, last, cue.id, found)
            spans.append((words[first].start, words[last - 1].end))
    return spans[1:]


def _read_ask_cues(line: str, clauses: Clauses, cues: Sequence[_Hit], taken: Cover, found: _Found) -> None:
    words = clauses.words
    for cue, first, last in cues:
        start, end = words[first].start, words[last - 1].end
        if cue.id == "imperative" and clauses.sentence.question and clauses.norms[first] in clauses.classes["have"]:
            continue  # "Have the others left?" is no order
        if cue.id == "can_declared" and clauses.tag is not None:
            continue  # the tag says what is asked
        if start not in taken and not clauses.reported(first):
            found.add_ask(_cue_ask(clauses, cue, last, start, end), line, cue.weak)
            taken.add(start, words[clauses.last - 1].end if not cue.weak else end)


def _read_questions(line: str, clauses: Clauses, taken: Cover, pressing: Cover, found: _Found) -> None:
    words = clauses.words
    for question in find_questions(clauses):
        start = words[question.first].start
        if start in taken or start in pressing:
            continue
        if question.what == "open":
            _add_open(line, words, question.first, question.last, "(question word)", found)
        elif question.what in ("request", "push"):
            found.add_ask(as_ask(clauses, question), line)
        else:
            continue
        taken.add(start, words[clauses.last - 1].end)


def _add_open(line: str, words: Sequence[Word], first: int, last: int, rule: str, found: _Found) -> None:
    start, end = words[first].start, words[last - 1].end
    found.moves.append(Move(MoveKind.OPEN_QUESTION, start, end, line[start:end], rule))
    found.real.append((start, MoveKind.OPEN_QUESTION, None))


def _cues(clauses: Clauses) -> list[_Hit]:
    """Find the cues of a sentence, of each kind the longest at each place; of equally long ones the later, more special
    row. General rows count only if no other row of their kind matches anywhere in the sentence.
    """
    sentence, tables, keys = clauses.sentence, clauses.tables, clauses.keys
    anywhere, opening = tables.automata["anywhere"], tables.automata["opening"]
    hits: list[_Hit] = []
    for place in range(sentence.first, sentence.last):
        if clauses.words[place].quoted:
            continue
        matches = anywhere.match(keys, place, sentence.last) if anywhere.begins(keys[place]) else []
        if clauses.starts_clause(place):
            matches += opening.match(keys, place, sentence.last)
        if not matches:
            continue
        longest: dict[tuple[str, bool, bool], tuple[int, int]] = {}
        for number, end in matches:
            cue = tables.cues[number]
            key = (cue.kind, cue.general, cue.weak)
            if (end, number) > longest.get(key, (0, 0)) and _cue_fits(clauses, cue, end):
                longest[key] = end, number
        hits += [(tables.cues[number], place, end) for end, number in longest.values()]
    special = {cue.kind for cue, _, _ in hits if not cue.general}
    return [hit for hit in hits if not (hit[0].general and hit[0].kind in special)]


def _cue_fits(clauses: Clauses, cue: Cue, end: int) -> bool:
    if cue.question and not clauses.sentence.question:
        return False
    ended = end >= clauses.sentence.last or clauses.norms[end] in MARKS
    return not (cue.whole and not ended) and not (cue.followed and ended)


def _read_cues(line: str, clauses: Clauses, cues: Sequence[_Hit], blocked: Sequence[_Block], found: _Found) -> None:
    """Add the moves that are neither asks nor open questions."""
    words = clauses.words
    vetoes = _vetoes(clauses, blocked)
    first_label = min((first for cue, first, _ in cues if cue.kind == MoveKind.LABEL), default=clauses.sentence.last)
    for cue, first, last in cues:
        start, end = words[first].start, words[last - 1].end
        kind = MoveKind(cue.kind)
        if kind in (MoveKind.OPEN_QUESTION, MoveKind.OTHER, MoveKind.YES_ORIENTED_ASK):
            continue
        if start in vetoes[cue.kind, cue.general]:
            continue  # another cue vetoes this one, which only looks like its kind ("you must *be tired*")
        if kind is MoveKind.ACCUSATION_AUDIT and first_label < first:
            continue  # "it sounds like you think I …" is a label as a whole
        lead = clauses.norms[max(clauses.sentence.first, first - 2) : first]
        if "if" in lead and (kind is MoveKind.LABEL or cue.general):
            continue  # "if you are too busy" guesses at nothing, "if you have a minute" presses nobody
        if kind is MoveKind.AUTONOMY and any(word in ("i", "we", "he", "she", "they") for word in lead):
            continue
        if kind is not MoveKind.AUTONOMY and clauses.reported(first):
            continue
        if kind is MoveKind.PRESSURE and clauses.subject_at(first)[0] and clauses.turned_round(first):
            continue  # "do you have ten minutes?" sets no deadline
        found.moves.append(Move(kind, start, end, line[start:end], cue.id))


def _vetoes(clauses: Clauses, blocked: Sequence[_Block]) -> Mapping[tuple[str, bool], Cover]:
    """Return where moves of a kind may not begin, by (kind, whether their row is general)."""
    spans: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for kind, start, end, general in blocked:
        for affected in (True,) if general else (True, False):
            spans.setdefault((kind, affected), []).append((start, end))
    none = clauses.cover()
    return defaultdict(lambda: none, {key: clauses.cover(of_kind) for key, of_kind in spans.items()})


def _cue_ask(clauses: Clauses, cue: Cue, last: int, start: int, end: int) -> Ask:
    stop = max(clauses.unmarked_last, last)
    # An imperative is its own proposal; elsewhere the proposal follows the cue.
    begin = start if cue.id == "imperative" else clauses.words[last].start if last < stop else end
    close = clauses.words[stop - 1].end if last < stop else end
    return Ask(start, end, begin, max(begin, close), cue.family, cue.id, NoMeans.REFUSE)


def _read_tag(line: str, clauses: Clauses, found: _Found, before: int) -> None:
    """Add an ask for the tag of a claim that no frame reads: "you'll be there, won't you?" pushes for agreement."""
    if clauses.tag is None or any(move.kind in _ASKS for move in found.moves[before:]):
        return
    words = clauses.words
    first, _ = clauses.tag
    subject, _ = clauses.subject_at(clauses.sentence.first)
    aux = clauses.norms[first]
    # "Lovely morning, isn't it?" has no verb of its own.
    verbless = clauses.classes["auxiliaries"].isdisjoint(clauses.norms[clauses.sentence.first : first])
    informs = (subject in ("it", "they") or (not subject and verbless)) and aux in (
        "is",
        "was",
        "does",
        "did",
        "has",
        "are",
    )
    # "The bus doesn't stop here, does it?" wants to know; "you haven't got a minute, have you?" wants one.
    denied = not clauses.classes["negations"].isdisjoint(clauses.norms[clauses.sentence.first : first])
    wants_to_know = denied and not clauses.tag[1] and subject not in ("you", "i", "there")
    if informs or wants_to_know or aux in clauses.classes["past_aux"]:
        return
    if aux in clauses.classes["be"] and any(move.kind is MoveKind.LABEL for move in found.moves[before:]):
        return  # "you're worn out, aren't you?" asks for nothing
    start, end = words[first].start, words[clauses.sentence.last - 1].end
    hopes = denied and not clauses.tag[1] and _hopes_for_no(clauses, aux)
    ask = Ask(
        start,
        end,
        words[clauses.sentence.first].start,
        words[first - 1].end,
        "objection" if hopes else "push",
        "(tag)",
        NoMeans.ACCEPT if hopes else NoMeans.REFUSE,
    )
    found.add_ask(ask, line)


def _hopes_for_no(clauses: Clauses, aux: str) -> bool:
    """Tell "you aren't expecting anybody, are you?", which hopes for a no, from "you haven't a pen, have you?"."""
    if aux not in clauses.classes["hopeful"]:
        return False
    said = clauses.norms[clauses.sentence.first : clauses.last]
    # "You aren't still cross, are you?" asks how somebody feels.
    acts = aux not in clauses.classes["be"] or any(clauses.class_of(norm) == PARTICIPLE for norm in said)
    return acts and clauses.classes["possessing"].isdisjoint(said)


def _mirror(line: str, norms: Sequence[str], after: str, tables: Tables) -> Iterable[Move]:
    """Yield a mirror if a short line (up to seven words) gives the counterpart's own words back."""
    said = [norm for norm in norms if norm[0].isalnum()]
    heard = [word.norm for word in split(after, tables.spelling) if word.norm[0].isalnum()]
    turned = [tables.mirrored.get(word, word) for word in heard]
    if not 1 <= len(said) <= 7 or (len(said) == 1 and len(said[0]) < 4):
        return
    for source in (heard, turned):
        for index in range(len(source) - len(said) + 1):
            if source[index : index + len(said)] == said:
                yield _whole(line, MoveKind.MIRROR, "(last words given back)")
                return


def _whole(line: str, kind: MoveKind, rule: str) -> Move:
    start = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    return Move(kind, start, end, line[start:end], rule)


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
    if MoveKind.MIRROR in kinds:
        return MoveKind.MIRROR, None
    for kind in _RANK:
        # "I could come to you, and we could keep it short" offers; the "we could" in it asks for nothing more.
        offered = MoveKind.OFFER in kinds and found.weak and found.weak[-1].family in ("wish", "request")
        if kind is MoveKind.YES_ORIENTED_ASK and found.weak and not offered:
            return kind, found.weak[-1]
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
