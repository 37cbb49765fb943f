"""One sentence's words, and the questions that the grammar asks about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ..matching.compiled import ACTS, PREFACES
from ..matching.cover import Cover
from ..matching.tokens import COMMA, DASH, QUOTE, SINGLE, STOP, Sentence, Word
from ..tables import Tables
from .word_places import WordPlaces

#: The number of the list of what makes a sentence general, among the lists matched on their own.
GENERAL = ACTS.index("in_general")
#: Marks inside a sentence at which a clause may begin or end.
MARKS = {COMMA, QUOTE, SINGLE, "(", ")", "/", "*"}
#: The longest preface in the tables, and how far back a question word is searched for, both in words.
_LONGEST_PREFACE, _LONGEST_QUESTION = 8, 25


class Step(NamedTuple):
    """One step of the grammar, for `trainer read --explain`, with the characters `start` to `end` it is about.

    `what`: head (a place where a clause may ask; `rule`: how it asks), refused (a row that matched there, or a cue; `why`:
    the rule that refused it), or answer (a frame that asks; `why`: the row of the answer table).
    """

    what: str
    start: int
    end: int
    rule: str
    why: str = ""


class Line(NamedTuple):
    """A line cut into words. `keys`: see `Tables.keys`."""

    words: Sequence[Word]
    norms: Sequence[str]
    keys: Sequence[str]
    tables: Tables


class Clauses(WordPlaces):
    """One sentence of a line. A "place" is the index of a word in the whole line.

    `tag`: (first word, whether negative) of a question tag, None without one. `last`: the
    place where the sentence ends, or its tag begins.
    """

    def __init__(self, line: Line, sentence: Sentence, trace: list[Step] | None = None) -> None:
        self.words, self.norms, self.keys, self.tables = line.words, line.norms, line.keys, line.tables
        self.sentence, self._trace, self.traced = sentence, trace, trace is not None
        self.classes, self.class_of = self.tables.classes, self.tables.endings.class_of
        self.tag = _find_tag(self.norms, sentence, self.tables)
        self.last = self.tag[0] if self.tag else sentence.last
        self._subjects: dict[int, tuple[str, int]] = {}
        self._first_places = {}
        self._last_places = {}
        self._starts = self._find_starts()
        self._question_words = self._find_question_words()

    def explain(self, what: str, first: int, last: int, rule: str, why: str = "") -> None:
        """Note a step about the words `first` to `last` (exclusive), if somebody asked for an explanation."""
        if self._trace is not None:
            start, end = self.words[min(first, len(self.words) - 1)].start, self.words[last - 1].end
            self._trace.append(Step(what, start, max(start, end), rule, why))

    @cached_property
    def conditional(self) -> bool:
        """Whether the sentence holds an "if" or "whether"."""
        return not self.classes["indirect"].isdisjoint(self.norms[self.sentence.first : self.last])

    def starts_clause(self, place: int) -> bool:
        """Tell whether a clause may start here: after a mark, apart from connectives, or a greeting and a name."""
        return self._starts[place - self.sentence.first]

    def _find_starts(self) -> list[bool]:
        """Compute `starts_clause` for every word of the sentence."""
        first, connectives = self.sentence.first, self.classes["connectives"]
        # "Hi Jan could you …": after a greeting up to two words may be a name.
        allowed = 2 if self.norms[first] in self.classes["greetings"] else 0
        starts, others = [], 0
        for index in range(first, self.sentence.last):
            starts.append(others <= allowed)
            norm = self.norms[index]
            if norm in MARKS:
                others = 0
            elif norm not in connectives:
                greets = norm in self.classes["greetings"] and index == first
                others += 1 if norm[0].isalpha() and not greets else allowed + 1
        return starts

    def cover(self, spans: Iterable[tuple[int, int]] = ()) -> Cover:
        """Return these spans as marks on the characters of the sentence."""
        return Cover(self.words[self.sentence.first].start, self.words[self.sentence.last - 1].end, spans)

    def clause_end(self, place: int) -> int:
        """Return the character at which the clause of this word ends."""
        stop = place if place >= self.last else self._next_marks[place - self.sentence.first]
        return self.words[stop - 1].end

    @cached_property
    def _next_marks(self) -> list[int]:
        """For each word the place of the first mark from it on, or of the end."""
        found, stop = [], self.last
        for place in range(self.last - 1, self.sentence.first - 1, -1):
            stop = place if self.norms[place] in MARKS else stop
            found.append(stop)
        return found[::-1]

    @cached_property
    def unmarked_last(self) -> int:
        """The place where the sentence ends, or its tag begins, without the marks before it."""
        stop = self.last
        while stop > self.sentence.first and self.norms[stop - 1] in MARKS:
            stop -= 1
        return stop

    def subject_at(self, place: int) -> tuple[str, int]:
        """Return (class, place after it) of a pronoun subject at this place, or ("", place) if there is none."""
        known = self._subjects.get(place)
        if known is None:
            known = self._subjects[place] = self._find_subject(place)
        return known

    def _find_subject(self, place: int) -> tuple[str, int]:
        if place >= self.last:
            return "", place
        norm = self.norms[place]
        after = self.norms[place + 1] if place + 1 < self.last else ""
        two = self.tables.two_word_subjects.get((norm, after))
        if two:
            return "you", place + two
        name = self.tables.pronouns.get(norm, "")
        if not name:
            return ("anything", place + 1) if norm in self.classes["things"] else ("", place)
        if norm == "you" and after == "and":
            return "you", self._after_others(place + 2)
        grows = norm == "you" and after in self.classes["with_you"]
        return name, place + 1 + (grows or (name == "you" and after in self.classes["with_anyone"]))

    def _after_others(self, place: int) -> int:
        """Return the place after "Priya" or "your wife" in "you and Priya"; the place of the "and" where a clause follows."""
        if place >= self.last or self.norms[place] in self.classes["auxiliaries"]:
            return place - 1
        return min(place + 1 + (self.norms[place] in self.classes["determiners"]), self.last)

    def left_out(self, aux: str) -> tuple[str, ...]:
        """Return the verb that inversion moved out of the predicate.

        That is ("be",) after a form of *be*, ("have",) after one of *have*, otherwise ().
        """
        return ("be",) if aux in self.classes["be"] else ("have",) if aux in self.classes["have"] else ()

    def follows_subject(self, place: int) -> bool:
        """Tell whether a subject or a comparison stands right before: "you would it", "more than would you".

        Then an auxiliary at this place is not inverted.
        """
        if place == self.sentence.first:
            return False
        previous = self.norms[place - 1]
        return previous in self.classes["no_inversion"] or previous in self.tables.pronouns

    def nobody_at(self, place: int) -> bool:
        """Tell whether the subject that begins here makes its clause negative: nobody, nothing, no one."""
        return self.norms[place] in self.classes["nobody"] or list(self.norms[place : place + 2]) == ["no", "one"]

    def turned_round(self, place: int) -> bool:
        """Tell whether an auxiliary stands right before this subject, as in a question."""
        first = self.sentence.first
        return place > first and self.norms[place - 1] in self.classes["auxiliaries"] and self.sentence.question

    def asked_what(self, place: int) -> bool:
        """Tell whether a question word opens the clause of this word ("at what price is it …")."""
        opened = self._question_words[place - self.sentence.first]
        return opened >= max(self.sentence.first, place - _LONGEST_QUESTION)

    def _find_question_words(self) -> list[int]:
        """Find for each word the last opening question word before it, no comma between; −1 for none."""
        found, opened = [], -1
        for index in range(self.sentence.first, self.sentence.last):
            found.append(opened)
            norm = self.norms[index]
            if norm in (COMMA, QUOTE):
                opened = -1
            elif norm in self.classes["question_words"] and self.opens_question(index):
                opened = index
        return found

    def opens_question(self, place: int) -> bool:
        """Tell whether the question word here stands where a question may begin."""
        if place == self.sentence.first or self.starts_clause(place):
            return True
        prepared = self.norms[place - 1] in self.classes["prepositions"]
        return prepared and (place - 1 == self.sentence.first or self.starts_clause(place - 1))

    @cached_property
    def speaks_generally(self) -> bool:
        """Whether the sentence says that it is about what holds in general: "as a rule", "by law"."""
        automaton = self.tables.automata["acts"]
        places = range(self.sentence.first, self.sentence.last)
        return any(
            number == GENERAL and (ended == self.last or self.norms[ended] in MARKS or place == self.sentence.first)
            for place in places
            for number, ended in automaton.match(self.keys, place, self.last)
        )

    @cached_property
    def answered_at_once(self) -> bool:
        """Whether the speaker answers the question: "is it rude? yes"."""
        if not self.sentence.question:
            return False
        place = self.sentence.last + 1
        while place < len(self.norms) and self.norms[place] in self.classes["before_own_answer"]:
            place += 1
        stop = next((i for i in range(place, len(self.norms)) if self.norms[i] in (STOP, "?", DASH)), len(self.norms))
        if self.norms[stop : stop + 1] == ["?"]:
            return False  # "no? good"
        matched = self.tables.automata["answers"].match(self.keys, place, stop)
        return any(end == stop or (self.norms[end] == COMMA and self.norms[end + 1] != "i") for _, end in matched)

    @cached_property
    def first_question_word(self) -> int:
        """The place of the first question word that opens a question; the end of the sentence for none."""
        words, places = self.classes["question_words"], range(self.sentence.first, self.last)
        return next((i for i in places if self.norms[i] in words and self.opens_question(i)), self.last)

    def reported(self, place: int) -> bool:
        """Tell whether the words before report that somebody asked ("she asked if …"); not if the speaker asks now."""
        window = self.norms[max(self.sentence.first, place - 6) : place]
        if COMMA in window:
            window = window[len(window) - window[::-1].index(COMMA) :]
        if "but" in window:
            window = window[len(window) - window[::-1].index("but") :]
        told = any(norm in self.classes["reporting"] for norm in window) and not self.prefaced(place)
        return told or self.quoted_by_somebody(place)

    def quoted_by_somebody(self, place: int) -> bool:
        """Tell whether somebody's words begin after a comma here: "so she goes, would you mind …"."""
        if self.norms[place - 1] in self.classes["naming"] and place > self.sentence.first:
            return True  # "a show called is this seat taken"
        lead = self.norms[max(self.sentence.first + 1, place - 3) : place]
        return lead[-1:] == [COMMA] and not self.classes["quoting"].isdisjoint(lead)

    def prefaced(self, place: int) -> str:
        """Return which preface ends right before this word, "" for none: ask_me ("i was wondering") or your_view ("do
        you think").

        A linking if / whether / that may stand between.
        """
        end = place
        linked = end > self.sentence.first and self.norms[end - 1] in self.classes["links"]
        for stop in {end, end - 1} if linked else {end}:
            for begin in range(max(self.sentence.first, stop - _LONGEST_PREFACE), stop):
                for number, matched in self.tables.automata["prefaces"].match(self.keys, begin, stop):
                    if matched == stop and self._preface_fits(begin):
                        return PREFACES[number]
        return ""

    def pushes(self, place: int) -> bool:
        """Tell whether the preface before this clause has an inverted "not": "don't you think …"."""
        window = self.norms[max(self.sentence.first, place - 5) : place]
        return any(norm == "not" and after in self.tables.pronouns for norm, after in pairwise(window))

    def _preface_fits(self, begin: int) -> bool:
        if begin == self.sentence.first:
            return True
        previous = self.norms[begin - 1]
        return (
            previous in MARKS or previous in self.classes["connectives"] or previous in self.classes["before_preface"]
        )


def _find_tag(norms: Sequence[str], sentence: Sentence, tables: Tables) -> tuple[int, bool] | None:
    """Find a question tag at the end of a sentence ("…, would you?"): (its first word, whether it is negative)."""
    end = sentence.last
    while end > sentence.first and (not norms[end - 1][0].isalnum() or norms[end - 1] in tables.classes["after_tag"]):
        end -= 1
    if end - sentence.first > 4 and norms[end - 2] == COMMA and norms[end - 1].isalpha():
        end -= 2  # "…, would you, Jan?"
    pronouns = tables.pronouns
    for length in (2, 3):
        first = end - length
        if first <= sentence.first + 1 or norms[first] not in tables.classes["auxiliaries"]:
            continue
        rest = norms[first + 1 : end]
        if norms[first] == "do" and rest[0] in tables.classes["objects"]:
            continue  # "… supposed to do that?"
        if length == 2 and rest[0] in pronouns and _is_tag(norms, first, sentence, tables):
            return first, False
        if length == 3 and rest in (["not", rest[1]], [rest[0], "not"]) and any(word in pronouns for word in rest):
            return first, True
    return _tag_inside(norms, sentence, tables)


def _tag_inside(norms: Sequence[str], sentence: Sentence, tables: Tables) -> tuple[int, bool] | None:
    """Find a tag between commas, with more after it: "it'd be rude not to, wouldn't it, she's cooked for ten"."""
    auxiliaries, pronouns = tables.classes["auxiliaries"], tables.pronouns
    for place in range(sentence.first + 2, sentence.last - 3):
        if norms[place] != COMMA or norms[place + 1] not in auxiliaries:
            continue
        negative = norms[place + 2] == "not"
        after = place + 3 + negative
        repaired = norms[after + 1 : after + 3] == norms[place + 1 : place + 3]  # "would it, would it be …"
        if after < sentence.last and norms[after - 1] in pronouns and norms[after] == COMMA and not repaired:
            return place + 1, negative
    return None


def _is_tag(norms: Sequence[str], first: int, sentence: Sentence, tables: Tables) -> bool:
    """Tell whether a final "will you" is a tag: it follows a comma or a whole clause, unlike "so would you"."""
    if norms[first - 1] == COMMA or norms[first - 2 : first] == [COMMA, "or"]:
        return True
    previous = norms[first - 1]
    if norms[first + 1] == "there" and "there" not in norms[sentence.first : first]:
        return False  # "while it's there", "provided the papers are there"
    if any(previous in tables.classes[key] for key in ("connectives", "question_words", "no_inversion")):
        return False
    if first - sentence.first < 3:
        return False
    # Without comma and question mark the tag must repeat the clause's own words: "you wouldn't mind … would you".
    own = list(norms[sentence.first : sentence.first + 6])
    pronoun = tables.classes["objects"] if norms[first + 1] == "it" else (norms[first + 1],)
    return sentence.question or (norms[first] in own and any(word in own for word in pronoun) and "not" in own)
