"""Yes-oriented ask → no-oriented asks with the same content. Every result is read again before it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...safe_text import heard
from ..read import read
from ..reading import MoveKind, NoMeans
from ..tables import flip_table, flip_words
from .content import Content, content_of, is_participle

MOST_FLIPS = 3

_AND = re.compile(r"\band (\w+)\b")
_DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprt])$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A no-oriented frame to flip into: a row of `flips.toml`, which explains the columns."""

    needs: str
    subject: str
    template: str
    example: str


@cache
def patterns(language: str = "english") -> tuple[Pattern, ...]:
    """Return the no-oriented frames of a language, the best first."""
    return tuple(Pattern(**row) for row in flip_table(language)["flip"])


def flip(line: str, language: str = "english") -> list[str]:
    """Rewrite a line's ask in up to three no-oriented ways, the best first; empty if there is nothing to flip.

    Lines with pressure are not flipped: there the words around the ask are the trouble. Each result is itself read as a
    no-oriented ask that "No" grants.
    """
    reading = read(heard(line), language=language)
    ask = reading.ask
    if reading.kind is not MoveKind.YES_ORIENTED_ASK or ask is None or reading.has(MoveKind.PRESSURE):
        return []
    content = content_of(reading, ask)
    if content is None:
        return []
    found: list[str] = []
    for pattern in patterns(language):
        if len(found) == MOST_FLIPS:  # each further one would be a reading of the whole line
            break
        text = _filled(pattern, content)
        if text and text not in found and _holds(text, language):
            found.append(f"{text} {content.tail}".rstrip())
    return found


def _holds(text: str, language: str) -> bool:
    again = read(text, language=language)
    return again.kind is MoveKind.NO_ORIENTED_ASK and again.no_means is NoMeans.ACCEPT


def _filled(pattern: Pattern, content: Content) -> str:
    if pattern.subject not in ("any", content.subject) and content.form in ("vp", "doing"):
        return ""
    if pattern.needs == content.form:
        return pattern.template.format(**{content.form: content.text})
    if pattern.needs == "doing" and content.form == "vp":
        doing = doing_form(content.text)
        return pattern.template.format(doing=doing) if doing else ""
    return ""


def doing_form(vp: str) -> str:
    """Put the base form that begins a phrase into -ing ("meet on Tuesday" → "meeting on Tuesday"); "" for none.

    Verbs that follow after "and" too: "put them away and play cards" → "putting them away and playing cards".
    """
    first, *others = _acts(vp)
    form = _doing(first)
    return form and form + "".join(map(_further, others))


def _acts(vp: str) -> Iterator[str]:
    """Cut a phrase before each verb that follows an "and"; from the first other word there on it stays in one piece."""
    start = 0
    for found in _AND.finditer(vp, vp.find(" ") + 1):
        if found.group(1).lower() not in flip_words("verbs"):
            break
        yield vp[start : found.start(1)]
        start = found.start(1)
    yield vp[start:]


def _further(act: str) -> str:
    verb = re.split(r"\W", act, maxsplit=1)[0]
    # A mark may stand right after the verb: "(getting) up and go, Leo".
    return _doing(act) or _doing(verb) + act[len(verb) :]


def _doing(act: str) -> str:
    verb, space, rest = act.partition(" ")
    low = verb.lower()
    if not low.isalpha() or is_participle(low):
        return ""
    if low in ("come", "go") and rest.split(" ", 1)[0].lower() in flip_words("verbs"):
        rest = f"to {rest}"  # "come see us" → "coming to see us"
    irregular = next((word for word in flip_words("irregular_doing") if word.removesuffix("ying") + "ie" == low), "")
    if irregular:
        form = irregular
    elif low.endswith("e") and not low.endswith(("ee", "oe", "ye")) and low != "be":
        form = low[:-1] + "ing"
    elif _DOUBLED.match(low) and low not in flip_words("never_doubled") and len(low) <= 6:
        form = low + low[-1] + "ing"
    else:
        form = low + "ing"
    return form + space + rest
