from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.language.matching.templates import Automaton, TemplateError, expand, parse
from trainer.language.tables import load

LISTS = {"sort": ("good", "very bad")}
ENDINGS = load().endings


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ("a b", {"a b"}),
        ("(a|b c) d", {"a d", "b c d"}),
        ("[a] b", {"b", "a b"}),
        ("<sort> idea", {"good idea", "very bad idea"}),
        ("(a|b)* c", {"c", "a c", "b c"}),
        ("a <any>", {"a …"}),
        ("off-base", {"off base"}),
    ],
)
def test_a_template_prints_every_sentence_it_covers(template: str, sentences: set[str]) -> None:
    assert set(expand(template, LISTS)) == sentences


@pytest.mark.parametrize("template", ["(a", "a)", "[a", "a]", "(a]", "<a", "a?*<"])
def test_a_broken_template_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        parse(template)


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(TemplateError, match="nobody"):
        Automaton(["<nobody>"], {}, ENDINGS)


@pytest.mark.parametrize("template", ["a (b|c d) [e] f", "<sort>* x", "(a|b)* <sort> [c]"])
def test_the_automaton_finds_what_the_template_prints(template: str) -> None:
    automaton = Automaton([template], LISTS, ENDINGS)
    for sentence in expand(template, LISTS):
        words = sentence.split()
        assert (0, len(words)) in automaton.match(words, 0, len(words)), sentence


def test_words_left_out_can_stand_before() -> None:
    automaton = Automaton(["be crazy", "crazy"], {}, ENDINGS)
    assert automaton.match(["crazy"], 0, 1, ("be",)) == [(0, 1)]
    assert automaton.match(["crazy"], 0, 1) == [(1, 1)]


@given(st.lists(st.sampled_from(["a", "b", "good", "very", "bad", "x", "?"]), max_size=8))
def test_a_match_is_always_one_of_the_sentences(words: list[str]) -> None:
    template = "[a] <sort> (b|x)"
    covered = set(expand(template, LISTS))
    for _, end in Automaton([template], LISTS, ENDINGS).match(words, 0, len(words)):
        assert " ".join(words[:end]) in covered


def test_every_template_of_the_tables_can_be_printed() -> None:
    tables = load()
    rows = [(frame.id, template) for frame in tables.frames for template, _ in frame.any_of]
    rows += [(cue.id, template) for cue in tables.cues for template, _ in cue.any_of]
    for name, template in rows:
        first = next(iter(expand(template, tables.lists)))
        assert first, name
