"""How an answer to a *Flip it* card is judged: its sign, who acts, days and amounts, its condition, and what it is about."""

from __future__ import annotations

import re

from ..language import MoveKind, Reading, explain, flip, read
from ..language.tables import load
from ..safe_text import heard
from .akin import akin, telling
from .cards import Card
from .facts import facts, keeps_facts, without_facts
from .leaning import leans_to_no, may_lean, pushes
from .verdict import Nearness, in_full, table
from .whose_act import another_act, asks_to_leave_off, turned_round

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


def fails(card: Card, answer: str, near: Nearness | None) -> str:
    """Return what failed first in an answer, "" for nothing (see `Verdict`)."""
    reading = read_as_meant(without_address(card, answer))
    if reading.has(MoveKind.PRESSURE) or pushes(reading.text):
        return "pressure"
    if reading.no_means != "accept" and not _lets_leave_off(card, reading) and not _leans_to_no(card, reading, near):
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
    flipped = _flipped(card)
    nearest = near(answer.text, [prompt, *flipped], ())
    return bool(flipped) and max(nearest[1:]) - nearest[0] >= LEANS


def _lets_leave_off(card: Card, answer: Reading) -> bool:
    """Tell whether an act is judged that is left undone where a card asks for just that: "would it be awful not to smoke?"."""
    return answer.ask is not None and answer.ask.negated and asks_to_leave_off(read(heard(card.prompt)))


def without_address(card: Card, answer: str) -> str:
    """Return an answer without whom it speaks to, by a name of the card: "rafael any objection to …", "Mr Tanaka, would …"."""
    names = {name.lower() for name in re.findall(r"\b[A-Z][^\W\d_]+", card.situation)}
    spoken = re.match(r"(?i)((?:hi|hey|hello|dear|mr|mrs|ms|miss|dr)\.? )*([^\W\d_]+)(?:,|(?= [a-z]))\s*", answer)
    return answer[spoken.end() :] if spoken is not None and spoken[2].lower() in names else answer


def read_as_meant(answer: str) -> Reading:
    """Read an answer as an ask typed in a hurry: written out, and with the question mark if that alone is missing."""
    reading = read(in_full(answer))
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
        step.what == "refused" and step.rule in judging and step.why in table()["may_be_meant"] for step in steps
    )


def _keeps_condition(prompt: str, answer: str) -> bool:
    """Tell whether an answer says something of the condition of a prompt: "if the bank agrees"."""
    condition = re.search(table()["conditions"]["asked"], prompt)
    if condition is None:
        return True
    if re.search(table()["conditions"]["turned"], answer) is not None:
        return False
    words = telling(read(condition[0]), condition[0])
    said = telling(read(answer), answer)
    told = any(akin(word, other) for word in words for other in said)
    return not words or told or re.search(table()["conditions"]["given"], answer) is not None


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
    whole = max(near(answer.text, _wholes(card), _general()))
    return whole + MATTER * max(near(without_facts(_matter(answer)), _matters(card, prompt), ()))


def compared_with(card: Card) -> list[str]:
    """Return all lines that answers to a card are compared with, so that their vectors can be made before."""
    return [*_general(), *_wholes(card), *_flipped(card), *_matters(card, read(heard(card.prompt)))]


def _general() -> list[str]:
    asks: list[str] = table()["general"]["asks"]
    return asks


def _wholes(card: Card) -> list[str]:
    return [line for line in (card.prompt, f"{card.situation} {card.prompt}", card.model) if line]


def _flipped(card: Card) -> list[str]:
    return [*filter(None, [card.model]), *flip(heard(card.prompt))]


def _matters(card: Card, prompt: Reading) -> list[str]:
    texts = (_matter(prompt), _matter(read(card.model)), card.situation)
    return [without_facts(text) for text in texts if text]


def _matter(reading: Reading) -> str:
    return reading.proposal or reading.text
