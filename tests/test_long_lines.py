"""Twice the line takes at most about twice the time: to be read, flipped, cut into segments.

Nothing here has to be done within so many milliseconds. Steps are counted where Python takes them; where regular
expressions and slices could, the time of a line is compared with that of one eight times as long: 64 times as much would
be the square.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterator
from time import thread_time
from types import FrameType
from typing import Any

import pytest

from trainer.counterpart.segments import segments
from trainer.language import flip, read
from trainer.language.matching.templates import LONGEST_MATCH, Node, parse
from trainer.language.tables import Tables, load
from trainer.language.topics import stems

#: What stands between words, and characters that act on those around them.
MARKS = (
    *"\"'“”‘’()[]{},;:.!?…-–—/*_%$€£\n\t",
    "--", "  ", "\n\n", "🙂", "👩‍💻", "👍🏽", "\u0301", "é", "中", "\u202f000", "\u00a0", "\u200b", "\x00",
    "$1,000", "5 %", "10-12", "1'111", "3 pm", "12:30", "5 May", "1st", "b/c", "w/o",
)  # fmt: skip
#: Words that begin something which goes on to the end of a clause or line.
BEGINNINGS = (
    "would you mind if", "would it be a mistake to", "is it a bad idea to", "could you", "can we", "how about", "it seems",
    "you must", "I suggest we", "ask you to", "let me", "do you think", "I was wondering if", "any objections", "not", "if",
    "and", "that", "and play", "one-", "one percent", "sorry,", "and your brother,",
)  # fmt: skip
#: How a line with an ask begins, which alone can be flipped.
ASKS = ("could you meet ", "can you suggest we ", "can we meet and ", "please ", "")
SAMPLE = random.Random(19)


def _words(tables: Tables) -> list[str]:
    listed = [word for table in tables.terms.values() for word in table]
    return sorted({*tables.vocabulary, *tables.common, *tables.spelling.forms, *listed})


def _units(count: int) -> Iterator[str]:
    """Yield pieces to repeat, of the program's own words, beginnings and marks."""
    words = _words(load())
    for _ in range(count):
        pieces = SAMPLE.choices([words, BEGINNINGS, MARKS], weights=(2, 1, 1), k=SAMPLE.choice((1, 2, 2, 3)))
        joint = SAMPLE.choice((" ", " ", " ", "", ", "))
        yield joint.join(map(SAMPLE.choice, pieces)) + SAMPLE.choice((" ", " ", "", ", ", "? "))


UNITS = [*(f"{text} " for text in (*BEGINNINGS, *MARKS)), *_units(80)]


def steps(work: Callable[[], object]) -> int:
    """Return how many calls Python makes for a piece of work, those of generators included."""
    count = 0

    def counted(_frame: FrameType, _event: str, _what: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def _steps(hear: Callable[[str], object], line: str) -> int:
    hear(line)  # what is remembered of its words is there
    return steps(lambda: hear(line))


def seconds(work: Callable[[], object]) -> float:
    """Return the time of the processor for a piece of work, the least of three."""
    taken = []
    for _ in range(3):
        begin = thread_time()
        work()
        taken.append(thread_time() - begin)
    return min(taken)


def _read(text: str) -> object:
    return read(text, after="Who told you that?")


def _stems(text: str) -> object:
    stems.cache_clear()
    return stems(text)


def _segments(text: str) -> object:
    segments.cache_clear()
    return segments(text, "Farah Khan")


HEARD: dict[str, Callable[[str], object]] = {"read": _read, "flip": flip, "stems": _stems, "segments": _segments}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def _line(unit: str, times: int, start: str = "") -> str:
    return f"{start}{unit * times}?"


@pytest.mark.parametrize("name", HEARD)
def test_twice_the_line_takes_no_more_than_about_twice_the_steps(name: str) -> None:
    hear = HEARD[name]
    slow = []
    for unit in UNITS[:: 1 if name == "read" else 3]:
        start = SAMPLE.choice(ASKS) if name == "flip" else ""
        once, twice = (_steps(hear, _line(unit, times, start)) for times in (150, 300))
        if twice > 2.6 * once + 100:
            slow.append((unit, once, twice))
    assert not slow


@pytest.mark.parametrize("name", HEARD)
def test_eight_times_the_line_takes_by_far_no_sixty_four_times_the_time(name: str) -> None:
    hear = HEARD[name]
    slow = []
    for unit in UNITS[:: 3 if name == "read" else 6]:
        start = SAMPLE.choice(ASKS) if name == "flip" else ""
        size = max(1, 1_600 // len(unit))
        short, long = _line(unit, size, start), _line(unit, size * 8, start)
        ratio = seconds(lambda: hear(long)) / max(seconds(lambda: hear(short)), 0.001)  # noqa: B023
        if ratio > 24:
            slow.append((unit, ratio))
    assert not slow


@pytest.mark.parametrize("name", HEARD)
@pytest.mark.parametrize("letter", ["x", "a", "ing", "1", ",", " ", "'", "🙂", "é", "\u200b", "\n", "ab-", "1,"])
def test_one_endless_word_is_no_trouble(name: str, letter: str) -> None:
    hear = HEARD[name]
    short, long = (_line(letter, size // len(letter), "could you ") for size in (6_000, 48_000))
    assert seconds(lambda: hear(long)) < 24 * max(seconds(lambda: hear(short)), 0.001)


@pytest.mark.parametrize("nested", ["suggest we ask you to ", "and meet ", "ask for ", "not to "])
def test_what_stands_in_itself_ever_again_is_flipped_or_not_but_never_fails(nested: str) -> None:
    assert isinstance(flip(f"could you {nested * 5_000}meet?"), list)


def test_no_row_is_longer_than_a_match_may_be() -> None:
    tables = load()

    def longest(node: Node) -> int:
        if node.how == "word":
            return 1
        if node.how == "list":
            phrases = tables.lists.get(node.word, ())
            return max((longest(parse(phrase)) for phrase in phrases), default=4 if node.word == "gap" else 1)
        sizes = list(map(longest, node.parts))
        return sum(sizes) if node.how == "sequence" else max(sizes)

    templates = [template for frame in tables.frames for template, _ in frame.any_of]
    templates += [template for cue in tables.cues for template, _ in cue.any_of]
    assert max(longest(parse(template)) for template in templates) < LONGEST_MATCH
