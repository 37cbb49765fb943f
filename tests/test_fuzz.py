"""Files of strangers, made up and bent: every one is taken or refused in a sentence with its place, none ends in an error.

A slice of `make fuzz`, which tries 20,000 and also watches time and memory.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.drills.load import deck_of
from trainer.packs.pack import looked_through
from trainer.safe_text import acting
from trainer.scenario import scenario_of

from .fuzz import KINDS, _told, run

#: Keys and words that scenarios and cards know, so that what is made up gets far.
KEYS = [
    "title",
    "kind",
    "level",
    "brief",
    "goal",
    "what",
    "cues",
    "counterpart",
    "name",
    "role",
    "persona",
    "tone",
    "warmth",
    "pride",
    "start",
    "resistance",
    "trust",
    "patience",
    "portrait",
    "opening",
    "concerns",
    "id",
    "thought",
    "settled_by",
    "lines",
    "event",
    "say",
    "concern",
    "no_means",
    "endings",
    "agreed",
    "refused",
    "model_lines",
    "tempting_lines",
    "note",
    "text",
    "questions",
    "setback",
    "held_back",
    "bargain",
    "unit",
    "currency",
    "wanted",
    "offer",
    "limit",
    "steps",
    "swaps",
    "cards",
    "skill",
    "difficulty",
    "explanation",
    "prompt",
    "situation",
    "model",
    "says",
    "feels",
    "find",
    "answer",
    "author",
    "about",
    "licence",
]
WORDS = (
    "coffee", "easy", "medium", "agree", "voice", "warm", "money", "percent", "EUR", "face-1", "accept", "flip", "no_means", "label", "time",
    "0-100", "100-0", "²-³", "{amount}", "{", "“", '"', "(", "", " ", "\u202e", "\x00", "Yes", "you", "Would it be a bad idea to meet?",
)  # fmt: skip
SCALARS = (
    st.sampled_from(WORDS)
    | st.text(max_size=300)
    | st.integers()
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.none()
)
TREES = st.recursive(
    SCALARS,
    lambda children: (
        st.lists(children, max_size=6)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), children, max_size=12)
    ),
    max_leaves=60,
)


@given(TREES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_tree_is_a_scenario_or_cards_or_is_refused_with_its_place(tree: Any) -> None:
    data = json.dumps(tree).encode()
    scenario, faults = scenario_of(data, "any", ())
    assert (scenario is None) == bool(faults)
    _told(faults)
    deck = deck_of(data)
    assert not (deck.cards and deck.faults)
    _told(list(deck.faults))


@given(
    st.dictionaries(
        st.sampled_from(("pack.yaml", "a.yaml", "drills/b.yaml", "portraits/c.svg", "d.txt")), TREES, max_size=4
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_pack_tells_what_it_holds(contents: dict[str, Any]) -> None:
    pack = looked_through("any", {name: json.dumps(tree).encode() for name, tree in contents.items()})
    assert all(not acting(row) and "\n" not in row for row in pack.told())
    assert pack.faults or pack.scenarios or pack.decks


@pytest.mark.qt_log_ignore("JPEG|Huffman|marker|path data|PNG|SVG")  # what the decoders say of bent pictures
@pytest.mark.parametrize("kind", KINDS)
def test_bent_files_end_in_sentences(kind: str) -> None:
    run(kind, 0, 60)
