"""What is at stake in a clause: whose act it is about, or what thing, and whether that is in anybody's hand.

An ask needs something that the speaker wants or proposes. "Is the new rota unreasonable?" has the words of one, but only
asks how things are.
"""

from __future__ import annotations

from enum import Enum

from ..matching.templates import NUMBER, PARTICIPLE
from ..matching.tokens import COMMA
from .clauses import Clauses
from .continuations import ends
from .match import Match

#: How many words of a thing are looked at for a noun that can be proposed.
_THING = 5


class Stake(Enum):
    """What a clause is about.

    PROPOSED: a thing that can be proposed, such as a day, an amount, an idea, a new call. POINTED: "that" or "it".
    GENERIC: any of a kind ("dogs", "damp"). KNOWN: a thing that is there anyway ("the lift", "your neighbours").
    """

    OUR_ACT = "our act"
    YOUR_ACT = "your act"
    THEIR_ACT = "their act"
    ACT = "act"
    PROPOSED = "proposed"
    POINTED = "pointed"
    GENERIC = "generic"
    KNOWN = "known"
    NOTHING = "nothing"


def stake_of(clauses: Clauses, match: Match) -> Stake:
    """Return what is at stake: what follows the frame, else its subject."""
    if clauses.ours_after_if > match.end:
        return Stake.OUR_ACT
    place = match.end + (clauses.norms[match.end : match.end + 2] == [COMMA, "if"])
    if match.frame.kin.harms and place < clauses.last and clauses.norms[place] in clauses.classes["yours"]:
        place += 1  # "does that bother *you*"
    while place < clauses.last and clauses.norms[place] in clauses.classes["adverbs_of_place"]:
        place += 1
    if ends(clauses, place):
        return _subject(clauses, match)
    word = clauses.norms[place]
    if word in clauses.classes["clause_links"]:
        return _whose(clauses, place + 1, Stake.THEIR_ACT)
    if word == "for" and "to" in clauses.norms[place + 2 : place + _THING + 1]:
        return _whose(clauses, place + 1, Stake.THEIR_ACT)
    if word in ("to", "not") or clauses.class_of(word) == PARTICIPLE:
        return Stake.ACT
    if word in ("me", "us"):
        return Stake.OUR_ACT
    if not match.frame.kin.of_person and "against" in clauses.norms[place - 1 : place + 1]:
        return Stake.PROPOSED  # "anything that speaks *against* it", "a rule *against* bikes"
    if word in clauses.classes["place_or_manner"] and not match.frame.kin.of_person and match.head.subject != "you":
        return _subject(clauses, match)
    return thing_at(clauses, place + (word in clauses.classes["prepositions"]))


def _subject(clauses: Clauses, match: Match) -> Stake:
    head = match.head
    if head.subject == "i":
        return Stake.OUR_ACT
    if head.subject == "it":
        return Stake.POINTED
    if match.frame.kin.of_person and head.aux != "do":
        return Stake.NOTHING  # "does the defence wish to be heard?" asks one side for its objection
    return thing_at(clauses, head.subject_start, head.predicate) if head.subject == "np" else Stake.NOTHING


def _whose(clauses: Clauses, place: int, otherwise: Stake) -> Stake:
    word = clauses.norms[place] if place < clauses.last else ""
    if word in clauses.classes["ours"]:
        return Stake.OUR_ACT
    return Stake.YOUR_ACT if word in clauses.classes["yours"] else otherwise


def thing_at(clauses: Clauses, place: int, last: int | None = None) -> Stake:
    """Return what the thing in the words `place` to `last` (exclusive) is: proposed, pointed at, known, or any."""
    last = clauses.last if last is None else last
    if ends(clauses, place):
        return Stake.NOTHING
    word = clauses.norms[place]
    if word in clauses.classes["ours"]:
        return Stake.OUR_ACT
    if word in clauses.classes["pointing"]:
        alone = place + 1 >= last or ends(clauses, place + 1)
        return Stake.POINTED if alone or clauses.norms[place + 1] in clauses.classes["auxiliaries"] else Stake.PROPOSED
    here = clauses.norms[place : min(place + _THING, last)]
    if any(norm in clauses.classes["proposable"] or clauses.class_of(norm) == NUMBER for norm in here):
        return Stake.PROPOSED
    if any(_acts(clauses, index, last) for index in range(place, place + len(here))):
        return Stake.PROPOSED
    if word in ("a", "an", "another"):
        return Stake.PROPOSED
    return Stake.KNOWN if word in clauses.classes["definite"] else Stake.GENERIC


def _acts(clauses: Clauses, place: int, last: int) -> bool:
    """Tell whether an act is named here: "the club *using* your drive", unlike "the assisted *dying* bill"."""
    if clauses.class_of(clauses.norms[place]) != PARTICIPLE:
        return False
    after = clauses.norms[place + 1] if place + 1 < last else ""
    goes_on = after in clauses.classes["determiners"] or after in clauses.classes["prepositions"]
    return not after or goes_on or after in clauses.tables.pronouns or after in ("me", "us", "him", "them", "this")


def is_now(clauses: Clauses, match: Match) -> bool:
    """Tell whether a clause asks what is so, rather than what would be."""
    return match.head.mood != "bare" and match.head.aux not in clauses.classes["supposing"]
