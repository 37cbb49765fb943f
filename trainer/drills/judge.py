"""Answer → Verdict, by the same reading that hears lines in a session. A verdict says which part failed, and why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..language import MoveKind, Reading, explain, flip, read
from ..language.tables import load
from ..safe_text import heard
from .akin import akin, root, telling
from .cards import Card, DrillKind
from .facts import facts, keeps_facts, without_facts
from .feelings import Named, named, said_of_them
from .leaning import leans_to_no, may_lean, pushes
from .whose_act import another_act, turned_round

#: The share of a request's telling words (see `akin.telling`) that an answer may leave out.
MOST_LOST = 0.67
#: The share that may be missing if the answer has new words instead.
MOST_REPLACED = 0.34
#: How near (cosine) lines in other words must be in meaning; how much what is asked for counts beside the whole line.
#: Set on the answers of `tests/answers` that may be seen.
NEAR_LINES, MATTER = 0.47, 0.3
#: The same for lines that keep two days or amounts and more, by which alone they are known.
NEAR_FACTS = 0.3
#: How much nearer (cosines) an answer is to asks that lean to no than to the prompt, if it leans so.
LEANS = 0.0
#: How near a label is to what was said if it only repeats it, and how much nearer than to what may be felt.
REPEATED, REPEATED_MORE = 0.57, 0.15
#: The share of its words that are those of what was said if it only repeats it.
REPEATED_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """What the counterpart made of a line in a dry run: who it is, its reply, and (cause, points of resistance)."""

    name: str
    reply: str
    causes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on an answer. `said`: a sentence about it; `told`: what came of it in a dry run, if there was one.

    `failed`: what failed first, "" for nothing: pressure, not_an_ask, still_yes, other_actor, denied, facts, condition, content,
    not_a_label, names_nothing, other_feeling or wrong; in a dry run little, unmoved, closed or ended.
    """

    right: bool
    failed: str
    said: str
    told: Told | None = None


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("judge.toml").open("rb") as file:
        return tomllib.load(file)


def sentences() -> dict[str, str]:
    """Return the sentence for each way to fail, and for a right answer."""
    said: dict[str, str] = _table()["said"]
    return said


def words() -> dict[str, str]:
    """Return the wording of each answer to "what would no mean?"."""
    said: dict[str, str] = _table()["words"]
    return said


#: How near lines are in meaning: `trainer.meaning.Meaning.alike`.
Nearness = Callable[[str, Sequence[str], Sequence[str]], list[float]]


def judge(card: Card, answer: str, near: Nearness | None = None) -> Verdict:
    """Judge an answer: what was typed, or the key of a choice (accept, refuse, none; 1 to 4).

    `near`: lets an ask in quite other words count; without it the words decide.
    """
    answer = heard(answer)
    if card.kind is DrillKind.FLIP:
        failed = _flip_fails(card, answer, near)
    elif card.kind is DrillKind.NAME:
        failed = _name_fails(card, answer, near)
    else:
        failed = "" if answer == card.answer else "wrong"
    return Verdict(not failed, failed, sentences()[failed or "right"])


def _flip_fails(card: Card, answer: str, near: Nearness | None) -> str:
    reading = _read_as_meant(answer)
    if reading.has(MoveKind.PRESSURE) or pushes(reading.text):
        return "pressure"
    if reading.no_means != "accept" and not _leans_to_no(card, reading, near):
        if reading.ask is not None:
            return "still_yes"
        if not _may_be_meant(reading.text):
            return "not_an_ask"
    prompt = read(heard(card.prompt))
    whose = turned_round(prompt, reading)
    if whose:
        return whose
    if not keeps_facts(card.prompt, reading.text, f"{card.situation} {card.model}"):
        return "facts"
    if not _keeps_condition(card.prompt, reading.text):
        return "condition"
    return "" if _same_matter(card, prompt, reading, near) else "content"


def _leans_to_no(card: Card, answer: Reading, near: Nearness | None) -> bool:
    """Tell whether a no lets be what a card asks for, where the reader hears no such ask: by words, else by meaning.

    By meaning, an answer has to be nearer to asks for the same that lean so than to the prompt.
    """
    if answer.ask is not None and answer.ask.negated:
        return False
    prompt = heard(card.prompt)
    if leans_to_no(answer.text, prompt):
        return True
    if near is None or not may_lean(answer.text, prompt):
        return False
    asked, *flipped = near(answer.text, [prompt, *filter(None, [card.model]), *flip(prompt)], ())
    return bool(flipped) and max(flipped) - asked >= LEANS


def _read_as_meant(answer: str) -> Reading:
    """Read an answer as an ask typed in a hurry: written out, and with the question mark if that alone is missing."""
    reading = read(_in_full(answer))
    if reading.no_means == "accept" or reading.text.rstrip()[-1:] in ("?", ".", "!", ""):
        return reading
    asked = read(reading.text.rstrip() + "?")
    return asked if asked.ask is not None else reading


def _may_be_meant(line: str) -> bool:
    """Tell whether a line that would be taken to ask how things are can be meant as an ask: on a card it is.

    "Is it too late for the sale price?" may want to know, but who types it here wants the price.
    """
    judging = {frame.id for frame in load().frames if frame.valence == "negative"}
    _, steps = explain(line)
    return any(
        step.what == "refused" and step.rule in judging and step.why in _table()["may_be_meant"] for step in steps
    )


def _in_full(answer: str) -> str:
    """Return an answer with what was shortened in a hurry written out, where the words around tell what it stands for."""
    for short, full in _table()["in_full"].items():
        answer = re.sub(rf"(?i)(?<![^\s(]){short}", full, answer)
    return answer


def _keeps_condition(prompt: str, answer: str) -> bool:
    """Tell whether an answer says something of the condition of a prompt: "if the bank agrees"."""
    condition = re.search(_table()["conditions"]["asked"], prompt)
    if condition is None:
        return True
    words = telling(read(condition[0]), condition[0])
    said = telling(read(answer), answer)
    told = any(akin(word, other) for word in words for other in said)
    return not words or told or re.search(_table()["conditions"]["given"], answer) is not None


def _same_matter(card: Card, prompt: Reading, answer: Reading, near: Nearness | None) -> bool:
    """Tell whether an answer is about what the prompt is about. Its facts and its actor have been compared before.

    An answer in other words is compared as a whole; one in which all but the verb is the same asks for another act.
    """
    asked, given = telling(prompt, prompt.proposal or prompt.text), telling(answer, answer.proposal or answer.text)
    said, whole = telling(answer, answer.text), telling(prompt, prompt.text)
    missing = [word for word in asked if not any(akin(word, other) for other in said)]
    new = [word for word in given if not any(akin(word, other) for other in whole)]
    if not missing:
        return True
    share = len(missing) / len(asked)
    if near is None:
        return share <= MOST_LOST and not (new and share > MOST_REPLACED)
    if another_act(prompt, answer, f"{card.situation} {card.model}", lambda one, other: near(one, [other], ())[0]):
        return False
    # Days and amounts that are all kept tell the same request more surely than any word.
    known = len(facts(card.prompt))
    return _nearness(card, prompt, answer, near) >= (NEAR_FACTS if known > 1 else NEAR_LINES)


def _nearness(card: Card, prompt: Reading, answer: Reading, near: Nearness) -> float:
    """Return how near an answer is to what a card asks for: as a whole, and what is asked for without its facts.

    All asks are alike in being asks; what the general ones in the table have in common is taken away.
    """
    whole = [line for line in (card.prompt, f"{card.situation} {card.prompt}", card.model) if line]
    model = read(card.model)
    matters = [without_facts(text) for text in (_matter(prompt), _matter(model), card.situation) if text]
    return max(near(answer.text, whole, _table()["general"]["asks"])) + MATTER * max(
        near(without_facts(_matter(answer)), matters, ())
    )


def _matter(reading: Reading) -> str:
    return reading.proposal or reading.text


def _only_repeats(card: Card, answer: str, near: Nearness | None) -> bool:
    """Tell whether a label gives back what was said and nothing of what is behind it: "it sounds like you have 60 essays"."""
    words = [word for word in telling(read(answer), answer) if word not in _opening_words()]
    said = telling(read(card.says), card.says)
    if words and sum(any(akin(word, other) for other in said) for word in words) / len(words) >= REPEATED_WORDS:
        return True
    if near is None:
        return False
    told, *felt = near(
        answer,
        (card.says, card.model, *(f"It sounds like you feel {feeling}." for feeling in card.feels)),
        _table()["general"]["labels"],
    )
    return told >= REPEATED and told - max(felt) >= REPEATED_MORE


@cache
def _opening_words() -> frozenset[str]:
    """Return the words, as roots, that open a label and say nothing of what it names."""
    return frozenset(map(root, _table()["labels"]["opening"]))


def _name_fails(card: Card, answer: str, near: Nearness | None) -> str:
    text = _in_full(read(heard(answer)).text)
    if any(_holds(name, text) for name in ("advice", "own", "judging")):
        return "not_a_label"
    if _holds("untouched", text):
        return "other_feeling"
    own = _felt(text, (*card.feels, *_feelings(card.feels, own=True)))
    if not own and not _is_label(text):
        return "not_a_label"
    if own:
        return "other_feeling" if all(one.denied for one in own) else ""
    if _only_repeats(card, text, near):
        return "names_nothing"
    # No list holds every word for a feeling, so only a word known for another feeling fails.
    said = frozenset(_table()["labels"]["said_of_them"])
    others = _felt(text, tuple(_feelings(card.feels, own=False)))
    return "other_feeling" if any(not one.denied and said_of_them(text, one, said) for one in others) else ""


def _is_label(text: str) -> bool:
    """Tell whether a text may be a guess about the other person: by the reader, by its opening, or as it speaks of them."""
    if read(text).has(MoveKind.LABEL, MoveKind.SUMMARY) or _holds("guess", text):
        return True
    return not _holds("asks", text) and _holds("theirs", text)


def _felt(text: str, phrases: Sequence[str]) -> list[Named]:
    labels = _table()["labels"]
    return named(text, phrases, frozenset(labels["denials"]), re.compile(labels["excused"]))


def _holds(name: str, text: str) -> bool:
    """Tell whether a text holds one of the patterns in a list of `[labels]`."""
    return any(re.search(f"(?i){pattern}", text) for pattern in _table()["labels"][name])


def _feelings(feels: tuple[str, ...], own: bool) -> list[str]:
    """Return the words for the feelings a card names (`own`), or for all others."""
    named = {word.lower() for word in feels}
    return [word for group in _table()["feelings"] for word in group if bool(named & set(group)) is own]
