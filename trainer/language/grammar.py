"""Words → asks. A small grammar: auxiliary + subject + predicate, wherever a clause may ask.

What a plain "No" means is computed, never looked up:

- a negative predicate ("be a bad idea") is denied by "No": the proposal is granted;
- a positive one ("be possible") is denied too: the proposal is refused;
- a frame that *judges* an act turns round when the act itself is denied ("a bad idea *not* to meet"), one that
  asks *leave* takes the proposal as it stands ("do you mind not smoking");
- a frame that asks for a *reason* supports its clause, so the clause must be denied for "No" to grant
  ("any reason we could*n't*");
- a speaker who puts the claim first and wants it confirmed ("wouldn't it be mad to wait?", "it would be mad to
  wait, wouldn't it?") is contradicted by "No", whatever the predicate.

Polarity of answers after Holmberg, "The Syntax of Yes and No": in English "No" goes with a negative clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .clauses import MARKS, Clauses
from .reading import Ask, NoMeans
from .tables import Frame, Tables
from .templates import PARTICIPLE, _class_of
from .words import Sentence, Word

_BE = {"is", "are", "am", "was", "were"}
_HAVE = {"have", "has", "had"}
_DO = {"do", "does", "did"}
_MODALS = {"would", "will", "could", "can", "should", "shall", "may", "might"}
_PAST = {"was", "were", "had"}
_DEICTIC = {
    "here",
    "now",
    "then",
    "though",
    "or",
    "please",
    "too",
    "today",
    "otherwise",
    "you",
    "btw",
    "right",
    "yet",
    "anymore",
    "anyway",
    "after",
    "at",
    "in",
    "on",
    "with",
    "from",
    "and",
    "but",
    "so",
    "given",
    "as",
    "by",
}
_OBJECT_START = {
    "to",
    "if",
    "that",
    "this",
    "it",
    "me",
    "us",
    "my",
    "our",
    "a",
    "an",
    "i",
    "we",
    "in",
    "starting",
    "putting",
}
_DETERMINERS = {"the", "your", "my", "our", "his", "her", "their", "these", "those"}
_LONGEST_SUBJECT = 9


@dataclass(frozen=True, slots=True)
class Head:
    """Where a clause may ask: its first word, how it asks, and where the predicate can begin.

    `mood`: question, embedded, claim or bare. `subject`: the class of it. `denied`: the clause itself is negative.
    `fronted`: "not" stands before the subject ("wouldn't it"). `before`: what grammar left out of the predicate.
    """

    start: int
    mood: str
    aux: str
    subject: str
    predicate: int
    before: tuple[str, ...] = ()
    denied: bool = False
    fronted: bool = False
    subject_start: int = -1


def heads(clauses: Clauses) -> Iterator[Head]:
    """Every place of a sentence where a clause may ask."""
    sentence, norms = clauses.sentence, clauses.norms
    for place in range(sentence.first, clauses.last):
        if clauses.words[place].quoted:
            continue
        if norms[place] in clauses.classes["auxiliaries"]:
            yield from _inverted(clauses, place)
        if norms[place] in clauses.classes["indirect"]:
            yield from _embedded(clauses, place + 1)
        else:
            yield from _claimed(clauses, place)
    yield from _bare(clauses)


def _inverted(clauses: Clauses, place: int) -> Iterator[Head]:
    """ "would it …", "wouldn't you …", "does anyone …", "is Thursday …"."""
    norms, aux = clauses.norms, clauses.norms[place]
    after = place + 1
    fronted = after < clauses.last and norms[after] == "not"
    after += fronted
    subject, predicate = clauses.subject_at(after)
    starts = clauses.starts_clause(place)
    if not starts and (not subject or _not_inverted(clauses, place)):
        return
    if clauses.asked_what(place) or clauses.reported(place):
        return
    if subject == "it" and aux in {"do", "have"}:
        return
    if aux == "should" and subject == "you" and not clauses.sentence.question:
        return
    low = predicate < clauses.last and norms[predicate] == "not"
    before = ("be",) if aux in _BE else ("have",) if aux in _HAVE else ()
    if subject:
        while predicate < clauses.last and norms[predicate] in clauses.classes["adverbs"]:
            predicate += 1
        yield Head(place, "question", aux, subject, predicate, before, low, fronted, after)
    if not subject or subject == "it":
        limit = min(after + _LONGEST_SUBJECT, clauses.last)
        for later in range(after + 1, limit):
            if norms[later] in MARKS or norms[later] in ("if", "that", "which", "who"):
                break
            yield Head(place, "question", aux, "np", later, before, False, fronted, after)


def _not_inverted(clauses: Clauses, place: int) -> bool:
    """A subject or a comparison before the auxiliary: "you would it", "more than would you"."""
    if place == clauses.sentence.first:
        return False
    previous = clauses.norms[place - 1]
    pronouns = ("it", "i", "you", "they", "there")
    return any(previous in clauses.classes[f"pronouns_{name}"] for name in pronouns) or previous in (
        "neither", "nor", "than", "as", "who", "which", "to", "not", "never", "us",
    )  # fmt: skip


def _embedded(clauses: Clauses, place: int) -> Iterator[Head]:
    """ "… whether you'd be opposed to …" after the speaker's own "I was wondering"."""
    if not clauses.prefaced(place):
        return
    yield from _clause_from(clauses, place, "embedded")


def _claimed(clauses: Clauses, place: int) -> Iterator[Head]:
    """ "you wouldn't mind …" where a clause begins, or "… it would be rude" after "do you think"."""
    subject, _ = clauses.subject_at(place)
    if not subject and not clauses.tag and not clauses.sentence.question:
        return
    if place > clauses.sentence.first and subject and clauses.prefaced(place):
        yield from _clause_from(clauses, place, "embedded")
    elif clauses.starts_clause(place):
        yield from _clause_from(clauses, place, "claim")


def _clause_from(clauses: Clauses, place: int, mood: str) -> Iterator[Head]:
    """Subject, auxiliary, perhaps "not", predicate."""
    norms, last = clauses.norms, clauses.last
    subject, after = clauses.subject_at(place)
    spans = [(subject, after)] if subject else [
        ("np", index) for index in range(place + 1, min(place + _LONGEST_SUBJECT, last)) if norms[index] in clauses.classes["auxiliaries"]
    ][:1]  # fmt: skip
    for name, index in spans:
        while index < last and norms[index] in clauses.classes["adverbs"] and norms[index] != "not":
            index += 1
        if index < last and norms[index] in clauses.classes["auxiliaries"]:
            aux = norms[index]
            index += 1
        elif mood == "embedded":
            aux = "do"
        else:
            continue
        denied = False
        while index < last and norms[index] in clauses.classes["adverbs"]:
            denied = denied or norms[index] == "not"
            index += 1
        before = ("be",) if aux in _BE else ("have",) if aux in _HAVE and norms[index : index + 1] != ["any"] else ()
        yield Head(place, mood, aux, name, index, before, denied, False, place)


def _bare(clauses: Clauses) -> Iterator[Head]:
    """ "Any objections?", "Too soon to ask?", "$62,500 out of the question?"."""
    sentence, norms = clauses.sentence, clauses.norms
    for place in range(sentence.first, clauses.last):
        if clauses.words[place].quoted or not clauses.starts_clause(place):
            continue
        yield Head(place, "bare", "", "bare", place, (), subject_start=place)
        if sentence.question and norms[place] not in clauses.classes["auxiliaries"]:
            for before in (("be",), ("have",)):
                yield Head(place, "bare", "is", "bare", place, before, subject_start=place)
    if sentence.question and not any(
        norms[i] in clauses.classes["auxiliaries"] for i in range(sentence.first, sentence.last)
    ):
        for place in range(sentence.first + 1, clauses.last):
            if clauses.asked_what(place):
                return
            yield Head(sentence.first, "ended", "is", "np", place, ("be",), subject_start=sentence.first)


def find_asks(words: Sequence[Word], norms: Sequence[str], sentence: Sentence, tables: Tables) -> list[Ask]:
    """All asks of a sentence that a frame of the table carries, in order, none inside another."""
    clauses = Clauses(words, norms, sentence, tables)
    best: dict[int, tuple[tuple[int, int], Ask]] = {}
    for head in heads(clauses):
        for number, end in tables.frame_automaton.match(norms, head.predicate, clauses.last, head.before):
            frame = tables.frames[number]
            if not _frame_fits(clauses, head, frame, end):
                continue
            ask = _compose(clauses, head, frame, end)
            # The nearest predicate is the clause's own; of those that begin there the longest says most.
            rank = (-head.predicate, end)
            if ask and (head.start not in best or rank > best[head.start][0]):
                best[head.start] = (rank, ask)
    found = [ask for _, ask in sorted(best.values(), key=lambda pair: pair[1].frame_start)]
    return _outermost(found)


def _outermost(asks: list[Ask]) -> list[Ask]:
    kept: list[Ask] = []
    for ask in asks:
        if kept and ask.frame_start < kept[-1].frame_end:
            continue
        kept.append(ask)
    return kept


def _frame_fits(clauses: Clauses, head: Head, frame: Frame, end: int) -> bool:
    if (frame.fronted and not head.fronted) or (frame.question and not clauses.sentence.question):
        return False
    if frame.aux and head.aux not in frame.aux:
        return False
    if head.mood == "bare" and head.subject == "bare":
        subject_fits = "bare" in frame.subjects or (
            bool(head.before) and frame.valence == "negative" and clauses.sentence.question
        )
    elif head.subject == "they":
        subject_fits = "np" in frame.subjects and frame.composes == "permission"
    else:
        subject_fits = head.subject in frame.subjects
    if not subject_fits or (head.subject == "np" and head.aux in _PAST):
        return False
    if head.mood == "ended":
        return frame.valence == "negative" and end == clauses.last and "end" in frame.then
    return any(_follows(clauses, head, kind, end) for kind in frame.then)


def _follows(clauses: Clauses, head: Head, kind: str, end: int) -> bool:
    """Whether what stands after the predicate is what the frame needs."""
    norms, last = clauses.norms, clauses.last
    nxt = norms[end] if end < last else ""
    ended = end >= last or nxt in MARKS
    if kind == "marked_end":
        named = head.subject == "np" and norms[head.subject_start] in _DETERMINERS
        return ended and (not named or any(word in ("for", "with", "to") for word in norms[head.predicate : end]))
    if kind == "end":
        return ended or (nxt in _DEICTIC and head.mood != "bare")
    if ended:
        return False
    if kind == "act":
        return (
            nxt in ("to", "if", "for", "me", "us", "were", "my", "when", "should", "not", "having")
            or _class_of(nxt) == PARTICIPLE
        )
    if kind in ("to", "if"):
        return nxt == kind or (nxt == "not" and kind == "to")
    if kind == "denied":
        return _denied(norms, end, last)
    if kind == "ask_object":
        matched = norms[head.predicate : end]
        strong = any(word.startswith(("objection", "qualm", "reservation")) for word in matched)
        # "a problem with the meeting being recorded", but not "problems with the heating"
        near = norms[end - 1 : min(end + 5, last)]
        acts = any(_class_of(word) == PARTICIPLE and left not in _DETERMINERS for left, word in pairwise(near))
        return strong or nxt in _OBJECT_START or acts
    if kind == "wish":
        if head.aux in _DO and not head.fronted:
            return (
                norms[end - 1] not in ("like", "love", "enjoy", "hope", "dare", "mean", "support", "consider", "trust")
                or nxt == "the"
            )
        return nxt not in ("about",)
    return True


def _denied(norms: Sequence[str], start: int, last: int) -> bool:
    """Whether the clause that begins here is a negative one ("not to …", "we shouldn't …")."""
    return (
        "not" in norms[start : min(start + 5, last)]
        or "against" in norms[start : start + 1]
        or norms[start : start + 1] == ["never"]
    )


def _compose(clauses: Clauses, head: Head, frame: Frame, end: int) -> Ask | None:
    """Frame × tag × negations → what "No" means, and the proposal."""
    negated = _negated_proposal(clauses, end) or (head.subject in ("np",) and _negated_subject(clauses, head))
    bare_claim = end >= clauses.last or clauses.norms[end] in MARKS
    if frame.composes == "reason":
        granted = True
        negated = True
    else:
        granted = frame.valence == "negative" and not (negated and frame.composes == "judgement")
    if head.mood == "claim":
        outcome = _claim(clauses, head, frame, granted)
        if outcome is None:
            return None
        granted = outcome
    elif head.fronted and frame.composes == "judgement":
        if bare_claim and head.subject == "it" and frame.id == "crazy":
            return None
        granted = False
    no_means = NoMeans.ACCEPT if granted else NoMeans.REFUSE
    return _ask(clauses, head, frame, end, no_means, negated)


def _claim(clauses: Clauses, head: Head, frame: Frame, granted: bool) -> bool | None:
    """A claim asks only with a tag, a question mark, or as "you wouldn't mind …"; None where it does not ask."""
    tag, question = clauses.tag, clauses.sentence.question
    if tag is None and head.fronted:
        return None
    if tag is not None:
        return granted if head.denied or not tag[1] else False
    if head.denied and head.subject == "you" and frame.valence == "negative":
        return granted
    if question and frame.valence == "negative":
        return granted
    return None if not (question and head.subject == "you") else granted


def _negated_proposal(clauses: Clauses, end: int) -> bool:
    """ "not to meet", "to not meet", "if we didn't meet", "never to"."""
    norms, last = clauses.norms, clauses.last
    here = norms[end : min(end + 5, last)]
    if not here:
        return False
    if here[0] in ("not", "never"):
        return True
    if here[0] in ("to", "if", "for", "when"):
        reach = {"to": 2, "if": 5, "when": 5, "for": 5}[here[0]]
        return any(word in ("not", "never") for word in here[1:reach])
    return False


def _negated_subject(clauses: Clauses, head: Head) -> bool:
    return clauses.norms[head.subject_start : head.subject_start + 1] == ["not"]


def _ask(clauses: Clauses, head: Head, frame: Frame, end: int, no_means: NoMeans, negated: bool) -> Ask:
    words, norms, last = clauses.words, clauses.norms, clauses.last
    start = end
    while start < last and norms[start] in ("to", "if", "that") and start < end + 2:
        start += 1
    stop = last
    while stop > start and norms[stop - 1] in MARKS:
        stop -= 1
    if start < stop:
        proposal = words[start].start, words[stop - 1].end
    elif head.subject == "np" and head.subject_start < head.predicate:
        proposal = words[head.subject_start].start, words[head.predicate - 1].end
    else:
        proposal = words[end - 1].end, words[end - 1].end
    frame_start = words[head.start].start if head.mood != "ended" else words[head.predicate].start
    return Ask(frame_start, words[end - 1].end, *proposal, frame.family, frame.id, no_means, negated)
