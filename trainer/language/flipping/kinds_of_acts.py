"""What kind of act or thing is asked for, so that a frame can be chosen that fits it: a favour, a price, an honour …"""

from __future__ import annotations

import re

from ..matching.tokens import split
from ..tables import flip_table, flip_words, load
from .acts import Request

#: Kinds that only a thing can be, and those that both a thing and an act can be.
_THINGS, _EITHER = ("leeway", "duration", "claim"), ("price", "treat", "meeting")
#: A number that is no time of day.
_SUM = re.compile(r"(?<![:\d])\b\d[\d,.]*k?\b(?! ?[ap]\.?m\b|:\d)")
#: A sum stands within so many words of the act: "take it for 60", not "take a quick look at number 482".
_NEAR = 4
#: Kinds of what is asked of the other, each with the list of its verbs.
_OF_YOU = (("ceasing", "ceasing"), ("grant", "granting"), ("weighing", "weighing"), ("trifle", "trifles"))


def kind_of_act(request: Request, language: str = "english") -> str:
    """Return one of `[acts]` of `flips.toml`, or booking, desk, honour, grant, weighing, trifle, favour or plan."""
    said = frozenset(word.norm for word in split(request.text, load(language).spelling))
    first = request.text.split(" ", 1)[0].lower()
    if request.actor == "you" and first in flip_words("paying"):
        return "desk"
    if _names_money(said, first, request.text):
        return "price"
    return _kind_of_thing(said, first) if request.form == "np" else _kind_of_doing(request, said, first)


def _names_money(said: frozenset[str], first: str, text: str) -> bool:
    """Tell whether an act or thing has a sum in it: "$40", "10%", "take 40"."""
    sums = any(norm[0] in "$€£" or norm[-1] in "%€£" for norm in said)
    return (
        sums
        or (first == "come" and "down" in said)
        or (first in flip_words("price_verbs") and _SUM.search(" ".join(text.split(" ")[: _NEAR + 1])) is not None)
    )


def _kind_of_thing(said: frozenset[str], first: str) -> str:
    if first in flip_words("claiming") or "back" in said:
        return "claim"
    found = _listed(said, first, (*_THINGS, *flip_table()["acts"]))
    return found if found in (*_THINGS, *_EITHER) else "plan"


def _kind_of_doing(request: Request, said: frozenset[str], first: str) -> str:
    asked = request.actor in ("you", "guest")
    if asked and first in flip_words("honouring") and not flip_words("honours").isdisjoint(said):
        return "honour"
    if request.actor == "i" and first in flip_words("booking"):
        return "booking"
    if request.actor == "you":
        for kind, verbs in _OF_YOU:
            if first in flip_words(verbs):
                return kind
    if asked and said >= {"give", "hand"}:
        return "trifle"
    found = _listed(said, first, [kind for kind in flip_table()["acts"] if kind not in _THINGS])
    if found == "treat" and first not in flip_words("treating"):
        found = ""
    if request.actor == "guest" and not found and not flip_words("times").isdisjoint(said):
        found = "invitation"  # "watch the final on Sunday"
    if request.actor == "you" and first in flip_words("desk"):
        return found or "desk"
    return found or ("favour" if request.actor in ("you", "i") else "plan")


def _listed(said: frozenset[str], first: str, kinds: list[str] | tuple[str, ...]) -> str:
    """Return the first of some kinds of `[acts]` one of whose words is said, by its verb alone where that tells it."""
    words: dict[str, str] = flip_table()["acts"]
    by_verb = flip_words("told_by_verb")
    return next(
        (kind for kind in kinds if not ({first} if kind in by_verb else said).isdisjoint(words[kind].split())), ""
    )
