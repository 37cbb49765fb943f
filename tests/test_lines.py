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


SEEN = ("tuning.jsonl", "families.jsonl", "turns_of_phrase.jsonl")
BLIND = ("blind.jsonl", "blind_polarity.jsonl", "blind_families.jsonl")


@pytest.mark.parametrize("name", [*SEEN, *BLIND])
def test_each_line_is_labelled_in_keeping_with_the_definitions(name: str) -> None:
    means = {"no_oriented_ask": "accept", "yes_oriented_ask": "refuse"}
    texts: Counter[str] = Counter()
    for row in labelled(name):
        assert set(row) - {"family"} == {"text", "kind", "no_means"}
        assert MoveKind(row["kind"])
        assert row["no_means"] == means.get(row["kind"], "none")
        texts[row["text"]] += 1
    assert max(texts.values()) == 1


def test_no_line_is_in_both_halves() -> None:
    seen = {row["text"] for name in (*SEEN, "talks.jsonl") for row in labelled(name)}
    for blind in (*BLIND, "blind_talks.jsonl"):
        # "Okay." is said in every talk.
        assert not {text for text in seen & {row["text"] for row in labelled(blind)} if len(text.split()) > 4}


# What was reached, less a margin of one in a hundred: a change that loses more than that has broken something.
@pytest.mark.parametrize(
    ("name", "no_oriented", "macro", "no_means"),
    [
        ("tuning.jsonl", 0.926, 0.927, 0.918),
        ("families.jsonl", 0.87, 0.85, 0.96),
        ("turns_of_phrase.jsonl", 0.91, 0.77, 0.90),
        ("blind.jsonl", 0.95, 0.89, 0.93),
        ("blind_polarity.jsonl", 0.89, 0.89, 0.86),
        ("blind_families.jsonl", 0.87, 0.83, 0.89),
    ],
)
def test_the_scores_do_not_fall(name: str, no_oriented: float, macro: float, no_means: float) -> None:
    result = evaluate(labelled(name))
    assert next(score.f1 for score in result.scores if score.kind == "no_oriented_ask") >= no_oriented
    assert result.macro_f1 >= macro
    assert result.no_means >= no_means


@pytest.mark.parametrize(("name", "f1", "alarms"), [("talks.jsonl", 0.94, 0.005), ("blind_talks.jsonl", 0.87, 0.012)])
def test_asks_are_heard_in_whole_talks(name: str, f1: float, alarms: float) -> None:
    rows = labelled(name)
    heard = [read(row["text"]).has(MoveKind.NO_ORIENTED_ASK) for row in rows]
    said = [bool(row["no_oriented"]) for row in rows]
    hits = sum(map(lambda one, other: one and other, said, heard))
    assert 2 * hits / (sum(said) + sum(heard)) >= f1
    assert (sum(heard) - hits) / len(rows) <= alarms


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
    for content in ("no json", '{"text": "x"}', "[]", '{"text": null, "kind": "label", "no_means": "none"}'):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(TrainerError, match="line 1"):
            evaluate_file(path, True, scripts)
    with pytest.raises(TrainerError, match="cannot be read"):
        evaluate_file(tmp_path / "none.jsonl", True, scripts)


@pytest.mark.parametrize("key", ["kind", "no_means"])
@pytest.mark.parametrize("word", ["yes_orientd_ask", "", "\x1b[31mEVIL\n12345 lines", "x" * 5_000, None, float("nan")])
def test_a_label_that_says_what_no_line_can_be_is_told_with_its_number(tmp_path: Path, key: str, word: object) -> None:
    path = tmp_path / "odd.jsonl"
    good = {"text": "Can we meet?", "kind": "label", "no_means": "none"}
    path.write_text(f"{json.dumps(good)}\n{json.dumps({**good, key: word})}\n", encoding="utf-8")
    with pytest.raises(TrainerError, match="line 2: ") as told:
        evaluate_file(path, False, io.StringIO())
    assert str(told.value).isprintable() and len(str(told.value).removeprefix(str(path))) < 400


def test_a_file_without_lines_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n\ufeff\n", encoding="utf-8")
    with pytest.raises(TrainerError, match="no labelled lines"):
        evaluate_file(path, False, io.StringIO())


def test_nothing_in_a_labelled_line_acts_on_the_terminal(tmp_path: Path) -> None:
    path, out = tmp_path / "odd.jsonl", io.StringIO()
    row = {"text": "Can we\x1b[31m meet\n12345 lines\x07?", "kind": "label", "no_means": "none"}
    path.write_text(json.dumps(row), encoding="utf-8")
    evaluate_file(path, False, out)
    assert out.getvalue().replace("\n", "").isprintable() and "\n12345" not in out.getvalue()


def test_scores_take_time_in_proportion_to_the_kinds() -> None:
    class Counted(str):
        compared = 0

        def __eq__(self, other: object) -> bool:
            Counted.compared += 1
            return str.__eq__(self, str(other))

        __hash__ = str.__hash__

    def steps(many: int) -> int:
        Counted.compared = 0
        evaluate([{"text": "Hm.", "kind": Counted(f"k{number}"), "no_means": "none"} for number in range(many)])
        return Counted.compared

    assert steps(200) < 3 * steps(100)
