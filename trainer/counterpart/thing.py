"""The thing a question is about, as the counterpart can name it: "what was your uncle like?" → "my uncle"."""

from __future__ import annotations

from ..language.tables import load
from ..language.words import Word, split

#: Whose things they are when the other person speaks of them.
_TURNED = {"your": "my", "my": "your", "our": "our", "his": "his", "her": "her", "their": "their", "its": "its"}
_ARTICLES = {"the": "the"}
#: Words that end the name of a thing.
_ENDS = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "all",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "but",
        "by",
        "came",
        "can",
        "come",
        "could",
        "day",
        "did",
        "do",
        "does",
        "done",
        "down",
        "ever",
        "every",
        "for",
        "from",
        "get",
        "go",
        "going",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "just",
        "know",
        "last",
        "like",
        "look",
        "make",
        "many",
        "maybe",
        "me",
        "mind",
        "more",
        "much",
        "must",
        "my",
        "never",
        "next",
        "no",
        "not",
        "now",
        "of",
        "off",
        "often",
        "on",
        "one",
        "only",
        "or",
        "our",
        "out",
        "over",
        "own",
        "really",
        "right",
        "said",
        "say",
        "see",
        "she",
        "should",
        "since",
        "so",
        "some",
        "soon",
        "still",
        "such",
        "take",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "things",
        "think",
        "this",
        "those",
        "though",
        "time",
        "to",
        "today",
        "tomorrow",
        "too",
        "up",
        "us",
        "use",
        "very",
        "want",
        "was",
        "way",
        "we",
        "week",
        "well",
        "went",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whole",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "year",
        "yes",
        "yesterday",
        "yet",
        "you",
        "your",
    ]
)
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
        if not word.norm[0].isalpha() or word.norm in _ENDS or len(found) == _LONGEST:
            break
        found.append(text[word.start : word.end])
    return (rank, " ".join([said, *found])) if found else None
