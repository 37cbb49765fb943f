"""What a plain “No” means to an ask: looked up in the answer table, `polarity.toml`, by how the ask is built.

The table follows Holmberg, “The Syntax of Yes and No”: in English “No” goes with a negative clause.
"""

from __future__ import annotations

from functools import cache

from ..matching.compiled import ACTS
from ..reading import NoMeans
from ..tables import load
from .clauses import Clauses
from .match import Match

#: Within how many words of an act it is told what it leaves out ("turn it *down*").
_OMISSION = 8
#: How many words after "if", "for" and "that" are searched for a denial.
_CLAUSE = 5


def build_of(clauses: Clauses, match: Match) -> tuple[str, ...]:
    """Return how an ask is built: the key of the answer table, its values in the order of `COLUMNS`."""
    head, frame = match.head, match.frame
    judges = frame.composes == "judgement" or _harms(clauses, match) or _foretold(clauses, match)
    return (
        "reason" if frame.composes == "reason" else "against" if frame.valence == "negative" else "for",
        "judges" if judges else "permits",
        "turned" if judges and denies(clauses, match) else "plain",
        "claim" if head.mood == "claim" else "fronted" if head.fronted else "question",
        "negative" if head.denied else "positive",
        "none" if clauses.tag is None else "yes" if clauses.tag[1] and not head.denied else "no",
        "yes" if clauses.sentence.question else "no",
        "you" if head.subject == "you" else "other",
        "modal" if head.aux in ("would", "will") else "other",
    )


def no_means(build: tuple[str, ...], language: str = "english") -> NoMeans:
    """Return what “No” means to an ask that is built so; NONE for a claim that asks nothing."""
    return row_of(build, language)[1]


@cache
def row_of(build: tuple[str, ...], language: str = "english") -> tuple[str, NoMeans]:
    """Return the id and the answer of the one row of the table that takes this build. Raises LookupError if none does."""
    for row in load(language).polarity:
        if row.takes(build):
            return row.id, NoMeans(row.no_means)
    raise LookupError(f"no row of polarity.toml takes {build}")


def denies(clauses: Clauses, match: Match) -> bool:
    """Tell whether the act itself is negative ("not to meet") or, for frames of sense, an omission ("turn it down")."""
    frame, head = match.frame, match.head
    if frame.composes == "reason":
        return True
    subject = head.subject == "np" and clauses.norms[head.subject_start : head.subject_start + 1] == ["not"]
    return subject or _denied_act(clauses, match.end) or _omits(clauses, match)


def _harms(clauses: Clauses, match: Match) -> bool:
    """Tell whether a thing would be harmed, rather than somebody bothered: "hurt the launch not to …"."""
    named = "you" not in clauses.norms[match.head.predicate : match.end + 2]
    return match.frame.kin.harms and named and match.head.aux in ("would", "will")


def _foretold(clauses: Clauses, match: Match) -> bool:
    """Tell whether the other's feeling is foretold without an act of the speaker's: "you'd hate to miss it, wouldn't you?"."""
    ours = clauses.last_ours >= match.end
    fears = match.frame.valence == "negative" and match.head.mood == "claim" and not match.head.denied
    return fears and clauses.tag is not None and not ours


def _denied_act(clauses: Clauses, end: int) -> bool:
    """Tell whether the act that begins here is negative: "not to meet", "to not meet", "never to".

    After "if", "for" and "that" the denial follows a subject ("if we didn't meet", "for us not to meet"); after "to"
    only the next word counts.
    """
    here = clauses.norms[end : min(end + _CLAUSE, clauses.last)]
    if not here:
        return False
    if here[0] in ("not", "never"):
        return True
    if here[:2] == ["if", "i"]:
        return False  # asking to be let off is the proposal: "dreadful if I didn't sing?"
    if here[0] in ("to", "for", "if", "that"):
        return any(word in clauses.classes["denying"] for word in here[1 : 2 if here[0] == "to" else _CLAUSE])
    return False


def _omits(clauses: Clauses, match: Match) -> bool:
    """Tell whether the act is itself an omission: "a mistake to turn it down"; of some families, only a refusal."""
    head, kin = match.head, match.frame.kin
    if not (kin.of_sense or kin.of_refusal):
        return False
    named = head.subject == "np"
    first, last = (head.subject_start, head.predicate) if named else (match.end, clauses.last)
    ours = clauses.norms[first : first + 1] == ["if"]
    while first < last and clauses.norms[first] in ("to", "if", "we", "i", "for", "us", "me"):
        first += 1
    lists = {ACTS[number] for number, _ in clauses.tables.automata["acts"].match(clauses.keys, first, last)}
    if "declining" in lists:
        return True
    without = "without" in clauses.norms[first : min(first + _OMISSION, last)]
    # "Would it be awful if we started without him?" is what is wanted.
    return kin.of_sense and ("omission" in lists or without) and not (ours and without)
