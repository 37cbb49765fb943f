"""What may follow a frame, as the column `then` of `frames.toml` names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from ..matching.templates import PARTICIPLE
from ..matching.tokens import COMMA
from .clauses import MARKS, Clauses
from .match import Match

#: How many words after an objection are searched for what is objected to, and after a frame for a "not".
_NEAR, _DENIAL = 10, 5


def follows(clauses: Clauses, match: Match, kind: str) -> bool:
    """Tell whether what follows the frame is of this kind, one of its `then`."""
    return _KINDS[kind](clauses, match)


def ends(clauses: Clauses, place: int) -> bool:
    """Tell whether the clause ends before this word."""
    return place >= clauses.last or clauses.norms[place] in MARKS


def denied(clauses: Clauses, place: int) -> bool:
    """Tell whether the clause that begins here is negative ("not to …", "we shouldn't …", "against …", "never …")."""
    here = clauses.norms[place : min(place + _DENIAL, clauses.last)]
    return "not" in here or here[:1] in (["against"], ["never"])


def _next(clauses: Clauses, match: Match) -> str:
    """Return the word after the frame, after a comma too if "if" follows it; "" at the end."""
    end = match.end + (clauses.norms[match.end : match.end + 2] == [COMMA, "if"])
    return "" if ends(clauses, end) else clauses.norms[end]


def _end(clauses: Clauses, match: Match) -> bool:
    nxt = clauses.norms[match.end] if match.end < clauses.last else ""
    if nxt == "or" and match.head.subject == "i":
        return False  # "am I mad or is that him?"
    return ends(clauses, match.end) or (nxt in clauses.classes["trailing"] and match.head.mood != "bare")


def _marked_end(clauses: Clauses, match: Match) -> bool:
    head, norms = match.head, clauses.norms
    named = head.subject == "np" and norms[head.subject_start] in clauses.classes["named"]
    says_whom = any(word in ("for", "with", "to") for word in norms[head.predicate : match.end])
    supposed = head.aux == "would"
    return ends(clauses, match.end) and (not named or says_whom or supposed)


def _act(clauses: Clauses, match: Match) -> bool:
    nxt = _next(clauses, match)
    if not nxt:
        return False
    clause = nxt == "that" and clauses.norms[match.end + 1 : match.end + 2] in (["we"], ["i"], ["you"])
    return clause or nxt in clauses.classes["act_start"] or clauses.class_of(nxt) == PARTICIPLE


def _if(clauses: Clauses, match: Match) -> bool:
    return _next(clauses, match) == "if"


def _if_we(clauses: Clauses, match: Match) -> bool:
    after = match.end + 1 + (clauses.norms[match.end : match.end + 1] == [COMMA])
    return _if(clauses, match) and clauses.norms[after : after + 1] in (["i"], ["we"], ["my"], ["our"])


def _to(clauses: Clauses, match: Match) -> bool:
    return not ends(clauses, match.end) and clauses.norms[match.end] in ("to", "not")


def _to_it(clauses: Clauses, match: Match) -> bool:
    return not ends(clauses, match.end) and clauses.norms[match.end] in clauses.classes["to_it"]


def _denied(clauses: Clauses, match: Match) -> bool:
    return not ends(clauses, match.end) and denied(clauses, match.end)


def _object(clauses: Clauses, match: Match) -> bool:
    """Tell "a problem with the meeting being recorded" from "problems with the heating"."""
    if ends(clauses, match.end):
        return False
    norms, end = clauses.norms, match.end
    nxt = norms[end]
    if nxt in ("with", "in", "about", "around", "on"):
        return False  # the preposition belongs to the frame
    strong = any(word in clauses.classes["strong_objection"] for word in norms[match.head.predicate : end])
    near = norms[end - 1 : min(end + _NEAR - 1, clauses.last)]
    acts = any(
        clauses.class_of(word) == PARTICIPLE and left not in clauses.classes["named"] for left, word in pairwise(near)
    )
    return strong or nxt in clauses.classes["object_start"] or acts or nxt not in clauses.classes["named"]


def _wish(clauses: Clauses, match: Match) -> bool:
    """Tell a wish ("would you like to …") from a taste ("do you like opera?")."""
    if ends(clauses, match.end):
        return False
    norms, end, head = clauses.norms, match.end, match.head
    if head.aux in clauses.classes["do"] and not head.fronted:
        taste = norms[end - 1] in clauses.classes["tastes"] and norms[end - 2] not in clauses.classes["feels"]
        return not taste or norms[end] == "the"
    return norms[end] not in ("about",)


def _thing(clauses: Clauses, match: Match) -> bool:
    return not ends(clauses, match.end)


def _word(word: str) -> Callable[[Clauses, Match], bool]:
    return lambda clauses, match: not ends(clauses, match.end) and clauses.norms[match.end] == word


_KINDS: Mapping[str, Callable[[Clauses, Match], bool]] = {
    "act": _act,
    "denied": _denied,
    "end": _end,
    "if": _if,
    "if_we": _if_we,
    "marked_end": _marked_end,
    "ask_object": _object,
    "thing": _thing,
    "to": _to,
    "to_it": _to_it,
    "wish": _wish,
    **{word: _word(word) for word in ("for", "with", "on", "from", "before", "instead")},
}
