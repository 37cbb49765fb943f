"""The phrase tables of a language, loaded once and never changed.

A language is a folder: `words.toml` (spelling, word classes, terms), `phrases.toml` (lists), `frames.toml` (frames of
asks), `families.toml` (what frames feel like, with the evidence), `moves.toml` (cues of the other moves) and
`flips.toml` (rewrites). Nothing in it is code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .matching import compiled
from .matching.templates import Automaton, Endings
from .matching.tokens import Spelling, split

#: Shorter words are not corrected: too many real words are one letter away.
SHORTEST_CORRECTED = 4


@dataclass(frozen=True, slots=True)
class Family:
    """Frames that feel alike; the columns are explained at the head of `families.toml`."""

    id: str
    asks: str
    source: str
    grade: str
    of_person: bool = False
    of_sense: bool = False
    of_refusal: bool = False
    cut_short: bool = False
    asked_as_a_rule: bool = False
    harms: bool = False
    of_things: bool = False
    of_stand: bool = False
    given_up: bool = False


NO_FAMILY = Family("", "", "", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of the answer table; the columns are explained at the head of `polarity.toml`.

    `sets`: the values each column takes, in the order of `ANSWER_COLUMNS`; None for any.
    """

    id: str
    no_means: str
    examples: tuple[str, ...]
    sets: tuple[frozenset[str] | None, ...]

    def takes(self, build: Sequence[str]) -> bool:
        """Tell whether an ask built so belongs to this row."""
        return all(taken is None or value in taken for taken, value in zip(self.sets, build, strict=True))


ANSWER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "predicate": ("against", "for", "reason"),
    "composes": ("judges", "permits"),
    "act": ("plain", "turned"),
    "mood": ("question", "fronted", "claim"),
    "clause": ("positive", "negative"),
    "tag": ("none", "yes", "no"),
    "mark": ("yes", "no"),
    "subject": ("you", "other"),
    "modal": ("modal", "other"),
}


class Way(NamedTuple):
    """A way of saying what a row stands for, and a line that says it so."""

    template: str
    example: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of asks; the columns are explained at the head of `frames.toml`."""

    id: str
    family: str
    any_of: tuple[Way, ...]
    valence: str
    composes: str
    subjects: frozenset[str]
    then: frozenset[str]
    example: str
    counter: str
    aux: frozenset[str] = frozenset()
    fronted: bool = False
    question: bool = False
    past: bool = False
    general: bool = False
    supposed: bool = False
    named: frozenset[str] = frozenset()
    kin: Family = NO_FAMILY


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a move; the columns are explained at the head of `moves.toml`."""

    id: str
    kind: str
    any_of: tuple[Way, ...]
    at: str
    example: str
    counter: str
    family: str = ""
    weak: bool = False
    question: bool = False
    whole: bool = False
    followed: bool = False
    general: bool = False
    own_words: bool = False
    before_no_tag: bool = False
    yields_to_offer: bool = False
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the reader knows of one language."""

    name: str
    spelling: Spelling
    classes: Mapping[str, frozenset[str]]
    lists: Mapping[str, tuple[str, ...]]
    frames: tuple[Frame, ...]
    cues: tuple[Cue, ...]
    #: The answer table.
    polarity: tuple[Answer, ...]
    #: By what they hold: frames, conditional (frames that need an "if"), anywhere and opening (cues), prefaces.
    #: They return indices into `frames`, `cues` and `compiled.PREFACES`.
    automata: Mapping[str, Automaton]
    #: Everyday words and word classes: a line with none of them, and none of `vocabulary`, makes no sense.
    common: frozenset[str]
    #: Words of amounts, times and dates (`terms.py`).
    terms: Mapping[str, Any]
    endings: Endings
    #: "no" → "any", "nothing" → "anything".
    not_any: Mapping[str, str]
    #: "my" → "your", for mirrors.
    mirrored: Mapping[str, str]
    #: Two words that begin one subject ("no one", "any of") → how many words it has ("any of you").
    two_word_subjects: Mapping[tuple[str, str], int]
    #: Every word that some template names.
    vocabulary: frozenset[str]
    #: Words that a subject may begin with.
    subject_words: frozenset[str]
    #: A pronoun → its class: it, there, i, you or they.
    pronouns: Mapping[str, str]

    def keys(self, norms: Sequence[str]) -> list[str]:
        """Return what the automata match: words that templates name as they are, others as their class."""
        known, class_of = self.vocabulary, self.endings.class_of
        return [norm if norm in known else class_of(norm) for norm in norms]


def load(name: str = "english") -> Tables:
    """Return the tables of a language; they are read from disk on the first call only."""
    return _loaded(name)


@cache
def _loaded(name: str) -> Tables:
    folder = Path(__file__).with_name(name)
    content = compiled.stored(folder)
    if content is not None:
        return _tables(name, content["parsed"], content["automata"])
    parsed = compiled.parsed(folder)
    tables = _tables(name, parsed, {})
    _walk(tables)
    compiled.store(folder, {"parsed": parsed, "automata": {key: tables.automata[key].dump() for key in compiled.KINDS}})
    return tables


def _walk(tables: Tables) -> None:
    """Lead the automata along every example of the tables, so that the steps that lines take are worked out beforehand."""
    lines = [line for frame in tables.frames for line in (frame.counter, *(way.example for way in frame.any_of))]
    lines += [line for cue in tables.cues for line in (cue.counter, *(way.example for way in cue.any_of))]
    lines += [line for answer in tables.polarity for line in answer.examples]
    for line in lines:
        keys = tables.keys([word.norm for word in split(line, tables.spelling)])
        for automaton in tables.automata.values():
            for place in range(len(keys)):
                for before in ((), ("be",), ("have",)):
                    automaton.match(keys, place, len(keys), before)


def _tables(name: str, parsed: Mapping[str, Any], dumped: Mapping[str, Any]) -> Tables:
    words = parsed["words"]
    classes = {key: frozenset(value) for key, value in words["classes"].items()}
    sets = {key: frozenset(value) for key, value in words["endings"].items() if isinstance(value, list)}
    endings = Endings(**{**words["endings"], **sets})
    automata = {key: Automaton.of(dumped[key], endings) for key in dumped} or compiled.automata(parsed, endings)
    pronouns = {word: key for key in ("it", "there", "i", "you", "they") for word in classes[f"pronouns_{key}"]}
    two_words = {(key.split()[0], key.split()[1]): size for key, size in words["two_word_subjects"].items()}
    spelling = _spelling(words, classes, automata)
    kin = {row["id"]: Family(**row) for row in parsed["families"]["family"]}
    return Tables(
        name=name,
        spelling=spelling,
        classes=classes,
        lists={key: tuple(value) for key, value in parsed["phrases"].items()},
        frames=tuple(_frame(row, kin) for row in parsed["frames"]["frame"]),
        cues=tuple(_cue(row) for row in parsed["moves"]["cue"]),
        polarity=tuple(_answer(row) for row in parsed["polarity"]["row"]),
        automata=automata,
        common=frozenset().union(*classes.values(), *spelling.forms.values()),
        terms=words["terms"],
        endings=endings,
        not_any=words["not_any"],
        mirrored=words["mirrored"],
        two_word_subjects=two_words,
        vocabulary=_vocabulary(automata, compiled.KINDS),
        pronouns=pronouns,
        subject_words=frozenset(pronouns).union(classes["things"], (first for first, _ in two_words)),
    )


def _vocabulary(automata: Mapping[str, Automaton], kinds: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(automata[kind].vocabulary for kind in kinds))


def _spelling(
    words: Mapping[str, Any], classes: Mapping[str, frozenset[str]], automata: Mapping[str, Automaton]
) -> Spelling:
    of_frames = _vocabulary(automata, ("frames", "conditional"))
    of_cues = _vocabulary(automata, ("anywhere", "opening"))
    return Spelling(
        before_names=frozenset(words["abbreviations"]["before_names"]),
        abbreviations=frozenset(words["abbreviations"]["others"]),
        numbered=frozenset(words["abbreviations"]["numbered"]),
        begin_sentences=frozenset(words["abbreviations"]["begin_sentences"]),
        forms={key: tuple(value.split()) for key, value in words["forms"].items()},
        suffixes={key: tuple(value.split()) for key, value in words["suffixes"].items()},
        correct=_corrector(
            of_frames | of_cues | classes["auxiliaries"] | classes["connectives"],
            of_frames | classes["auxiliaries"],
            frozenset(words["lookalikes"]["words"].split()),
        ),
    )


def correctable(tables: Tables) -> frozenset[str]:
    """Return the words to which a slip of one letter is corrected: those of the frames, and the auxiliaries."""
    words = _vocabulary(tables.automata, ("frames", "conditional")) | tables.classes["auxiliaries"]
    return frozenset(filter(_is_correctable, words))


def _is_correctable(word: str) -> bool:
    return len(word) > SHORTEST_CORRECTED and word.isalpha()


@cache
def families(name: str = "english") -> Mapping[str, Family]:
    """Return the families of a language's asks, by id (`families.toml`)."""
    rows = tomllib.loads((Path(__file__).with_name(name) / "families.toml").read_text("utf-8"))["family"]
    return {row["id"]: Family(**row) for row in rows}


@cache
def flip_table(name: str = "english") -> dict[str, Any]:
    """Return `flips.toml` of a language: its no-oriented frames, and the forms of its words."""
    return _toml(Path(__file__).with_name(name) / "flips.toml")


@cache
def flip_words(key: str, name: str = "english") -> frozenset[str]:
    """Return a list of words of `flips.toml`, such as "past"."""
    return frozenset(flip_table(name)["words"][key].split())


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _answer(row: Mapping[str, Any]) -> Answer:
    sets = tuple(frozenset(row[column]) if column in row else None for column in ANSWER_COLUMNS)
    return Answer(row["id"], row["no_means"], tuple(row["examples"]), sets)


def _ways(row: Mapping[str, Any]) -> tuple[Way, ...]:
    return tuple(Way(template, example) for template, example in row["any_of"])


def _frame(row: Mapping[str, Any], kin: Mapping[str, Family]) -> Frame:
    sets = {key: frozenset(row[key]) for key in ("subjects", "then", "aux", "named") if key in row}
    return Frame(**{**row, **sets, "any_of": _ways(row), "kin": kin[row["family"]]})


def _cue(row: Mapping[str, Any]) -> Cue:
    return Cue(**{**row, "any_of": _ways(row), "blocks": tuple(row.get("blocks", ()))})


def _corrector(known: frozenset[str], targets: frozenset[str], lookalikes: frozenset[str]) -> Any:
    """Return a function that maps a mistyped word to the one word of `targets` that is a slip away.

    A slip is a letter more, less, other or swapped. A word stays as it is if it is known, could be another real word
    (`lookalikes`), or has no or several such targets.
    """
    by_start: dict[str, list[str]] = {}
    for word in filter(_is_correctable, targets):
        by_start.setdefault(word[0], []).append(word)

    @lru_cache(maxsize=4096)
    def correct(word: str) -> str:
        if len(word) < SHORTEST_CORRECTED or word in known or word in lookalikes or not word.isalpha():
            return word
        from rapidfuzz.distance import OSA  # takes 0.02 s to import; only mistyped words wait for it

        near = [
            target
            for target in by_start.get(word[0], ())
            if abs(len(target) - len(word)) <= 1 and OSA.distance(word, target, score_cutoff=1) <= 1
        ]
        return near[0] if len(near) == 1 else word

    return correct
