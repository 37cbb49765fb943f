"""The labelled lines: their form, what must not get worse, and that the blind ones stay what they are."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pytest

from trainer.commands.evaluate import evaluate_file
from trainer.errors import TrainerError
from trainer.language import MoveKind, read
from trainer.language.evaluate import evaluate

from .conftest import ROOT

LINES = ROOT / "tests" / "lines"


def labelled(name: str) -> list[dict[str, str]]:
    return [json.loads(row) for row in (LINES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["tuning.jsonl", "blind.jsonl", "blind_polarity.jsonl"])
def test_each_line_is_labelled_in_keeping_with_the_definitions(name: str) -> None:
    means = {"no_oriented_ask": "accept", "yes_oriented_ask": "refuse"}
    texts: Counter[str] = Counter()
    for row in labelled(name):
        assert set(row) == {"text", "kind", "no_means"}
        assert MoveKind(row["kind"])
        assert row["no_means"] == means.get(row["kind"], "none")
        texts[row["text"]] += 1
    assert max(texts.values()) == 1


def test_no_line_is_in_both_halves() -> None:
    seen = {row["text"] for row in labelled("tuning.jsonl")}
    for blind in ("blind.jsonl", "blind_polarity.jsonl"):
        assert not seen & {row["text"] for row in labelled(blind)}


# What was reached, less a margin of one in a hundred: a change that loses more than that has broken something.
@pytest.mark.parametrize(
    ("name", "no_oriented", "macro", "no_means"),
    [("tuning.jsonl", 0.92, 0.92, 0.91), ("blind.jsonl", 0.94, 0.89, 0.92), ("blind_polarity.jsonl", 0.89, 0.89, 0.86)],
)
def test_the_scores_do_not_fall(name: str, no_oriented: float, macro: float, no_means: float) -> None:
    result = evaluate(labelled(name))
    assert next(score.f1 for score in result.scores if score.kind == "no_oriented_ask") >= no_oriented
    assert result.macro_f1 >= macro
    assert result.no_means >= no_means


def test_false_alarms_stay_rare() -> None:
    lines = (LINES / "everyday.txt").read_text(encoding="utf-8").splitlines()
    assert sum(read(line).kind is MoveKind.NO_ORIENTED_ASK for line in lines) <= 6


def test_figures_are_counted_right() -> None:
    rows = [
        {"text": "Would it be a bad idea to meet?", "kind": "no_oriented_ask", "no_means": "accept"},
        {"text": "It rained.", "kind": "no_oriented_ask", "no_means": "accept"},
        {"text": "Can we meet?", "kind": "yes_oriented_ask", "no_means": "refuse"},
        {"text": "Thanks for telling me.", "kind": "other", "no_means": "none"},
    ]
    result = evaluate(rows)
    scores = {score.kind: score for score in result.scores}
    assert (scores["no_oriented_ask"].precision, scores["no_oriented_ask"].recall) == (1.0, 0.5)
    assert (scores["other"].precision, scores["other"].recall) == (0.5, 1.0)
    assert result.no_means == pytest.approx(2 / 3)
    assert result.confusion == (("no_oriented_ask", "other", 1),)
    assert [missed.text for missed in result.missed] == ["It rained."]


def test_the_command_prints_for_people_and_as_json(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_text('{"text": "Can we meet?", "kind": "label", "no_means": "none"}\n\n', encoding="utf-8")
    people, scripts = io.StringIO(), io.StringIO()
    evaluate_file(path, False, people)
    evaluate_file(path, True, scripts)
    assert "label heard as yes_oriented_ask" in people.getvalue() and "Can we meet?" in people.getvalue()
    assert json.loads(scripts.getvalue())["lines"] == 1
    for content in ("no json", '{"text": "x"}', "[]"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(TrainerError, match="line 1"):
            evaluate_file(path, True, scripts)
    with pytest.raises(TrainerError, match="cannot be read"):
        evaluate_file(tmp_path / "none.jsonl", True, scripts)
