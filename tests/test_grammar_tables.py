"""The tables a linguist changes: every row is needed, every combination has an answer, every rule its near-miss pair."""

from __future__ import annotations

import tomllib
from itertools import product
from types import ModuleType
from typing import Any

import pytest

from trainer.language import explain, read
from trainer.language.grammar import cues, refusals, tags, wants_to_know
from trainer.language.grammar.polarity import row_of
from trainer.language.matching.compiled import ACTS, OWN_ANSWER, PREFACES
from trainer.language.matching.templates import ANY, Automaton
from trainer.language.matching.tokens import split
from trainer.language.reading import MoveKind
from trainer.language.tables import ANSWER_COLUMNS, Answer, Way, load

from .conftest import ROOT

ENGLISH = ROOT / "trainer" / "language" / "english"
LONGEST_TEMPLATE = 160
#: Rows that are matched at the beginning of a clause only, or only after "if".
FOLLOWED_FROM_EVERY_WORD = {"harm_if_we", "meet_you_halfway", "any_good", "wish", "verb_or_not"}
#: The rules that say why something that matches asks for nothing, by their table in `refusals.toml`.
RULES: dict[str, tuple[ModuleType, str]] = {
    "refusal": (refusals, "REFUSALS"),
    "cue_refusal": (cues, "CUE_REFUSALS"),
    "tag_refusal": (tags, "TAG_REFUSALS"),
    "question_refusal": (wants_to_know, "QUESTION_REFUSALS"),
}
PAIRS: dict[str, list[dict[str, Any]]] = tomllib.loads((ENGLISH / "refusals.toml").read_text("utf-8"))


def test_no_template_and_no_line_of_the_tables_is_longer_than_a_reader_follows() -> None:
    tables = load()
    templates = [template for frame in tables.frames for template, _ in frame.any_of]
    templates += [template for cue in tables.cues for template, _ in cue.any_of]
    templates += [phrase for phrases in tables.lists.values() for phrase in phrases]
    assert max(map(len, templates)) <= LONGEST_TEMPLATE
    for name in ("frames", "moves", "phrases", "polarity", "refusals", "families"):
        longest = max((ENGLISH / f"{name}.toml").read_text("utf-8").splitlines(), key=len)
        assert len(longest) <= LONGEST_TEMPLATE + len('    "",'), longest


ROWS = [*((frame.id, frame.any_of) for frame in load().frames), *((cue.id, cue.any_of) for cue in load().cues)]
#: Words that the grammar puts before a predicate: those an inversion moved, and "any" for "no".
BEFORE = [(), ("be",), ("have",), ("be", "any"), ("have", "any"), ("be", "anything"), ("have", "anything"), ("any",)]


@pytest.mark.parametrize(("row", "ways"), ROWS, ids=[row for row, _ in ROWS])
def test_each_way_of_saying_it_is_said_by_its_example(row: str, ways: tuple[Way, ...]) -> None:
    tables = load()
    assert ways, row
    for way in ways:
        alone = Automaton([way.template], tables.lists, tables.endings)
        keys = tables.keys([word.norm for word in split(way.example, tables.spelling)])
        places = range(len(keys))
        assert any(alone.match(keys, place, len(keys), before) for place in places for before in BEFORE), way


def test_no_way_begins_with_a_word_left_open() -> None:
    """Such a way would have to be followed from each word of a line."""
    tables = load()
    for row, ways in ROWS:
        for way in ways:
            if row not in FOLLOWED_FROM_EVERY_WORD:
                assert not Automaton([way.template], tables.lists, tables.endings).begins(ANY), way


def test_every_list_is_used() -> None:
    text = "".join((ENGLISH / f"{name}.toml").read_text("utf-8") for name in ("frames", "moves", "phrases"))
    unused = {name for name in load().lists if f"<{name}>" not in text}
    assert unused == {*PREFACES, OWN_ANSWER, *ACTS} - {"declining"}, "these are matched on their own, before a clause"


def test_every_build_of_an_ask_has_exactly_one_answer() -> None:
    for build in product(*ANSWER_COLUMNS.values()):
        takers = [row.id for row in load().polarity if row.takes(build)]
        assert len(takers) == 1, (build, takers)
        assert row_of(build)[0] == takers[0]


@pytest.mark.parametrize("row", load().polarity, ids=lambda row: row.id)
def test_each_answer_by_its_examples(row: Answer) -> None:
    assert row.examples
    for line in row.examples:
        reading, steps = explain(line)
        assert row.id in {step.why for step in steps if step.what == "answer"}, line
        assert reading.no_means == row.no_means or row.no_means == "none", line


@pytest.mark.parametrize("table", RULES)
def test_every_refusal_has_a_pair(table: str) -> None:
    module, name = RULES[table]
    assert {row["id"] for row in PAIRS[table]} == set(getattr(module, name))


@pytest.mark.parametrize(
    ("table", "row"),
    [(table, row) for table in RULES for row in PAIRS[table]],
    ids=lambda value: value["id"] if isinstance(value, dict) else "",
)
def test_a_rule_refuses_the_one_line_and_leaves_its_neighbour(
    table: str, row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = RULES[table]
    refused, kept = read(row["refused"]), read(row["kept"])
    assert row["id"] in {step.why for step in explain(row["refused"])[1]}
    assert refused.kind is not kept.kind
    others = {key: rule for key, rule in getattr(module, name).items() if key != row["id"]}
    monkeypatch.setattr(module, name, others)
    assert read(row["refused"]) != refused, "without the rule nothing changes"
    assert read(row["kept"]) == kept


def test_an_explanation_reads_as_reading_does_and_names_what_was_tried() -> None:
    line = "Does the traffic bother you?"
    reading, steps = explain(line)
    assert reading == read(line)
    assert reading.kind is MoveKind.OTHER
    assert ("refused", "hurt", "noise_in_the_street") in {(step.what, step.rule, step.why) for step in steps}
    assert all(0 <= step.start <= step.end <= len(line) for step in steps)
