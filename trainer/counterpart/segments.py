"""A line → its segments: sentences, and the words of address or politeness that stand before one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from ..language.matching.tokens import STOP, Spelling, Word, sentences, split
from ..language.tables import load
from ..safe_text import heard
from .word_lists import word_list


class Form(StrEnum):
    """What a segment asks by its form; STATEMENT if it asks nothing."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    HOW_MUCH = "how_much"
    WHAT = "what"
    OPINION = "opinion"
    YES_NO = "yes_no"
    STATEMENT = "statement"

    @property
    def asks(self) -> bool:
        return self is not Form.STATEMENT


#: What leaves a choice.
_OF_TWO = re.compile(r"\bor\b(?! so\b| something\b| anything\b| what\b| not\b)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a line that says one thing. `said`: its words in plain spelling; `start`, `end`: characters of the line."""

    said: str
    start: int
    end: int
    form: Form

    @property
    def words(self) -> list[str]:
        """Its words, in order."""
        return words_of(self.said)

    @property
    def leaves_a_choice(self) -> bool:
        """Whether it asks which of two it is, which has no yes; "or not", "or so" leave none."""
        return _OF_TWO.search(self.said) is not None

    @property
    def size(self) -> int:
        """How many words it has."""
        return sum(word[0].isalnum() for word in self.said.split())


def words_of(said: str) -> list[str]:
    """Return the words of a text in plain spelling, in order."""
    return said.replace(",", " ").split()


#: What a question begins with, the first that fits; after these, or anywhere before a question mark.
_ASKS = tuple(
    (form, re.compile(rf"\b(?:{words})\b"))
    for form, words in (
        (
            Form.OPINION,
            "what do you (?:think|make|say)(?: of| about| to)?|how do you (?:like|find|feel)|what is your (?:opinion|view|take)|"
            "what are your thoughts|what did you (?:think|make) of|how did you (?:like|find)",
        ),
        (Form.WHY, "why|how come|what for|what makes|what made|what is the reason|for what reason"),
        (Form.WHEN, "when|since when|how long|how often|what time|(?:which|what) (?:day|week|month|year)|how soon"),
        (Form.HOW_MUCH, "how (?:much|many|old|far|big|high|large|tall|few|near)|what (?:size|price|figure|percentage)"),
        (Form.WHO, "who|whose|whom|with whom"),
        (Form.WHERE, "where|where about|which (?:place|street|town)"),
        (Form.HOW, "how"),
        (Form.WHAT, "what|which|tell me (?:more )?(?:about|a bit)|anything"),
    )
)
_AUXILIARIES = (
    "am|is|are|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|must|is not|are not|"
    "do not|does not|did not|have not|has not|can not|could not|will not|would not|should not|was not|were not"
)
_SUBJECTS = "i|you|he|she|it|we|they|there|that|this|these|those|the|your|my|our|his|her|their|anyone|anybody|somebody|someone|people"
#: Small words before a question: "so", "and", "ok then".
_BEFORE = r"(?:(?:so|and|but|or|ok|okay|k|well|then|now|btw|anyway|hey|oh|ah|ha|haha|lol|right|sorry|hm|hmm|yeah|yes|no|nah|also|please|look|listen|fine|dude|mate|,)\s+)*"
_INVERTED = re.compile(rf"{_BEFORE}(?:{_AUXILIARIES}) (?:{_SUBJECTS})\b")
_BEGINS = re.compile(
    rf"{_BEFORE}(?:(?P<asks>who|whose|when|since when|where|why|how|what|which)\b(?! (?:a|an|i mean|ever)\b)|tell me (?:more |a bit )*(?:about|who|when|where|why|how|what))"
)
#: "You free on Sunday", "you want to grab a coffee": a question without its first word.
_BARE = re.compile(
    rf"{_BEFORE}you (?:want|fancy|up for|free|around|busy|ok|okay|alright|all right|still|ever|coming|working|got|like|mind|sure)\b"
)
_QUESTION_WORD = re.compile(r"(?:who|when|where|why|how|what|which) ")
#: "Is there a reason?" wants the reason.
_FOR_A_REASON = re.compile(rf"{_BEFORE}(?:is|was) there (?:a|any|some) (?:\w+ )?reason\b")
#: A tag turns a statement into a question: "…, right", "…, is it not".
_TAG = re.compile(
    rf", (?:right|no|yes|yeah|eh|correct|(?:{_AUXILIARIES}) (?:not )?(?:i|you|he|she|it|we|they|there))(?: not)?$"
)
#: Words that stand before a line and say something of their own.
_OPENERS = re.compile(
    r"(?:(?:sorry|apologies|thanks|thank you|cheers|ta|ha|haha+|hehe|lol|ok|okay|right|fine|fair enough|great|good|cool|oh|ah|"
    r"hi|hello|hey|morning|evening|good morning|good evening|good afternoon|yes|yeah|yep|no|nah|nope|true|exactly|sure|"
    r"perfect|brilliant|lovely|understood|got it|i see|not at all|of course|wow)(?: (?:about that|so much|very much|a lot|then|there|mate|man|too|again))?)$"
)


@lru_cache(maxsize=4096)
def segments(line: str, name: str = "") -> tuple[Segment, ...]:
    """Return the segments of a line, in order; none for a line without words.

    `name`: of the person it is said to; as an address ("evening, Anil") it is no part of what is said.
    """
    words = split(line, _spelling())
    called = frozenset(part.lower() for part in heard(name).split())
    found: list[Segment] = []
    for sentence in sentences(words):
        run = _run_on(_without_call(words[sentence.first : sentence.last], called))
        pieces = [(piece, last and part is run[-1]) for part in run for piece, last in _apart(part)]
        for piece, last in pieces:
            said = _without_address(piece, called)
            if any(word.norm[0].isalnum() and word.norm not in called for word in said):
                found.append(_segment(said, sentence.question and last))
    return tuple(_without_choices(_made_whole(found)))


#: What stands before a question that is put again, in other words than the first time.
_ASKED_AGAIN = re.compile(
    rf"{_BEFORE}(?:i meant (?=(?:about|whether|if|the|that|this|those|these|your|his|her|their|who|how|what|which|when|where|why)\b)|"
    r"what i (?:meant|wanted to (?:know|ask)) (?:is|was)|"
    r"i (?:was|am) (?:really |just |only |actually )?asking (?:you )?|"
    r"i (?:had |have )?(?:really |just |only |actually )?asked (?:you )?(?=about|if|whether|who|how|what|which|when|where|why)|"
    r"(?:may|can|could|might) i (?:just |perhaps |maybe )?ask (?:you )?(?=about|if|whether|who|how|what|which|when|where|why)|"
    r"you (?:still )?(?:have|had|did) not (?:really |yet |still )?(?:told|tell|said|say|answered|answer|explained|explain)(?: me)? "
    r"(?=about|if|whether|who|how|what|which|when|where|why)|"
    r"(?:my|the) question was)(?: (?:really|actually|rather|more|,))* ?(?:about|if|whether)? ?"
)
#: "Were you?" after "I was nervous there"; and what somebody says of oneself, with or without such a word.
_ASKS_THE_SAME = re.compile(
    rf"^{_BEFORE}(?P<does>are|were|do|did|have|had|can|could|would|will) you(?: (?:too|as well|also|ever))?$"
)
_OF_ONESELF = re.compile(r"\bi (?:(?:am|was|have|had|can|could|would|will|do|did) )?(?P<rest>.+)$")


def _made_whole(found: list[Segment]) -> list[Segment]:
    """Return the segments with "Were you?" as what it asks after what was said before it: "were you nervous there"."""
    whole = list(found)
    for place in range(1, len(found)):
        asks, before = _ASKS_THE_SAME.match(found[place].said), _OF_ONESELF.search(found[place - 1].said)
        if asks and before and not found[place - 1].form.asks:
            whole[place] = replace(
                found[place], said=f"{asks['does']} you {before['rest'].partition(',')[0]}", form=Form.YES_NO
            )
    return whole


#: A question of so many words that only gives a choice goes with the one before: "Who signs it? You or the owner?".
_CHOICE = 6


def _without_choices(found: list[Segment]) -> Iterator[Segment]:
    """Yield the segments without those that only say between what a question before them lets choose."""
    for place, segment in enumerate(found):
        chooses = re.search(r"\bor\b", segment.said) and segment.size <= _CHOICE and not _asks(segment.said)
        if not (place and found[place - 1].form.asks and segment.form.asks and chooses):
            yield segment


@cache
def _spelling() -> Spelling:
    """Return the rules of spelling without corrections: those know the words of the tables only, and turn shops into stops."""
    return replace(load("english").spelling, correct=str)


def _without_call(words: list[Word], called: frozenset[str]) -> list[Word]:
    """Leave out a name between two commas, with one of them: "but honestly, Farah, why did you …"."""
    kept = list(words)
    for place in range(len(words) - 2, 1, -1):
        around = (words[place - 1].norm, words[place + 1].norm)
        if words[place].norm in called and around == (",", ","):
            del kept[place : place + 2]
    return kept


def _without_address(words: list[Word], called: frozenset[str]) -> list[Word]:
    """Leave out a name at the beginning or the end of a segment, where it only addresses somebody."""
    first, last = 0, len(words)
    while first < last - 1 and words[first].norm in called and words[first + 1].norm not in word_list("after_a_name"):
        first += 1
    while (
        last - 1 > first and words[last - 1].norm in called and words[last - 2].norm not in word_list("before_a_name")
    ):
        last -= 1
    return list(words[first:last])


def _apart(words: list[Word]) -> list[tuple[list[Word], bool]]:
    """Cut a sentence at a comma after what says something of its own ("Sorry, …"), or before a question ("…, how are you")."""
    said, places = _laid_out(words)
    tag = _TAG.search(said)
    cut: list[tuple[list[Word], bool]] = []
    first, tells = 0, False
    for place, word in enumerate(words[:-1]):
        if word.norm == "," and place > first:
            opens = place - first < _OPENING and _OPENERS.match(said, places[first], places[place])
            # "And your brother, does he ride?" only names whom the question is about, and a tag asks nothing new.
            told = tells and place - first >= _TELLING and (tag is None or tag.start() < places[place])
            asks = told and _asks(said, places[place + 1]) and not _asks(said, places[first], places[place])
            if opens or asks or _ASKED_AGAIN.match(said, places[place + 1]):
                cut.append((words[first:place], False))
                first, tells = place + 1, False
                continue
        tells = tells or word.norm in word_list("tells_of")
    return [*cut, (words[first:], True)]


def _laid_out(words: list[Word]) -> tuple[str, list[int]]:
    """Return what `_joined` returns, and where in it each word begins: it is looked at from each of its commas."""
    places, size = [], 0
    for word in words:
        places.append(size + (size > 0 and word.norm != ","))
        if word.norm != STOP:
            size = places[-1] + len(word.norm)
    return _joined(words), places


#: Fillers of two words (`word_lists.toml` has those of one).
_FILLER_PAIRS = frozenset(
    (("okay", "so"), ("ok", "so"), ("so", "okay"), ("so", "ok"), ("oh", "and"), ("but", "anyway"), ("and", "anyway"))
)
_NEW_QUESTION = re.compile(
    rf"(?:{_AUXILIARIES}) (?:{_SUBJECTS})\b|(?:how|what|who|why|when|where) (?:{_AUXILIARIES})\b"
)
#: Who stands before a verb does it; nothing is asked then.
_DOERS = frozenset((",", "i", "you", "he", "she", "it", "we", "they", "who"))
#: In a sentence of more words than this a question can begin anywhere, after so many words at least and none of these.
_RUNS_ON, _FIRST_PART = 12, 4


def _run_on(words: list[Word]) -> list[list[Word]]:
    """Cut a sentence without marks at fillers, and before a question in the middle of it."""
    parts: list[list[Word]] = [[]]
    place = 0
    while place < len(words):
        pair = tuple(word.norm for word in words[place : place + 2])
        skipped = 2 if pair in _FILLER_PAIRS else 1 if words[place].norm in word_list("fillers") else 0
        if skipped or (len(words) > _RUNS_ON and len(parts[-1]) >= _FIRST_PART and _question_begins(words, place)):
            parts.append([])
        if not skipped:
            parts[-1].append(words[place])
        place += skipped or 1
    return [part for part in parts if part]


def _question_begins(words: list[Word], place: int) -> bool:
    before = words[place - 1].norm
    rest = _joined(words[place : place + 4])
    # "When you did it all" asks nothing: somebody stands before what would begin a question.
    return before not in word_list("links") and before not in _DOERS and _NEW_QUESTION.match(rest) is not None


#: The first comma after more words than this opens nothing; before a question stand at least so many.
_OPENING, _TELLING = 5, 3


def _asks(said: str, first: int = 0, last: int | None = None) -> bool:
    """Tell whether the characters from `first` to `last` (exclusive) begin as a question does."""
    end = len(said) if last is None else last
    return any(row.match(said, first, end) for row in (_INVERTED, _BARE, _QUESTION_WORD))


def is_declarative(segment: Segment) -> bool:
    """Tell whether a question has the words of a statement: "your aunt painted it?"."""
    return segment.form is Form.YES_NO and not _INVERTED.match(segment.said) and not _BARE.match(segment.said)


def _segment(words: list[Word], question: bool) -> Segment:
    said = _joined(words).lstrip(", ")
    again = _ASKED_AGAIN.match(said)
    if again and said[again.end() :].strip():
        # "I was asking which fault comes back": the question itself is what wants an answer.
        said = said[again.end() :].strip(" ,")
        return Segment(said, words[0].start, words[-1].end, _kind(said, 0) if _BEGINS.match(said) else Form.WHAT)
    return Segment(said, words[0].start, words[-1].end, _form(said, question))


def _joined(words: list[Word]) -> str:
    return " ".join(word.norm for word in words if word.norm != STOP).replace(" ,", ",")


def _form(said: str, question: bool) -> Form:
    if _FOR_A_REASON.match(said):
        return Form.WHY
    begins = _BEGINS.match(said)
    if begins or (question and not _INVERTED.match(said)):
        return _kind(said, begins.start("asks") if begins and begins["asks"] else 0)
    if question or _INVERTED.match(said) or _BARE.match(said) or _TAG.search(said):
        return Form.YES_NO
    return Form.STATEMENT


def _kind(said: str, start: int) -> Form:
    """Return what is asked for: by the question word that comes first."""
    found = [
        (match.start(), order, form) for order, (form, row) in enumerate(_ASKS) if (match := row.search(said, start))
    ]
    if not found:
        return Form.YES_NO
    place, _, form = min(found)
    # "And Colin, does he know what it costs?" asks for a yes; "Colin, what does he say?" does not.
    return Form.YES_NO if re.search(rf"\b(?:{_AUXILIARIES}) (?:{_SUBJECTS})\b", said[start:place]) else form
