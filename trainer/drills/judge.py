"""Answer → Verdict, by the same reading that hears lines in a session. A verdict says which part failed, and why."""

from __future__ import annotations

from ..safe_text import heard
from . import flip_answers, label_answers
from .cards import Card, DrillKind
from .doubt import doubt
from .verdict import Nearness, Verdict, sentences


def judge(card: Card, answer: str, near: Nearness | None = None) -> Verdict:
    """Judge an answer: what was typed, or the key of a choice (accept, refuse, none; 1 to 4).

    `near`: lets an ask in quite other words count; without it the words decide.
    """
    answer = heard(answer)
    if card.kind is DrillKind.FLIP:
        failed = flip_answers.fails(card, answer, near)
    elif card.kind is DrillKind.NAME:
        failed = label_answers.fails(card, answer, near)
    else:
        failed = "" if answer == card.answer else "wrong"
    return Verdict(not failed, failed, sentences()[failed or "right"], doubt=doubt(card, answer, failed, near))


def compared_with(card: Card) -> list[str]:
    """Return the lines that answers to a card are compared with in meaning: their vectors come with the program."""
    by_kind = {DrillKind.FLIP: flip_answers.compared_with, DrillKind.NAME: label_answers.compared_with}
    return by_kind[card.kind](card) if card.kind in by_kind else []
