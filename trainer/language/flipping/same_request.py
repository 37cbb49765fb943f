"""Whether a rewritten line still asks for the same: its parts are compared one by one, after both have been read."""

from __future__ import annotations

from collections import Counter
from functools import cache

from ..matching.tokens import split
from ..reading import Ask, MoveKind, NoMeans, Reading
from ..tables import flip_words, load
from .verb_forms import root


def same_request(asked: Reading, rewritten: Reading, ask: Ask | None = None, start: int | None = None) -> bool:
    """Tell whether “No” grants in one line what it turns down in the other: amounts, times and words are all still there.

    `ask`: the one that was rewritten; None: the deciding one. `start`: the character where the words begin that only ask ("I'm writing to ask whether …"); None: with its frame.
    """
    granted = rewritten.kind is MoveKind.NO_ORIENTED_ASK and rewritten.no_means is NoMeans.ACCEPT
    return (
        granted
        and _terms(asked) == _terms(rewritten)
        and not lost_words(_without_frame(asked.text, ask or asked.ask, start), rewritten.text)
    )


def _without_frame(line: str, ask: Ask | None, start: int | None) -> str:
    """Return a line without the words that only ask. An order has no such words."""
    if ask is None:
        return line
    if ask.frame_start < ask.proposal_start < ask.frame_end:  # "would *Wednesday* work"
        named = line[ask.proposal_start : ask.proposal_end]
        return f"{line[: ask.frame_start]} {named} {line[ask.frame_end :]}"
    if ask.proposal_start <= ask.frame_start:
        return line
    begin = ask.frame_start if start is None else min(start, ask.frame_start)
    return f"{line[:begin]} {line[ask.frame_end :]}"


def _terms(reading: Reading) -> Counter[tuple[str, float | None, float | None]]:
    """Return the amounts and times of a line; "a minute" for a word is none."""
    told = (term for term in reading.terms if not (term.what == "duration" and term.value in (0, 1)))
    return Counter((term.what, term.value, term.high) for term in told)


def lost_words(asked: str, rewritten: str) -> list[str]:
    """Return the words of a line that say what is asked for and are missing in another."""
    kept = Counter(_told(rewritten))
    lost = Counter(_told(asked))
    lost.subtract(kept)
    return [word for word, count in lost.items() if count > 0]


def _told(text: str) -> list[str]:
    """Return the stems of the words that carry content: all but those that only ask."""
    idle = _idle()
    norms = (word.norm for word in split(text, load().spelling))
    return [
        root(norm)
        for norm in norms
        if norm[0].isalnum() and norm not in idle and root(norm) not in idle and "'" not in norm
    ]


@cache
def _idle() -> frozenset[str]:
    """Return the words that only ask, and their roots: "come" and "coming"."""
    return flip_words("idle") | frozenset(map(root, flip_words("idle")))
