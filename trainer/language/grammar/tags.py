"""What the tag of a claim asks where no frame reads the claim: "you'll be there, won't you?" pushes for agreement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ..matching.templates import PARTICIPLE
from ..reading import Ask, MoveKind, NoMeans
from .clauses import Clauses

_ASKS = (MoveKind.NO_ORIENTED_ASK, MoveKind.YES_ORIENTED_ASK)


def tag_ask(clauses: Clauses, heard: Collection[MoveKind]) -> Ask | None:
    """Return what the tag of a sentence asks, None if it asks nothing. `heard`: the kinds of move found in it so far."""
    if clauses.tag is None or any(kind in _ASKS for kind in heard):
        return None
    first = clauses.tag[0]
    refused = next((name for name, refuses in TAG_REFUSALS.items() if refuses(clauses, heard)), "")
    if refused:
        clauses.explain("refused", first, clauses.sentence.last, "(tag)", refused)
        return None
    words, sentence = clauses.words, clauses.sentence
    hopes = _hopes_for_no(clauses)
    return Ask(
        words[first].start,
        words[sentence.last - 1].end,
        words[sentence.first].start,
        words[first - 1].end,
        "objection" if hopes else "push",
        "(tag)",
        NoMeans.ACCEPT if hopes else NoMeans.REFUSE,
    )


def _tagged(clauses: Clauses) -> tuple[str, str, bool]:
    """Return (subject class of the claim, auxiliary of the tag, whether the claim is denied and the tag is not)."""
    assert clauses.tag is not None
    first, negative = clauses.tag
    subject, _ = clauses.subject_at(clauses.sentence.first)
    denied = not clauses.classes["negations"].isdisjoint(clauses.norms[clauses.sentence.first : first])
    return subject, clauses.norms[first], denied and not negative


def _informs(clauses: Clauses, _heard: Collection[MoveKind]) -> bool:
    """Tell whether a remark about a thing only seeks company: "lovely morning, isn't it?"."""
    subject, aux, _ = _tagged(clauses)
    assert clauses.tag is not None
    claim = clauses.norms[clauses.sentence.first : clauses.tag[0]]
    verbless = clauses.classes["auxiliaries"].isdisjoint(claim)
    asked = [norm for norm in clauses.norms[clauses.tag[0] + 1 :] if norm in clauses.tables.pronouns][:1]
    of_others = asked in (["they"], ["he"], ["she"])
    known = subject == "" and asked == ["it"] and _says_nothing_proposed(clauses, claim)
    about_things = subject in ("it", "they") or of_others or known or (not subject and verbless)
    return about_things and aux in clauses.classes["informing_tag"]


def _says_nothing_proposed(clauses: Clauses, claim: Sequence[str]) -> bool:
    return clauses.classes["ours"].isdisjoint(claim) and clauses.classes["proposable"].isdisjoint(claim)


def _echoes(clauses: Clauses, _heard: Collection[MoveKind]) -> bool:
    """Tell whether the tag only echoes what is heard: "there's a snag, is there?"."""
    assert clauses.tag is not None
    claim = clauses.norms[clauses.sentence.first : clauses.tag[0]]
    denied = not clauses.classes["negations"].isdisjoint(claim)
    return not clauses.tag[1] and not denied and clauses.norms[clauses.tag[0]] in clauses.classes["be"]


def _wants_to_know(clauses: Clauses, _heard: Collection[MoveKind]) -> bool:
    """Tell "the bus doesn't stop here, does it?", which wants to know, from "you haven't got a minute, have you?"."""
    subject, _, hopes = _tagged(clauses)
    return hopes and subject not in ("you", "i", "there")


def _about_the_past(clauses: Clauses, _heard: Collection[MoveKind]) -> bool:
    return _tagged(clauses)[1] in clauses.classes["past_aux"]


def _after_a_label(clauses: Clauses, heard: Collection[MoveKind]) -> bool:
    """Tell whether it only asks if a label fits: "you're worn out, aren't you?"."""
    return _tagged(clauses)[1] in clauses.classes["be"] and MoveKind.LABEL in heard


def _hopes_for_no(clauses: Clauses) -> bool:
    """Tell "you aren't expecting anybody, are you?", which hopes for a no, from "you haven't a pen, have you?"."""
    _, aux, hopes = _tagged(clauses)
    if not hopes or aux not in clauses.classes["hopeful"]:
        return False
    said = clauses.norms[clauses.sentence.first : clauses.last]
    # "You aren't still cross, are you?" asks how somebody feels.
    acts = aux not in clauses.classes["be"] or any(clauses.class_of(norm) == PARTICIPLE for norm in said)
    return acts and clauses.classes["possessing"].isdisjoint(said)


#: Why a tag asks for nothing, in the order they are tried; `refusals.toml` holds a pair for each.
TAG_REFUSALS: Mapping[str, Callable[[Clauses, Collection[MoveKind]], bool]] = {
    "informs": _informs,
    "echoes": _echoes,
    "wants_to_know": _wants_to_know,
    "about_the_past": _about_the_past,
    "after_a_label": _after_a_label,
}
