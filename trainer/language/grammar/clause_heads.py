"""Places where a clause may ask: inverted, after "I was wondering", as a claim, or cut short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .clauses import MARKS, Clauses

_LONGEST_SUBJECT = 14


class Head(NamedTuple):
    """A place where a clause may ask: its first word, how it asks, and where its predicate can begin.

    `mood`: question (inverted), embedded (after a preface), claim, bare (no subject: "Any objections?"), or ended (the
    predicate stands last: "Friday too soon?"). `subject`: its class. `before`: words that the predicate has to be read
    with although they stand elsewhere or are left out. `denied`: the clause itself is negative. `fronted`: "not" stands
    before the subject ("wouldn't it").
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
    """Yield every place of a sentence where a clause may ask."""
    sentence, norms = clauses.sentence, clauses.norms
    auxiliaries, indirect = clauses.classes["auxiliaries"], clauses.classes["indirect"]
    confirms = clauses.tag is not None or sentence.question
    articles = clauses.classes["determiners"] if sentence.question else frozenset()
    for place in range(sentence.first, clauses.last):
        norm = norms[place]
        if clauses.words[place].quoted:
            continue
        if norm in auxiliaries:
            yield from _inverted(clauses, place)
        if norm in indirect:
            yield from _embedded(clauses, place + 1)
        elif norm in clauses.tables.subject_words or norm in articles or (confirms and clauses.starts_clause(place)):
            yield from _claimed(clauses, place)
    yield from _bare(clauses)


def _inverted(clauses: Clauses, place: int) -> Iterator[Head]:
    """Yield the heads of an inverted clause: "would it …", "wouldn't you …", "does anyone …", "is Thursday …"."""
    norms, aux, auxiliaries = clauses.norms, clauses.norms[place], clauses.classes["auxiliaries"]
    after = place + 1
    fronted = after < clauses.last and norms[after] == "not"
    after += fronted
    subject, predicate = clauses.subject_at(after)
    starts = clauses.starts_clause(place)
    if not starts and (not subject or clauses.follows_subject(place)):
        return
    if clauses.asked_what(place) or clauses.reported(place):
        return
    if place > clauses.sentence.first and norms[place - 1] in auxiliaries and not clauses.prefaced(place):
        return  # "the title is would it be wrong to …"
    if not subject and place > clauses.sentence.first and norms[place - 1] == "no" and not clauses.sentence.question:
        return  # "No is fine" says so of a no
    if subject == "it" and aux in ("do", "have"):
        return
    if not subject and aux == "do" and not clauses.sentence.question and (fronted or place > clauses.sentence.first):
        return  # "Don't feel you have to …", "Kindly do the …" are orders
    if aux == "should" and subject == "you" and not clauses.sentence.question:
        return
    low = predicate < clauses.last and norms[predicate] == "not"
    fronted = fronted or low  # "would it not be" is a formal "wouldn't it be"
    before: tuple[str, ...] = clauses.left_out(aux)
    if subject:
        bare = predicate
        while predicate < clauses.last and norms[predicate] in clauses.classes["adverbs"]:
            predicate += 1
        if predicate > bare and not low:  # "still use", "happen to have": the adverb may be the frame's own
            yield Head(place, "question", aux, subject, bare, before, low, fronted, after)
        predicate, before, aux = _past_going_to(clauses, predicate, before, aux)
        denied = clauses.tables.not_any.get(norms[predicate]) if predicate < clauses.last else None
        if subject == "there" and denied:
            # "is there no way …" hopes for one, as "isn't there any way …" does.
            before += (denied,)
            predicate, fronted = predicate + 1, True
        yield Head(place, "question", aux, subject, predicate, before, low, fronted, after)
    # After a comma "have the room" is more often an order than a question.
    if aux in clauses.classes["have"] and place > clauses.sentence.first and norms[place - 1] in MARKS:
        return
    if not subject or norms[after] in clauses.classes["demonstratives"]:
        limit = min(after + _LONGEST_SUBJECT, clauses.last)
        for later in range(after + 1, limit):
            if norms[later] in MARKS or norms[later] in clauses.classes["side_clause"]:
                break
            if norms[later - 1] in clauses.classes["determiners"]:
                continue
            predicate, left_out, modal = _past_going_to(clauses, later, before, aux)
            yield Head(place, "question", modal, "np", predicate, left_out, False, fronted, after)


def _past_going_to(clauses: Clauses, place: int, before: tuple[str, ...], aux: str) -> tuple[int, tuple[str, ...], str]:
    """Skip "going to": "are you going to mind" asks what "will you mind" asks."""
    if before == ("be",) and clauses.norms[place : place + 2] == ["going", "to"]:
        return place + 2, (), "will"
    return place, before, aux


def _embedded(clauses: Clauses, place: int) -> Iterator[Head]:
    """Yield the heads of a clause after a preface: "(I was wondering) … whether you'd be opposed to …"."""
    # "I was wondering if" may be all that is said, or all but a tag.
    if place < clauses.last and clauses.prefaced(place):
        yield from _clause_from(clauses, place, "embedded")


def _claimed(clauses: Clauses, place: int) -> Iterator[Head]:
    """Yield the heads of a clause in statement order: "you wouldn't mind …", "(do you think) it would be rude …"."""
    subject, _ = clauses.subject_at(place)
    if not subject and not clauses.tag and not clauses.sentence.question:
        return
    if clauses.asked_what(place) or clauses.norms[place] in clauses.classes["question_words"]:
        return
    after = clauses.norms[place + 1] if place + 1 < clauses.last else ""
    if not subject and (after in clauses.classes["question_words"] or clauses.subject_at(place + 1)[0]):
        return  # "so what is the problem?", "so you think it is …"
    if not subject and clauses.norms[place] in clauses.classes["auxiliaries"]:
        return
    if place > clauses.sentence.first and clauses.prefaced(place):
        yield from _clause_from(clauses, place, "embedded")
    elif clauses.starts_clause(place):
        yield from _clause_from(clauses, place, "claim")


def _clause_from(clauses: Clauses, place: int, mood: str) -> Iterator[Head]:
    """Yield the heads of a clause made of subject, auxiliary, perhaps "not", and predicate, each possibly left out.

    `place`: the first word of the clause, before `clauses.last`.
    """
    norms, last = clauses.norms, clauses.last
    fronted = mood == "embedded" and clauses.pushes(place)
    vocabulary, not_any = clauses.tables.vocabulary, clauses.tables.not_any
    subject, after = clauses.subject_at(place)
    if norms[place] in clauses.classes["demonstratives"] and after < last:
        # "this seat isn't taken": the word after "this" is no verb.
        verbs = clauses.classes["auxiliaries"] | clauses.classes["adverbs"]
        subject = subject if norms[after] in verbs else ""
    spans = [(subject, after)] if subject else [
        ("np", index) for index in range(place + 1, min(place + _LONGEST_SUBJECT, last)) if norms[index] in clauses.classes["auxiliaries"]
    ][:1]  # fmt: skip
    if not subject and clauses.tag is not None and norms[clauses.tag[0]] in clauses.classes["do"]:
        yield from _inflected(clauses, place, mood)
    for name, index in spans:
        while index < last and norms[index] in clauses.classes["adverbs"] and norms[index] != "not":
            index += 1
        if index < last and norms[index] in clauses.classes["auxiliaries"]:
            aux = norms[index]
            index += 1
        elif norms[index : index + 2] == ["going", "to"] and name == "you":
            # "anyone going to mind if …" leaves out its "is".
            yield Head(place, "question", "will", name, index + 2, (), False, False, place)
            continue
        elif mood == "embedded":
            aux = "do"
            base = norms[index][:-1] if index < last else ""
            if norms[index : index + 1] == [f"{base}s"] and base in clauses.tables.vocabulary:
                yield Head(place, mood, aux, name, index + 1, (base,), False, False, place)  # "if it bothers you"
        elif clauses.tag is not None and index < last and norms[index][-1:] == "s" and norms[index][:-1] in vocabulary:
            # "Nothing stands in the way, does it?"
            denied = clauses.nobody_at(place)
            yield Head(place, mood, norms[clauses.tag[0]], name, index + 1, (norms[index][:-1],), denied, False, place)
            continue
        elif name in ("you", "it") and clauses.sentence.question:
            # "You busy?" and "That bother you?" leave out their "are" and "does".
            yield Head(place, "question", "are", name, index, ("be",), False, False, place)
            yield Head(place, "question", "do", name, index, (), False, False, place)
            continue
        else:
            continue
        denied = clauses.nobody_at(place)
        while index < last and norms[index] in clauses.classes["adverbs"]:
            denied = denied or norms[index] in clauses.classes["hardly"]
            index += 1
        before: tuple[str, ...] = clauses.left_out(aux)
        if before and index < last and norms[index] in clauses.tables.not_any:
            before += (clauses.tables.not_any[norms[index]],)
            index, denied = index + 1, True
        if index + 1 < last and norms[index] in ("have", "be", "got") and norms[index + 1] in not_any:
            # "you'd have no quarrel with it" is "you wouldn't have any quarrel with it".
            left_out = (*before, norms[index], not_any[norms[index + 1]])
            yield Head(place, mood, aux, name, index + 2, left_out, True, fronted, place)
        index, before, aux = _past_going_to(clauses, index, before, aux)
        yield Head(place, mood, aux, name, index, before, denied, fronted, place)


def _inflected(clauses: Clauses, place: int, mood: str) -> Iterator[Head]:
    """Yield the head of a clause with a noun and a verb in -s: "Friday works for everyone, doesn't it?"."""
    norms, tag = clauses.norms, clauses.tag
    assert tag is not None
    for index in range(place + 1, min(place + _LONGEST_SUBJECT, clauses.last)):
        base = norms[index][:-1]
        if norms[index][-1:] == "s" and base in clauses.tables.vocabulary:
            yield Head(place, mood, norms[tag[0]], "np", index + 1, (base,), False, False, place)
            return


def _bare(clauses: Clauses) -> Iterator[Head]:
    """Yield the heads of clauses cut short: "Any objections?", "Too soon to ask?", "$62,500 out of the question?"."""
    sentence, norms = clauses.sentence, clauses.norms
    for place in range(sentence.first, clauses.last):
        if clauses.words[place].quoted or not clauses.starts_clause(place):
            continue
        yield Head(place, "bare", "", "bare", place, (), subject_start=place)
        if clauses.tag is not None and norms[place] == "not":
            # "Not a bad time, is it?"
            yield Head(place, "claim", "is", "it", place + 1, ("be",), denied=True, subject_start=place)
        asks = sentence.question or norms[place] == "any"
        if asks and norms[place] not in clauses.classes["auxiliaries"] and not clauses.asked_what(place):
            for before in (("be",), ("have",)):
                yield Head(place, "bare", "is", "bare", place, before, subject_start=place)
    if sentence.question and not any(
        norms[i] in clauses.classes["auxiliaries"] for i in range(sentence.first, sentence.last)
    ):
        for place in range(sentence.first + 1, clauses.last):
            if clauses.asked_what(place):
                return
            yield Head(sentence.first, "ended", "is", "np", place, ("be",), subject_start=sentence.first)
