"""Answers of learners to the cards: how many are judged as their writers judge them must not get less."""

from __future__ import annotations

import pytest

from .bench.judging import agreement, asked, judged, passed, refused


@pytest.mark.parametrize(
    ("name", "agreed", "most_asked", "most_refused", "most_passed"),
    [
        ("flip", 0.92, 0.35, 0.04, 0.10),
        ("blind_flip", 0.94, 0.27, 0.05, 0.07),
        ("name", 0.94, 0.32, 0.04, 0.06),
        ("blind_name", 0.91, 0.24, 0.06, 0.11),
    ],
)
def test_answers_are_judged_as_their_writers_judge_them(
    name: str, agreed: float, most_asked: float, most_refused: float, most_passed: float
) -> None:
    answers = judged(name)
    assert agreement(answers) >= agreed
    assert asked(answers) <= most_asked
    assert refused(answers) <= most_refused
    assert passed(answers) <= most_passed
