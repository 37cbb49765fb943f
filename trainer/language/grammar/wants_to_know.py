"""Why a question that has the form of a request only wants to know: each reason a rule with a name.

`refusals.toml` holds a near-miss pair for each. A rule takes the clauses of a sentence and the question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from .clauses import Clauses

#: Within how many words of an auxiliary a name and its verb stand.
_NAME_AND_VERB = 6


class Inverted(NamedTuple):
    """An auxiliary before its subject. `verb`: the place after the subject; `subject`: its class, "" for a noun."""

    place: int
    aux: str
    subject: str
    verb: int
    fronted: bool


def wants_to_know(clauses: Clauses, question: Inverted) -> str:
    """Return the name of the first rule by which a question only wants to know, "" for none."""
    return next((name for name, tells in QUESTION_REFUSALS.items() if tells(clauses, question)), "")


def _advises(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether "should you …" without a question mark supposes something."""
    return question.aux == "should" and question.subject == "you" and not clauses.sentence.question


def _insults(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether a judgement follows "be": "would you be stupid enough to …"."""
    here = clauses.norms[question.verb : question.verb + 4]
    judged = {phrase for name in ("crazy", "bad") for phrase in clauses.tables.lists[name] if " " not in phrase}
    return here[:1] == ["be"] and question.subject == "you" and any(word in judged for word in here[1:])


def _would_have(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether it is asked what would have been: "would you have been disappointed?"."""
    first, second = (*clauses.norms[question.verb : question.verb + 2], "", "")[:2]
    return (
        bool(question.subject)
        and first == "have"
        and (second in clauses.classes["past_parts"] or second.endswith("ed"))
    )


def _opines(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether an opinion is asked for: "would you call it rude?", "would you say you were bitter?"."""
    said, about, judged = (*clauses.norms[question.verb : question.verb + 3], "", "", "")[:3]
    if question.subject != "you" or question.aux != "would" or not judged:
        return False
    if said == "say":
        return about in clauses.tables.pronouns or about in clauses.classes["own"]
    opined = said in clauses.classes["opining"] and (
        about in clauses.classes["others"] or about in ("it", "that", "this", "his")
    )
    return opined and judged not in clauses.classes["after_a_call"]


def _worries(clauses: Clauses, question: Inverted) -> bool:
    """Tell "should I be worried?" from "should I send it?"."""
    being = clauses.norms[question.verb : question.verb + 1] == ["be"]
    return question.aux == "should" and question.subject == "i" and being


def _of_a_state(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether it is asked how something would be: "will the test hurt?", "could damp be the trouble?"."""
    if question.subject or question.fronted:
        return False
    here = clauses.norms[question.place + 1 : min(question.place + _NAME_AND_VERB, clauses.last)]
    if not clauses.classes["stative"].isdisjoint(here):
        return True
    # "could the report be sent?" asks for an act.
    after = next((word for before, word in pairwise(here) if before == "be"), "")
    return bool(after) and not (after.endswith("ed") or after in clauses.classes["done"])


def _of_the_world(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether neither speaker nor listener has a part in it: "would civilisation collapse if …?"."""
    if question.subject or question.aux != "would" or question.fronted:
        return False
    here = clauses.norms[question.place : clauses.sentence.last]
    return clauses.classes["yours"].isdisjoint(here) and clauses.last_ours < question.place


def _remarks(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether it only remarks on something: "isn't it funny how …?"."""
    here = clauses.norms[question.verb : question.verb + _NAME_AND_VERB]
    return question.fronted and question.subject == "it" and not clauses.classes["remarking"].isdisjoint(here)


def _of_the_past(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether "not" stands in front of a question about the past: "hasn't the post come?"."""
    past = question.aux in clauses.classes["past_aux"] or question.aux in clauses.classes["have"]
    return question.fronted and past


def _perceives(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether it is asked what can be seen or heard: "can you see the castle?", "can bees see red?"."""
    if question.aux not in ("can", "could") or question.subject in ("i", "we"):
        return False
    reach = 1 if question.subject else _NAME_AND_VERB
    first = question.verb if question.subject else question.place + 1
    here = clauses.norms[first : min(first + reach + 1, clauses.last)]
    return any(
        one in clauses.classes["perceiving"] and two not in clauses.classes["after_seeing"]
        for one, two in pairwise([*here, ""])
    )


def _could_not_be_more(clauses: Clauses, question: Inverted) -> bool:
    """Tell whether a thing is said to be as bad as can be: "could this queue get any slower?"."""
    if question.subject in ("i", "you"):
        return False
    here = clauses.norms[question.place : min(question.place + _NAME_AND_VERB + 2, clauses.last)]
    return any(one == "any" and (two.endswith("er") or two in ("more", "less", "worse")) for one, two in pairwise(here))


#: In the order they are tried; the first that holds is the reason shown.
QUESTION_REFUSALS: Mapping[str, Callable[[Clauses, Inverted], bool]] = {
    "advises": _advises,
    "insults": _insults,
    "would_have": _would_have,
    "opines": _opines,
    "worries": _worries,
    "of_a_state": _of_a_state,
    "of_the_world": _of_the_world,
    "remarks": _remarks,
    "of_the_past": _of_the_past,
    "perceives": _perceives,
    "could_not_be_more": _could_not_be_more,
}
