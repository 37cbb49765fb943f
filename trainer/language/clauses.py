"""The words of one sentence, with the questions the grammar asks of them."""

from __future__ import annotations

from collections.abc import Sequence

from .tables import Tables
from .words import COMMA, QUOTE, SINGLE, Sentence, Word

#: Marks inside a sentence, before or after which a clause may begin or end.
MARKS = {COMMA, QUOTE, SINGLE, "(", ")", "/", "*"}
#: Words of the longest preface of the tables, and how far back a question word is looked for.
_LONGEST_PREFACE, _LONGEST_QUESTION = 8, 25
_NO_INVERSION = {"neither", "nor", "than", "as", "who", "which", "to", "not", "never", "us"}
_PREPOSITIONS = ("at", "in", "to", "for", "from", "on", "by", "with", "about", "of", "under")


class Clauses:
    """One sentence. `tag`: (its first word, whether negative) of a question tag; `last`: where the rest ends."""

    def __init__(self, words: Sequence[Word], norms: Sequence[str], sentence: Sentence, tables: Tables) -> None:
        self.words, self.norms, self.sentence, self.tables = words, norms, sentence, tables
        self.classes = tables.classes
        self.tag = _find_tag(norms, sentence, tables)
        self.last = self.tag[0] if self.tag else sentence.last

    def starts_clause(self, place: int) -> bool:
        """Whether only fillers, names and marks stand between the last mark and this word."""
        names = 0
        for index in range(place - 1, self.sentence.first - 1, -1):
            norm = self.norms[index]
            if norm in MARKS:
                return True
            if norm in self.classes["connectives"]:
                continue
            names += 1
            typed_upper = self.words[index].norm[:1].isalpha() and index > self.sentence.first
            if (
                names > 2
                or not typed_upper
                or self.norms[self.sentence.first] not in ("hi", "hey", "hello", "dear", "morning")
            ):
                return False
        return True

    def subject_at(self, place: int) -> tuple[str, int]:
        """(class, place after it) of a pronoun subject; ("", place) where there is none."""
        if place >= self.last:
            return "", place
        norm = self.norms[place]
        after = self.norms[place + 1] if place + 1 < self.last else ""
        if norm == "no" and after == "one":
            return "you", place + 2
        if norm == "any" and after in ("of", "one", "body"):
            return "you", place + (3 if after == "of" else 2)
        for name in ("it", "there", "i", "you", "they"):
            if norm in self.classes[f"pronouns_{name}"]:
                extra = 1 if norm == "you" and after in ("guys", "all", "both", "two", "folks", "lot", "people") else 0
                if name == "you" and after in ("here", "else", "else's"):
                    extra = 1
                return name, place + 1 + extra
        if norm == "anything":
            return "anything", place + 1
        return "", place

    def follows_subject(self, place: int) -> bool:
        """A subject or a comparison stands right before: "you would it", "more than would you" are not turned round."""
        if place == self.sentence.first:
            return False
        previous = self.norms[place - 1]
        names = ("it", "i", "you", "they", "there")
        return previous in _NO_INVERSION or any(previous in self.classes[f"pronouns_{name}"] for name in names)

    def asked_what(self, place: int) -> bool:
        """Whether a question word opens the clause before this word ("at what price is it …")."""
        index = place - 1
        nearest = max(self.sentence.first, place - _LONGEST_QUESTION)
        while index >= nearest and self.norms[index] not in (COMMA, QUOTE):
            if self.norms[index] in self.classes["question_words"] and self.opens_question(index):
                return True
            index -= 1
        return False

    def opens_question(self, place: int) -> bool:
        """Whether a question word stands where a question may begin."""
        if place == self.sentence.first or self.starts_clause(place):
            return True
        previous = self.norms[place - 1]
        return previous in _PREPOSITIONS and (place - 1 == self.sentence.first or self.starts_clause(place - 1))

    def reported(self, place: int) -> bool:
        """Whether the words before tell of somebody's asking ("she asked if …"), unless the speaker asks so now."""
        window = self.norms[max(self.sentence.first, place - 6) : place]
        return any(norm in self.classes["reporting"] for norm in window) and not self.prefaced(place)

    def prefaced(self, place: int) -> str:
        """The preface ("i was wondering", "do you think") that ends right before this word, "" for none.

        A linking if / whether / that may stand between.
        """
        end = place
        linked = end > self.sentence.first and self.norms[end - 1] in (
            "if",
            "whether",
            "that",
            "so",
            "maybe",
            "perhaps",
            COMMA,
        )
        for stop in {end, end - 1} if linked else {end}:
            for begin in range(max(self.sentence.first, stop - _LONGEST_PREFACE), stop):
                for number, matched in self.tables.preface_automaton.match(self.norms, begin, stop):
                    if matched == stop and self._preface_fits(begin):
                        return self.tables.prefaces[number]
        return ""

    def _preface_fits(self, begin: int) -> bool:
        return (
            begin == self.sentence.first
            or self.norms[begin - 1] in MARKS
            or self.norms[begin - 1]
            in (self.classes["connectives"] | {"just", "not", "i", "that", "to", "do", "you", "am", "also"})
        )


def _find_tag(norms: Sequence[str], sentence: Sentence, tables: Tables) -> tuple[int, bool] | None:
    """A question tag at the end of a sentence ("…, would you?"): (its first word, whether it is negative)."""
    end = sentence.last
    while end > sentence.first and norms[end - 1] in MARKS | {"then", "though", "now"}:
        end -= 1
    if end - sentence.first > 4 and norms[end - 2] == COMMA and norms[end - 1].isalpha():
        end -= 2  # "…, would you, Jan?"
    pronouns = frozenset().union(*(tables.classes[f"pronouns_{name}"] for name in ("it", "there", "i", "you", "they")))
    for length in (2, 3):
        first = end - length
        if first <= sentence.first + 1 or norms[first] not in tables.classes["auxiliaries"]:
            continue
        rest = norms[first + 1 : end]
        if norms[first] == "do" and rest[0] in ("it", "that", "this"):
            continue  # "… supposed to do that?"
        if length == 2 and rest[0] in pronouns and _is_tag(norms, first, sentence, tables):
            return first, False
        if length == 3 and rest in (["not", rest[1]], [rest[0], "not"]) and (set(rest) & pronouns):
            return first, True
    return None


def _is_tag(norms: Sequence[str], first: int, sentence: Sentence, tables: Tables) -> bool:
    """A bare "will you" after a comma or a whole clause, not "so would you"."""
    if norms[first - 1] == COMMA:
        return True
    if norms[first - 1] in tables.classes["connectives"] | tables.classes["question_words"] | {
        "than",
        "as",
        "nor",
        "neither",
    }:
        return False
    if first - sentence.first < 3:
        return False
    # Without comma and question mark the tag must repeat the clause's own words: "you wouldn't mind … would you".
    own = list(norms[sentence.first : sentence.first + 6])
    pronoun = ("it", "that", "this") if norms[first + 1] == "it" else (norms[first + 1],)
    return sentence.question or (norms[first] in own and any(word in own for word in pronoun) and "not" in own)
