"""Questions that match no frame of the table: requests by a modal verb, open questions, questions for information."""

from __future__ import annotations

from dataclasses import dataclass

from ..matching.tokens import COMMA
from ..reading import Ask, NoMeans
from .clauses import MARKS, Clauses
from .wants_to_know import Inverted, wants_to_know

_REQUEST_SUBJECTS = ("you", "i")


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `what`: request, push, open or information. Words `first` to `last` (exclusive) decide."""

    what: str
    first: int
    last: int


def find_questions(clauses: Clauses) -> list[Question]:
    """Return the open questions, modal requests, pushes and questions for information of a sentence, in order."""
    found: list[Question] = []
    auxiliaries, subjects = clauses.classes["auxiliaries"], clauses.tables.subject_words
    after_if = False
    for place in range(clauses.sentence.first, clauses.last):
        norm = clauses.norms[place]
        linked, after_if = after_if, norm in clauses.classes["indirect"]
        if clauses.words[place].quoted:
            continue
        if norm in clauses.classes["question_words"] and _is_open(clauses, place):
            found.append(Question("open", place, min(place + 3, clauses.last)))
        else:
            question = None
            if norm in auxiliaries:
                question = _inverted(clauses, place)
            elif linked or norm in subjects:
                question = _prefaced(clauses, place)
            if question:
                found.append(question)
    return found


def _prefaced(clauses: Clauses, place: int) -> Question | None:
    """Find a request after a preface: "I was wondering if you could …", "… whether the board might …"."""
    subject, after = clauses.subject_at(place)
    if not subject and place > clauses.sentence.first and clauses.norms[place - 1] in clauses.classes["indirect"]:
        window = range(place + 1, min(place + 6, clauses.last))
        after = next(
            (index for index in window if clauses.norms[index] in clauses.classes["request_aux"]), clauses.last
        )
    elif subject not in _REQUEST_SUBJECTS:
        return None
    if (
        after >= clauses.last
        or clauses.norms[after] not in clauses.classes["request_aux"]
        or not clauses.prefaced(place)
    ):
        return None
    return Question("open" if _wants_words(clauses, after + 1) else "request", place, after + 1)


def _is_open(clauses: Clauses, place: int) -> bool:
    """Tell whether a question word asks: it opens a clause; an auxiliary follows, or a question mark at the end."""
    norms, last = clauses.norms, clauses.last
    if norms[place - 1 : place] == [COMMA] and norms[place + 1 : place + 2] == [COMMA]:
        return False  # "it's been, what, eight weeks?"
    if not clauses.opens_question(place) or norms[place : place + 3] == ["what", "a", "lovely"]:
        return False
    rest = norms[place + 1 : min(place + 2, last)]
    if norms[place] in ("how", "what") and rest == ["about"]:
        return clauses.last_of(clauses.classes["request_aux"]) > place + 2
    if (
        not clauses.sentence.question
        and norms[place - 1 : place] == [COMMA]
        and norms[place] in ("which", "who", "where", "whatever", "wherever")
    ):
        return False  # "…, which is why"
    if clauses.sentence.question and place - clauses.sentence.first < 12:
        return _asks_something(clauses, place)
    if place == clauses.sentence.first and norms[place] in clauses.classes["self_asking"] and rest != ["not"]:
        subject, _ = clauses.subject_at(place + 1)
        if not subject and (norms[place] != "how" or (rest and rest[0] in clauses.classes["measures"])):
            return True
    for index in range(place + 1, min(place + 7, last)):
        if norms[index] in MARKS:
            return False
        if norms[index] in clauses.classes["auxiliaries"]:
            if index == place + 1 and clauses.starts_clause(place):
                return True
            after = index + 1 + (index + 1 < last and norms[index + 1] == "not")
            subject, _ = clauses.subject_at(after)
            if subject and index == place + 1:
                return True
            return bool(subject) and norms[place] in ("how", "what", "which")
    return False


def _asks_something(clauses: Clauses, place: int) -> bool:
    """Tell whether the question word asks; in "when you come, could you …?" it only opens a side clause."""
    norms = clauses.norms
    subject, after = clauses.subject_at(place + 1)
    if norms[place] in clauses.classes["side_questions"] and subject:
        return not any(norms[index] == "," for index in range(place, clauses.last))
    return after <= clauses.last


def _inverted(clauses: Clauses, place: int) -> Question | None:
    """Classify an auxiliary before its subject ("could you …"); None if it asks nothing or something else asks here."""
    norms, aux = clauses.norms, clauses.norms[place]
    after = place + 1
    fronted = after < clauses.last and norms[after] == "not"
    subject, verb = clauses.subject_at(after + fronted)
    starts = clauses.starts_clause(place)
    if clauses.asked_what(place) or clauses.reported(place):
        return None
    if not subject and not (starts and clauses.sentence.question):
        return None
    if not starts and clauses.follows_subject(place):
        return None
    if subject == "it" and aux in ("do", "have"):
        return None
    inverted = Inverted(place, aux, subject, verb, fronted)
    what = _purpose(clauses, inverted)
    end = verb if subject else min(place + 2, clauses.last)
    refused = wants_to_know(clauses, inverted) if what in ("request", "push") else ""
    if refused:
        clauses.explain("refused", place, end, f"({what})", refused)
        what = "information"
    return Question(what, place, end)


def _purpose(clauses: Clauses, inverted: Inverted) -> str:
    """Return what an inverted question has the form of: request, push, open or information."""
    aux, subject, verb = inverted.aux, inverted.subject, inverted.verb
    if not subject:
        asking = aux in clauses.classes["asking_aux"]
        return "push" if inverted.fronted else "request" if asking else "information"
    if aux in clauses.classes["request_aux"] and subject in _REQUEST_SUBJECTS:
        return "open" if _wants_words(clauses, verb) else "request"
    if subject == "it" and aux in ("can", "could") and clauses.norms[verb - 1] in clauses.classes["demonstratives"]:
        return "request"  # "could this thread be moved?"
    pushing = inverted.fronted and clauses.sentence.question
    return "push" if pushing and subject in ("you", "i", "it", "there") else "information"


def _wants_words(clauses: Clauses, verb: int) -> bool:
    """Tell whether words are requested rather than a yes: "(can you) explain what …", "tell me more"."""
    rest = clauses.norms[verb : min(verb + 7, clauses.last)]
    while rest and rest[0] in clauses.classes["adverbs"]:
        rest = rest[1:]
    if not rest or rest[0] not in clauses.classes["telling"]:
        return False
    return any(word in clauses.classes["question_words"] for word in rest[1:]) or rest[1:3] in (
        ["me", "more"],
        ["me", "about"],
    )


def as_ask(clauses: Clauses, question: Question) -> Ask:
    """Turn a request or push into an ask, which "No" refuses."""
    words, norms = clauses.words, clauses.norms
    first, stop = question.last, max(clauses.unmarked_last, question.last)
    while first < stop and norms[first] in clauses.classes["adverbs"]:
        first += 1
    frame_end = words[question.last - 1].end
    span = (words[first].start, words[stop - 1].end) if first < stop else (frame_end, frame_end)
    rule = f"({question.what})"
    return Ask(words[question.first].start, frame_end, *span, question.what, rule, NoMeans.REFUSE)
