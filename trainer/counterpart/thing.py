"""The thing a question is about, as the counterpart can name it: "what was your uncle like?" → "my uncle"."""

from __future__ import annotations

from ..language.matching.tokens import Word, split
from ..language.tables import load
from .word_lists import word_list

#: Whose things they are when the other person speaks of them.
_TURNED = {"your": "my", "my": "your", "our": "our", "his": "his", "her": "her", "their": "their", "its": "its"}
_ARTICLES = {"the": "the"}
_LONGEST = 2


def thing_of(text: str) -> str:
    """Return what a question names, in the mouth of the person asked; "" if it names nothing that can be repeated."""
    words = split(text, load("english").spelling)
    named = [found for place in range(len(words)) if (found := _named(words, place, text))]
    return min(named, key=lambda pair: pair[0])[1] if named else ""


def _named(words: list[Word], place: int, text: str) -> tuple[int, str] | None:
    """Return (rank, name) of the thing that an article or "your" opens here."""
    opens = words[place].norm
    rank, said = (0, _TURNED.get(opens, "")) if opens in _TURNED else (1, _ARTICLES.get(opens, ""))
    if not said:
        return None
    found: list[str] = []
    for word in words[place + 1 :]:
        if not word.norm[0].isalpha() or word.norm in word_list("ends_a_thing") or len(found) == _LONGEST:
            break
        found.append(text[word.start : word.end])
    return (rank, " ".join([said, *found])) if found else None
