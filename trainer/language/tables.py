"""The phrase tables of a language, loaded once and never changed.

A language is a folder: `words.toml` (spelling and word classes), `phrases.toml` (lists), `frames.toml` (frames of
asks) and `moves.toml` (cues of the other moves). Nothing in it is code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .templates import Automaton, Endings
from .words import Spelling

#: Shorter words have too many neighbours to be corrected.
SHORTEST_CORRECTED = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of asks; the fields are explained at the head of `frames.toml`."""

    id: str
    family: str
    template: str
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


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a move; the fields are explained at the head of `moves.toml`."""

    id: str
    kind: str
    template: str
    at: str
    example: str
    counter: str
    family: str = ""
    weak: bool = False
    question: bool = False
    whole: bool = False
    followed: bool = False
    general: bool = False
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
    #: Frames, and those that need an "if" after them; numbers are places in `frames`.
    frame_automaton: Automaton
    conditional_automaton: Automaton
    #: Cues that speak anywhere, and those that speak only where a clause begins; numbers are places in `cues`.
    cue_automaton: Automaton
    opening_automaton: Automaton
    preface_automaton: Automaton
    #: Everyday words and word classes: a line without one of them, or of a template's words, makes no sense.
    common: frozenset[str]
    #: Words of amounts, times and dates (`terms.py`).
    terms: Mapping[str, Any]
    endings: Endings
    #: "no" → "any", "nothing" → "anything".
    not_any: Mapping[str, str]
    #: "my" → "your", for mirrors.
    mirrored: Mapping[str, str]
    #: Two words that are one subject ("no one") → how many words with their "of" ("any of you").
    two_word_subjects: Mapping[tuple[str, str], int]
    #: Every word that some template names.
    vocabulary: frozenset[str]
    #: Words that a subject may begin with.
    subject_words: frozenset[str]
    #: A pronoun → its class: it, there, i, you or they.
    pronouns: Mapping[str, str]
    #: Names of the preface templates, in the order of `preface_automaton`.
    prefaces: tuple[str, ...] = ("ask_me", "your_view")

    def keys(self, norms: Sequence[str]) -> list[str]:
        """What the automata match: words of templates as they are, others as their class."""
        known, class_of = self.vocabulary, self.endings.class_of
        return [norm if norm in known else class_of(norm) for norm in norms]


def load(name: str = "english") -> Tables:
    """The tables of a language; read from disk on the first call only."""
    return _loaded(name)


@cache
def _loaded(name: str) -> Tables:
    folder = Path(__file__).with_name(name)
    words, phrases, frames, moves = (_toml(folder / f"{part}.toml") for part in ("words", "phrases", "frames", "moves"))
    lists = {key: tuple(value) for key, value in phrases.items()}
    frame_rows = tuple(_frame(row) for row in frames["frame"])
    cue_rows = tuple(Cue(**{**row, "blocks": tuple(row.get("blocks", ()))}) for row in moves["cue"])
    sets = {key: frozenset(value) for key, value in words["endings"].items() if isinstance(value, list)}
    endings = Endings(**{**words["endings"], **sets})
    plain, conditional = (
        Automaton([row.template if (row.then == {"if_we"}) is needs_if else "" for row in frame_rows], lists, endings)
        for needs_if in (False, True)
    )
    frame_words = plain.vocabulary | conditional.vocabulary
    anywhere, opening = (
        Automaton([row.template if row.at == at else "" for row in cue_rows], lists, endings) for at in ("any", "start")
    )
    preface_automaton = Automaton(["<ask_me>", "<your_view>"], lists, endings)
    cue_words = anywhere.vocabulary | opening.vocabulary
    classes = {key: frozenset(value) for key, value in words["classes"].items()}
    known = frame_words | cue_words | classes["auxiliaries"] | classes["connectives"]
    spelling = Spelling(
        forms={key: tuple(value.split()) for key, value in words["forms"].items()},
        suffixes={key: tuple(value.split()) for key, value in words["suffixes"].items()},
        correct=_corrector(
            known,
            frame_words | classes["auxiliaries"],
            frozenset(words["lookalikes"]["words"].split()),
        ),
    )
    common = frozenset().union(*classes.values(), *(words for words in spelling.forms.values()))
    pronouns = {word: key for key in ("it", "there", "i", "you", "they") for word in classes[f"pronouns_{key}"]}
    two_words = {tuple(key.split()): size for key, size in words["two_word_subjects"].items()}
    return Tables(
        name=name,
        spelling=spelling,
        classes=classes,
        lists=lists,
        frames=frame_rows,
        cues=cue_rows,
        frame_automaton=plain,
        conditional_automaton=conditional,
        cue_automaton=anywhere,
        opening_automaton=opening,
        preface_automaton=preface_automaton,
        common=common,
        terms=words["terms"],
        endings=endings,
        not_any=words["not_any"],
        mirrored=words["mirrored"],
        two_word_subjects=two_words,
        vocabulary=frame_words | cue_words | preface_automaton.vocabulary,
        pronouns=pronouns,
        subject_words=frozenset(pronouns).union((words["not_any"]["nothing"],), (first for first, _ in two_words)),
    )


def correctable(tables: Tables) -> frozenset[str]:
    """Words that a slip of one letter is mended to: those of the frames, and the auxiliaries."""
    words = tables.frame_automaton.vocabulary | tables.conditional_automaton.vocabulary | tables.classes["auxiliaries"]
    return frozenset(filter(_is_correctable, words))


def _is_correctable(word: str) -> bool:
    return len(word) > SHORTEST_CORRECTED and word.isalpha()


@cache
def flip_table(name: str = "english") -> dict[str, Any]:
    """`flips.toml` of a language: its no-oriented frames and the forms of its words."""
    return _toml(Path(__file__).with_name(name) / "flips.toml")


@cache
def flip_words(key: str, name: str = "english") -> frozenset[str]:
    """A list of words of `flips.toml`, such as "past"."""
    return frozenset(flip_table(name)["words"][key].split())


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _frame(row: Mapping[str, Any]) -> Frame:
    sets = {key: frozenset(row[key]) for key in ("subjects", "then", "aux") if key in row}
    return Frame(**{**row, **sets})


def _corrector(known: frozenset[str], targets: frozenset[str], lookalikes: frozenset[str]) -> Any:
    """A function: mistyped word → the word of the tables one slip away (a letter more, less, other or swapped)."""
    from rapidfuzz.distance import OSA  # a fiftieth of a second, which the first window need not wait for

    by_start: dict[str, list[str]] = {}
    for word in filter(_is_correctable, targets):
        by_start.setdefault(word[0], []).append(word)

    @lru_cache(maxsize=4096)
    def correct(word: str) -> str:
        if len(word) < SHORTEST_CORRECTED or word in known or word in lookalikes or not word.isalpha():
            return word
        near = [
            target
            for target in by_start.get(word[0], ())
            if abs(len(target) - len(word)) <= 1 and OSA.distance(word, target, score_cutoff=1) <= 1
        ]
        return near[0] if len(near) == 1 else word

    return correct
