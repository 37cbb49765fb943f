"""The words of an ask: its frame, and the rest of it, without what belongs to neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..grammar.clauses import MARKS
from ..matching.tokens import COMMA, Word, sentences, split
from ..reading import Ask
from ..tables import flip_words, load
from .verb_forms import base_of, is_past

_SPACES = re.compile(r"\s+")


class AskedWords:
    """The words of an ask: its frame, and the rest up to the end of what it asks for."""

    def __init__(self, line: str, ask: Ask) -> None:
        self.line, self.ask = line, ask
        words = split(line, load().spelling)
        place = next((i for i, word in enumerate(words) if word.start >= ask.frame_start), 0)
        sentence = next((s for s in sentences(words) if s.first <= place < s.last), None)
        self.sentence: list[Word] = words[sentence.first : sentence.last] if sentence else []
        self.frame = [word for word in words if ask.frame_start <= word.start < ask.frame_end]
        stop = max(ask.proposal_end, ask.frame_end)
        self.rest = trimmed([word for word in self.sentence if ask.frame_end <= word.start < stop])
        while len(self.frame) > 1 and self.rest and _opens_a_thing(self.frame[-1].norm):
            self.rest.insert(0, self.frame.pop())  # "I could use *a* break", "got *20* minutes"
        self.end = self._end(stop)

    def _end(self, stop: int) -> int:
        """Return where the ask ends: with its sentence, or with a tag inside it ("…, couldn't we, it's barely a mile")."""
        after = [word for word in self.sentence if word.start >= stop]
        inside = next((i for i, word in enumerate(after[:-1]) if i > 1 and word.norm == COMMA), 0)
        return after[inside].end if inside else self.sentence[-1].end if self.sentence else stop

    def text(self, words: Sequence[Word]) -> str:
        """Return the words as they are typed, with one space wherever white space stands."""
        return _SPACES.sub(" ", self.line[words[0].start : words[-1].end]) if words else ""

    def lowered(self, words: Sequence[Word]) -> str:
        """Return the words with the first in lower case if it only opens the sentence: elsewhere a capital is a name's."""
        text = self.text(words)
        return lowered(text) if words and words[0].start == self.sentence[0].start else text

    @property
    def norms(self) -> list[str]:
        return [word.norm for word in self.frame]


def _opens_a_thing(norm: str) -> bool:
    return norm in flip_words("determiners") or norm[0].isdigit() or norm in load().terms["numbers"]


def trimmed(words: list[Word]) -> list[Word]:
    """Take fillers off the beginning, and marks and "please" and the like off the end."""
    first, last = 0, len(words)
    while first < last and (words[first].norm in flip_words("fillers") or words[first].norm in MARKS):
        first += 1
    while last > first and _idles_at_the_end(words, last - 1):
        last -= 1
    return words[first:last]


def _idles_at_the_end(words: Sequence[Word], place: int) -> bool:
    norm, before = words[place].norm, words[place - 1].norm if place else ""
    after_mark = norm in flip_words("trailing_after_mark") and before in MARKS
    return norm in flip_words("trailing") or norm in MARKS or after_mark


def start_of(words: AskedWords) -> int:
    """Return where the ask begins; a condition in front of a wish ("if you have a minute, I'd like …") is not part of it."""
    norms = words.norms
    if norms[0] in flip_words("conditions"):
        place = next((i for i, norm in enumerate(norms) if i > 1 and norm in ("i", "we")), 0)
        return words.frame[place].start
    return _preface_start(words)


def _preface_start(words: AskedWords) -> int:
    """Return where "I was wondering whether" begins, if that stands before the frame; else where the frame begins."""
    tables = load()
    norms = [word.norm for word in words.sentence]
    place = next(i for i, word in enumerate(words.sentence) if word.start == words.frame[0].start)
    if place and norms[place - 1] in ("please", "sure"):
        return words.sentence[place - 1].start
    if place > 1 and norms[place - 1] == "and" and norms[place - 2] in ("come", "go"):
        return words.sentence[place - 2].start
    linked = place - 1 if place and norms[place - 1] in tables.classes["links"] else place
    keys = tables.keys(norms)
    for begin in range(place):
        ends = {end for _, end in tables.automata["prefaces"].match(keys, begin, place)}
        if linked in ends or place in ends:
            return words.sentence[begin].start
    return words.frame[0].start


#: What follows "and I" where a promise follows an ask, not a condition.
_PROMISING = ("will", "can", "would")
#: After one of these a word in -s is a verb.
_THIRD = ("it", "he", "she", "that", "this")


def tail_of(rest: Sequence[Word]) -> int | None:
    """Return where a separate sentence begins that is written after a comma: "come over, I'm cooking"; None for none."""
    for place in range(1, len(rest) - 1):
        norms = [word.norm for word in rest[place : place + 3]]
        if norms[0] == "and" and norms[1] in ("i", "we", "you") and norms[2:] and norms[2] in _PROMISING:
            return place
        if norms[0] in flip_words("trailing") and norms[1] in load().pronouns and place > 1:
            return place + 1  # "… the notes pls i was ill"
        if norms[0] in flip_words("own_sentence") and norms[1] != "of" and place > 1:  # "because of it" stays
            return place
        if rest[place].norm != COMMA:
            continue
        if norms[1] == "or" and norms[2:] and (norms[2] in load().pronouns or norms[2] in ("the", "my", "our")):
            return place + 1
        first, second = rest[place + 1].norm, rest[place + 2].norm if place + 2 < len(rest) else ""
        verbs = load().classes["auxiliaries"]
        later = next((w.norm for w in rest[place + 2 :] if not _before_a_verb(w.norm)), "")
        stands = first in load().pronouns and (second in verbs or _is_verb(second) or later in verbs or _is_verb(later))
        stands = stands or (first in ("ours", "mine", "hers", "theirs", "yours") and _is_verb(second))
        stands = stands or _begins_a_statement(rest[place + 1 : place + 5])
        stands = stands or (first in _THIRD and second.endswith("s"))
        named = first in flip_words("determiners") and any(
            word.norm in verbs or _is_third_person(word.norm) for word in rest[place + 2 : place + 7]
        )
        # "…, cant see the road", "…, forgot my card"
        subjectless = (first in verbs and second == "not") or (
            _is_only_past(first) and second in flip_words("determiners")
        )
        if (stands or named or subjectless) and first not in flip_words("joining"):
            return place + 1
    return None


def _before_a_verb(word: str) -> bool:
    return word in flip_words("before_verb") or word.endswith("ly")


def _begins_a_statement(rest: Sequence[Word]) -> bool:
    """Tell whether a name or thing and its verb begin a statement: "Dan's off sick", "payroll closes tonight"."""
    norms = [word.norm for word in rest]
    if len(norms) < len(("Dan", "is", "ill")) or norms[0] in flip_words("joining") | flip_words("determiners"):
        return False
    if norms[1] in load().classes["auxiliaries"]:
        return not (norms[0][0].isdigit() and norms[1] in load().terms["months"])  # "on Saturday, 17 May"
    closed = norms[2] in flip_words("times") | flip_words("prepositions") | flip_words("determiners")
    return (
        closed
        and norms[1].endswith("s")
        and norms[1].removesuffix("s") in flip_words("verbs") - flip_words("nouns_too")
    )


def offers_a_choice(words: AskedWords) -> bool:
    """Tell whether a choice or a trade is offered: "shall we go, or are you tired?", "600 and I throw in the helmet"."""
    norms = [word.norm for word in words.rest]
    trade = any(
        norms[i] == "and" and norms[i + 1] in ("i", "we", "you", "he", "she", "they") and norms[i + 2] not in _PROMISING
        for i in range(len(norms) - 2)
    )
    if trade:
        return True
    return any(one == "or" and two in flip_words("after_or") for one, two in pairwise(norms))


def _is_third_person(word: str) -> bool:
    return word.endswith("s") and word.removesuffix("s") in flip_words("verbs") - flip_words("nouns_too")


def _is_only_past(word: str) -> bool:
    """Tell whether a word is a past form, and no base form as well: "forgot", not "put"."""
    return is_past(word) and base_of(word) != word


def _is_verb(word: str) -> bool:
    """Tell whether a word is a form of a verb: "save", "saves", "saved"."""
    verbs = flip_words("verbs")
    return word in verbs or word.removesuffix("s") in verbs or word.removesuffix("es") in verbs or is_past(word)


def lowered(text: str) -> str:
    """Return a text with its first word in lower case, unless that is a name, a day or "I"."""
    first = re.sub(r"['’].*", "", text.split(" ", 1)[0])
    lists = (flip_words("verbs"), flip_words("determiners"), load().vocabulary, load().common)
    known = any(first.lower() in words for words in lists)
    weekday = first.lower() in load().terms["weekdays"] or first.lower() in load().terms["months"]
    plain = text and known and not weekday and first != "I" and not first.isupper()
    return text[0].lower() + text[1:] if plain else text
