"""Why a frame that matches asks for nothing here: each reason a rule with a name, a row of `refusals.toml` for its examples.

A rule takes the clauses of a sentence and a match, and tells whether it refuses the match.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..matching.templates import NUMBER, PARTICIPLE
from .clauses import Clauses
from .continuations import ends, follows
from .match import Match

Rule = Callable[[Clauses, Match], bool]


def refusal_of(clauses: Clauses, match: Match) -> str:
    """Return the name of the first rule that refuses a match, "" for none."""
    return next((name for name, refuses in REFUSALS.items() if refuses(clauses, match)), "")


def _not_fronted(_clauses: Clauses, match: Match) -> bool:
    return match.frame.fronted and not match.head.fronted


def _no_question_mark(clauses: Clauses, match: Match) -> bool:
    return match.frame.question and not clauses.sentence.question


def _other_auxiliary(_clauses: Clauses, match: Match) -> bool:
    return bool(match.frame.aux) and match.head.aux not in match.frame.aux


def _denial_of_the_act(clauses: Clauses, match: Match) -> bool:
    """Tell whether the last "not" of the frame belongs to the act: "cowardly not to"."""
    return match.frame.general and clauses.norms[match.end - 1] == "not"


def _asks_which(clauses: Clauses, match: Match) -> bool:
    """Tell whether "or" narrows the question down to which part: "… against all of it, or only the noisy part?"."""
    narrowed = clauses.last_of(clauses.classes["narrowing"], before="or") > match.end
    return match.frame.kin.of_person and narrowed


def _other_subject(clauses: Clauses, match: Match) -> bool:
    head, frame = match.head, match.frame
    if head.subject == "bare":
        asks = clauses.sentence.question or clauses.norms[head.predicate] == "any"
        return not ("bare" in frame.subjects or (bool(head.before) and frame.valence == "negative" and asks))
    if head.subject == "they":
        return not ("np" in frame.subjects and frame.composes == "permission")
    return head.subject not in frame.subjects


def _past(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is about the past, and so wants only to know."""
    return match.head.aux in clauses.classes["past_aux"] and not match.frame.past


def _habit_of_others(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked what others do ("has he given up") or what is so as a rule ("do you ever mind")."""
    head, frame = match.head, match.frame
    if frame.composes != "permission" or head.aux in clauses.classes["modals"] or head.mood in ("bare", "ended"):
        return False
    between = clauses.norms[head.start : head.predicate]
    if head.subject == "they" or any(word in clauses.classes["habit"] for word in between):
        return not frame.kin.asked_as_a_rule or head.subject == "they"
    anybody = clauses.norms[head.subject_start] == "any"
    others = head.subject == "np" and not anybody and head.aux not in clauses.classes["do"]
    return others and frame.kin.of_person


def _not_last(clauses: Clauses, match: Match) -> bool:
    """Tell whether a frame cut down to its end judges no thing, or does not stand last ("Friday too soon?" does)."""
    head, frame = match.head, match.frame
    if head.mood != "ended":
        return False
    judges = frame.composes == "judgement" or frame.kin.cut_short
    fits = judges and frame.valence == "negative" and match.end == clauses.last and "end" in frame.then
    return not fits


def _noise_in_the_street(clauses: Clauses, match: Match) -> bool:
    """Tell whether a thing not of the speaker's making may bother on its own: "does the traffic bother you?"."""
    head = match.head
    if not match.frame.kin.harms or head.subject != "np" or head.aux not in clauses.classes["do"]:
        return False
    first, second = clauses.norms[head.subject_start], clauses.norms[head.subject_start + 1]
    own = first in clauses.classes["own"] or second in clauses.classes["mulled"]
    own = own or clauses.class_of(first) in (PARTICIPLE, NUMBER)
    return not own and not any(follows(clauses, match, kind) for kind in match.frame.then - {"end"})


def _exclaims(clauses: Clauses, match: Match) -> bool:
    """Tell whether a judgement with "not" in front and nothing after it exclaims: "isn't that crazy?"."""
    head, frame = match.head, match.frame
    judges = frame.composes == "judgement" and frame.valence == "negative"
    pointed = clauses.subject_at(head.subject_start)[0] == "it"
    return judges and head.mood == "question" and head.fronted and pointed and ends(clauses, match.end)


def _nothing_fitting_follows(clauses: Clauses, match: Match) -> bool:
    if match.head.mood == "ended":
        return False
    return not any(follows(clauses, match, kind) for kind in match.frame.then)


#: In the order they are tried; the first that refuses is the reason shown.
REFUSALS: Mapping[str, Rule] = {
    "exclaims": _exclaims,
    "not_fronted": _not_fronted,
    "no_question_mark": _no_question_mark,
    "other_auxiliary": _other_auxiliary,
    "denial_of_the_act": _denial_of_the_act,
    "asks_which": _asks_which,
    "other_subject": _other_subject,
    "past": _past,
    "habit_of_others": _habit_of_others,
    "not_last": _not_last,
    "noise_in_the_street": _noise_in_the_street,
    "nothing_fitting_follows": _nothing_fitting_follows,
}

#: Rules that tell what the question is: where one refuses, nothing else asks either.
SETTLING = frozenset(("exclaims",))
