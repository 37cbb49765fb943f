"""Answers of learners to the cards: how many are judged as their writers judge them must not get less."""

from __future__ import annotations

import pytest

from .bench.judging import agreement, judged, passed, refused


@pytest.mark.parametrize(
    ("name", "agreed", "most_refused", "most_passed"),
    [
        ("flip", 0.87, 0.08, 0.25),
        ("blind_flip", 0.88, 0.09, 0.20),
        ("name", 0.92, 0.03, 0.19),
        ("blind_name", 0.88, 0.06, 0.26),
    ],
)
def test_answers_are_judged_as_their_writers_judge_them(
    name: str, agreed: float, most_refused: float, most_passed: float
) -> None:
    answers = judged(name)
    assert agreement(answers) >= agreed
    assert refused(answers) <= most_refused
    assert passed(answers) <= most_passed
