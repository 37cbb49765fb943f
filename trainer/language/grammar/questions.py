"""Questions that match no frame of the table: requests by a modal verb, open questions, questions for information."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..matching.tokens import COMMA
from ..reading import Ask, NoMeans
from .clauses import MARKS, Clauses

_REQUEST_SUBJECTS = ("you", "i")
#: Within how many words of an auxiliary a name and its verb stand.
_NAME_AND_VERB = 6


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
        and norms[place] in ("which", "who", "where")
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
    if not subject:
        if starts and clauses.sentence.question:
            what = (
                "request" if aux in clauses.classes["asking_aux"] and not _of_states(clauses, place) else "information"
            )
            if fronted:
                what = "push" if _pushes(clauses, aux) else "information"
            return Question(what, place, min(place + 2, clauses.last))
        return None
    if not starts and clauses.follows_subject(place):
        return None
    if subject == "it" and aux in ("do", "have"):
        return None
    return Question(_purpose(clauses, aux, subject, verb, fronted), place, verb)


def _of_states(clauses: Clauses, place: int) -> bool:
    """Tell whether it is asked how somebody or something would be: "will the test hurt?", "would a court think so?"."""
    here = clauses.norms[place + 1 : min(place + _NAME_AND_VERB, clauses.last)]
    if not clauses.classes["stative"].isdisjoint(here):
        return True
    # "could damp be the trouble?", but "could the report be sent?"
    after = next((word for before, word in pairwise(here) if before == "be"), "")
    return bool(after) and not (after.endswith("ed") or after in clauses.classes["done"])


def _purpose(clauses: Clauses, aux: str, subject: str, verb: int, fronted: bool) -> str:
    """Return what an inverted question is: request, push, open or information. `verb`: the place after the subject."""
    norms = clauses.norms
    if aux in clauses.classes["request_aux"] and (subject in _REQUEST_SUBJECTS):
        if aux == "should" and subject == "you" and not clauses.sentence.question:
            return "information"
        if norms[verb : verb + 1] == ["be"] and subject == "you" and _insults(clauses, verb):
            return "information"
        if _wants_words(clauses, verb):
            return "open"
        return "information" if _would_have(clauses, verb) or _worries(clauses, aux, subject, verb) else "request"
    if subject == "it" and aux in ("can", "could") and norms[verb - 1] in clauses.classes["demonstratives"]:
        return "request"  # "could this thread be moved?"
    remarks = subject == "it" and not clauses.classes["remarking"].isdisjoint(norms[verb : verb + _NAME_AND_VERB])
    if (
        fronted
        and not remarks
        and subject in ("you", "i", "it", "there")
        and clauses.sentence.question
        and _pushes(clauses, aux)
    ):
        return "push"
    return "information"


def _would_have(clauses: Clauses, verb: int) -> bool:
    """Tell whether it is asked what would have been: "would you have been disappointed?"."""
    first, second = (*clauses.norms[verb : verb + 2], "", "")[:2]
    return first == "have" and (second in clauses.classes["past_parts"] or second.endswith("ed"))


def _worries(clauses: Clauses, aux: str, subject: str, verb: int) -> bool:
    """Tell "should I be worried?" from "should I send it?"."""
    return aux == "should" and subject == "i" and clauses.norms[verb : verb + 1] == ["be"]


def _pushes(clauses: Clauses, aux: str) -> bool:
    """Tell whether a question with "not" in front pushes; about the past it does not ("hasn't the post come?")."""
    return aux not in clauses.classes["past_aux"] and aux not in clauses.classes["have"]


def _insults(clauses: Clauses, verb: int) -> bool:
    """Tell whether a judgement follows "be": "would you be stupid enough to …" requests nothing."""
    judged = {phrase for name in ("crazy", "bad") for phrase in clauses.tables.lists[name] if " " not in phrase}
    return any(word in judged for word in clauses.norms[verb + 1 : verb + 4])


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
