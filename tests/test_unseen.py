"""Characters that nobody sees: not heard, not shown, and no text by themselves."""

from __future__ import annotations

import io
import json
import random
import re
import sys
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.__main__ import main
from trainer.counterpart.segments import segments
from trainer.language import Reading, flip, read
from trainer.language.topics import stems
from trainer.meaning.word_pieces import words
from trainer.packs.names import stays_inside
from trainer.packs.pack import looked_through
from trainer.safe_text import APOSTROPHES, acting, composed, heard_spans, is_blank, seen, visible, visible_places
from trainer.safe_text import heard as as_heard
from trainer.scenario import check, load
from trainer.scenario.own import OwnTalk, first_empty
from trainer.session import Session

from .conftest import ROOT, SCENARIOS

#: One of each sort: spaces without width, marks of direction, joiners, what chooses a look, fillers, tags, controls.
UNSEEN = (
    *"\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u3164",
    *"\ufe00\ufe0f\ufeff\uffa0\ufff9\U0001d173\U000e0001\U000e0041\U000e007f\U000e0100\x00\x07\x1b\x7f\x9b",
)  # fmt: skip
#: Formats that are seen: signs that stand below or above numbers and words.
SEEN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
FLAG, FAMILY = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "👩‍👩‍👧‍👦"
LINES = [
    "Would it be a bad idea to meet on Tuesday at 3 pm?",
    "You wouldn't mind if we said $60-65k, would you? 🙂",
    "It sounds like you're worn out. Take your time, there's no rush.",
    "Sorry, I know this may sound pushy. Can we take 5 % for now, and have a coffee?",
    "What makes you say so?",
]
NAMED = [f"U+{ord(char):04X}" for char in UNSEEN]


def heard(reading: Reading) -> object:
    """What is heard in a line, as a person who sees it would tell it."""
    asks = [(seen(reading.text[a.frame_start : a.frame_end]), a.family, a.rule, a.no_means) for a in reading.asks]
    moves = [(move.kind, move.rule, seen(move.cue)) for move in reading.moves]
    terms = [(term.what, seen(term.text), term.value, term.high, term.currency) for term in reading.terms]
    return reading.kind, reading.no_means, moves, asks, terms, seen(reading.proposal or "")


def test_every_format_that_is_not_seen_is_known() -> None:
    formats = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    assert {code for code in formats if seen(chr(code))} == {code for code in SEEN_FORMATS if code in formats}
    assert seen("\t\n\r\x0b\x0c\x1c\x85\u2028 \u00a0é中🙂ا") == "\t\n\r\x0b\x0c\x1c\x85\u2028 \u00a0é中🙂ا"


@pytest.mark.parametrize("char", UNSEEN, ids=NAMED)
def test_what_nobody_sees_is_not_heard_and_marks_stand_where_they_are_seen(char: str) -> None:
    chance = random.Random(ord(char))
    for line in LINES:
        for places in ([0], [len(line)], chance.sample(range(len(line)), 7), range(len(line))):
            typed = "".join(f"{char}{letter}" if place in places else letter for place, letter in enumerate(line))
            typed += char * (len(line) in places)
            reading = read(typed)
            assert reading.text == typed and heard(reading) == heard(read(line))
            for move in reading.moves:
                assert move.cue == typed[move.start : move.end] and char not in (move.cue[0], move.cue[-1])
            for term in reading.terms:
                assert term.text == typed[term.start : term.end]
            assert stems(typed) == stems(line) and flip(typed) == flip(line)
            assert [one.said for one in segments(typed)] == [one.said for one in segments(line)]


@pytest.mark.parametrize("char", UNSEEN, ids=NAMED)
def test_a_talk_goes_as_if_it_were_not_there(char: str) -> None:
    scenario = load(SCENARIOS / "salary_yearly_review.yaml")
    line = "Would you be opposed to 64,000 from July?"
    plain, typed = (Session(scenario, 3).say(text) for text in (line, line.replace("o", f"o{char}")))
    assert (plain.reply, plain.after, plain.feedback) == (typed.reply, typed.after, typed.feedback)
    assert typed.line == typed.reading.text and heard(typed.reading) == heard(plain.reading)


ACCENTED = [
    "Would it be naïve to meet José at the café on Tuesday?",
    "Wouldn’t it be passé, Zoë? I'd pay 60,000 € for my résumé.",
    "You'd be worried about Nguyễn Văn Tiến, 각하, and more. Would you mind?",
]


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
@pytest.mark.parametrize("line", ACCENTED)
def test_an_accent_typed_apart_is_heard_as_its_letter(line: str, form: Literal["NFD", "NFKD"]) -> None:
    typed = unicodedata.normalize(form, line)
    assert typed != line
    plain, apart = read(line), read(typed)
    assert apart.text == typed and (apart.kind, apart.no_means) == (plain.kind, plain.no_means)
    for one, other in zip(plain.moves, apart.moves, strict=True):
        assert (other.kind, other.rule) == (one.kind, one.rule) and other.cue == typed[other.start : other.end]
        assert unicodedata.normalize("NFC", other.cue) == one.cue
    assert [unicodedata.normalize("NFC", term.text) for term in apart.terms] == [term.text for term in plain.terms]
    assert unicodedata.normalize("NFC", apart.proposal or "") == (plain.proposal or "")
    assert stems(typed) == stems(line) and flip(typed) == flip(line)


def test_a_cue_is_met_in_either_form_and_what_was_typed_is_stored(tmp_path: Path) -> None:
    sound = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    told = []
    for form in ("NFC", "NFD"):
        path = tmp_path / f"{form}.yaml"
        path.write_text(
            re.sub(r"cues: \[", f"cues: [{unicodedata.normalize(form, 'fiancée')}, ", sound), encoding="utf-8"
        )
        for said in ("NFC", "NFD"):
            line = unicodedata.normalize(said, "Is it about your fiancée? Would you be opposed to going, though?")
            turn = Session(load(path), 3).say(line)
            assert turn.line == line == turn.reading.text
            told.append((turn.reply, turn.after, turn.feedback))
    assert all(one == told[0] for one in told)


@pytest.mark.parametrize("sign", APOSTROPHES, ids=[f"U+{ord(sign):04X}" for sign in APOSTROPHES])
def test_every_sign_for_an_apostrophe_is_one(sign: str) -> None:
    for line in ("You wouldn't mind meeting?", "Couldn't we say it's 60'000?", "Let's see. Can't you?"):
        typed = line.replace("'", sign)
        one, other = read(line), read(typed)
        assert (one.kind, one.no_means, [move.rule for move in one.moves]) == (
            other.kind, other.no_means, [move.rule for move in other.moves],
        )  # fmt: skip
        assert [(term.value, term.start, term.end) for term in one.terms] == [
            (term.value, term.start, term.end) for term in other.terms
        ]
        assert all(move.cue == typed[move.start : move.end] for move in other.moves)
        told = [one.said.replace("’", "'") for one in segments(typed)]  # in a number the sign stays
        assert stems(typed) == stems(line) and told == [one.said for one in segments(line)]


def test_a_vowel_that_is_a_mark_is_part_of_its_word() -> None:
    for word in ("प्रिया", "สมหญิง", "محمّد", "x̄y"):
        (segment,) = segments(f"Would {word} mind?")
        assert segment.said == f"would {word} mind"


def test_what_is_shown_as_nothing_is_left_out_and_what_turns_or_controls_leaves_a_trace() -> None:
    for char in UNSEEN:
        shown = visible(f"a{char}b")
        leaves_a_trace = (
            unicodedata.category(char) == "Cc" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
        )
        assert shown == "a\ufffdb" if leaves_a_trace else seen(shown) == "ab"
        assert not (acting(shown) or (leaves_a_trace and char in shown))
    assert visible("\ufeffco\u00adop\u200f 1\u200b2") == "coop 12"


@pytest.mark.parametrize("whole", [FLAG, FAMILY, "❤️", "می‌خواهم", "क्‍ष", f"{FLAG}{FAMILY}{FLAG}"])
def test_joiners_and_flags_stay_whole(whole: str) -> None:
    assert visible(f"a {whole} b") == f"a {whole} b" and not acting(whole) and not is_blank(whole)


@pytest.mark.parametrize("torn", [FLAG[:-1], FLAG[1:], f"🏴{FLAG[1:-1] * 3}\U000e007f", "🏴\U000e0020\U000e007f"])
def test_letters_that_only_a_flag_would_show_are_no_hiding_place(torn: str) -> None:
    assert visible(torn) == seen(torn) and acting(torn)


MARKED = (
    "e" + "\u0301" * 40,
    "\u0344" * 35,
    "\u0327\u0301" * 20,
    "\u0958" + "\u093c\u0301" * 18,
    "\u1100" + "\u1161" * 40,
)


@given(
    st.lists(
        st.one_of(st.sampled_from((*UNSEEN, *MARKED, "\t", "\n", "a", "🙂", "\ud800")), st.characters()), max_size=12
    )
)
def test_places_agree_with_what_is_shown(pieces: Sequence[str]) -> None:
    text = "".join(pieces)
    places, spans = visible_places(text), heard_spans(text)
    assert len(places) == len(text) + 1 and places[-1] == len(visible(text)) and places[0] == 0
    assert len(spans) == len(as_heard(text)) and as_heard(as_heard(text)) == as_heard(text)
    assert all(0 <= start < end <= len(text) and seen(text[start]) for start, end in spans)
    assert all(one <= other for one, other in pairwise(spans))
    assert {place for span in spans for place in range(*span) if seen(text[place])} == {
        place for place, char in enumerate(text) if seen(char)
    }
    assert all(later - earlier in (0, 1) for earlier, later in pairwise(places))


@given(st.text(max_size=40))
def test_text_is_composed_as_unicode_has_it(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert composed(text, "NFD") == unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("marked", MARKED)
def test_a_letter_of_very_many_marks_is_composed_in_short_pieces(marked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own way takes the square of their number: minutes for what a line may hold."""
    longest = 0

    def watched(form: Literal["NFC", "NFD"], text: str, true: Any = unicodedata.normalize) -> str:
        nonlocal longest
        longest = max(longest, len(text))
        return str(true(form, text))

    monkeypatch.setattr(unicodedata, "normalize", watched)
    for text in (f"Would it be a bad idea to meet {marked * 50}?", marked * 50):
        as_heard(text), heard_spans(text), list(words(text))
    assert 1 < longest <= 31


def test_a_line_of_them_is_no_line() -> None:
    session = Session(load(SCENARIOS / "coffee_neighbour.yaml"), 1)
    for line in ("\u200b", " \u3164 ", "\u2800\ufe0f", "".join(UNSEEN)):
        assert is_blank(line)
        with pytest.raises(Exception, match="nothing in the line"):
            session.say(line)


@pytest.mark.parametrize(
    "blank", ["\\u200B", "\\u200D", "\\uFE0F", "\\u3164", "\\u2800", "\\u00A0 \\u2003", "\\U000E0041"]
)
@pytest.mark.parametrize("key", ["title", "name", "opening", "role"])
def test_a_text_of_them_is_a_fault_of_a_scenario(tmp_path: Path, key: str, blank: str) -> None:
    rows = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8").splitlines()
    number = next(place for place, row in enumerate(rows) if row.strip().startswith(f"{key}:"))
    begin = rows[number].index(":") + 2
    rows[number] = f'{rows[number][:begin]}"{blank}"'
    path = tmp_path / "blank.yaml"
    path.write_text("\n".join(rows), encoding="utf-8")
    told = [fault.shown("blank.yaml") for fault in check(path)[1]]
    place = f"blank.yaml:{number + 1}:{begin + 1}: error: {key!r}"
    assert any(row.startswith(place) and row.endswith("[empty-text]") for row in told), told


def test_a_pack_has_a_title_and_files_with_names_that_can_be_seen() -> None:
    (fault,) = looked_through("walks", {"pack.yaml": b'title: "\\u200D"'}).faults[:1]
    assert fault.startswith("pack.yaml:1:8: error:") and fault.endswith("[empty-text]")
    assert stays_inside("drills/walk.yaml") and not any(stays_inside(f"{name}.yaml") for name in ("\u3164", "\u200d"))


def test_a_field_of_an_own_talk_is_empty_with_nothing_to_see_in_it() -> None:
    assert first_empty(OwnTalk("\u200b\u3164", "a friend", "a walk", ())) == "name"


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main(list(arguments)), capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [("read", "--json"), ("read",), ("flip", "--json"), ("flip",), ("explain", "coffee_neighbour"),
     ("--db", ":memory:", "play", "coffee_neighbour", "--json", "--seed", "2")],
)  # fmt: skip
def test_the_mark_before_a_text_is_no_part_of_its_first_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: Sequence[str]
) -> None:
    typed = "Can we have a coffee?\nHello!\n"
    assert run(monkeypatch, capsys, f"\ufeff{typed}", *command) == run(monkeypatch, capsys, typed, *command)


def test_the_mark_before_labelled_lines_is_no_part_of_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [json.dumps({"text": line, "kind": read(line).kind, "no_means": read(line).no_means}) for line in LINES]
    plain, marked = tmp_path / "plain.jsonl", tmp_path / "marked.jsonl"
    plain.write_text("\n".join(rows), encoding="utf-8")
    marked.write_text("\n".join(f"\ufeff{row}" for row in rows), encoding="utf-8")  # files put one after the other
    first, second = (run(monkeypatch, capsys, "", "evaluate", str(path), "--json") for path in (plain, marked))
    assert first == second and first[0] == 0


def test_what_is_underlined_in_a_terminal_stands_below_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, plain = run(monkeypatch, capsys, "Hm. Would it be a bad idea to meet?\n", "read")
    _, typed = run(monkeypatch, capsys, "H\u200dm.\u200b W\u00adould it be\u200f a bad idea to meet?\n", "read")
    assert plain.splitlines()[:3] == typed.replace("\u200d", "").splitlines()[:3] and "═" in plain.splitlines()[1]


@pytest.mark.parametrize("before", ["José. ", "会議。", "한국. ", "Z\u0364 "])
def test_marks_and_wide_letters_take_the_room_they_have_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], before: str
) -> None:
    room = {"José. ": 6, "会議。": 6, "한국. ": 6, "Z\u0364 ": 2}[before]
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, before)
        _, told = run(monkeypatch, capsys, f"{typed}Would it be a bad idea to meet?\n", "read")
        line, marks = told.splitlines()[:2]
        assert line.startswith(typed) and marks.index("═") == room


def test_letters_that_nobody_sees_are_not_shown_but_where_a_korean_syllable_needs_them() -> None:
    assert visible("An\u3164n\uffa0 \u115f\u1160Lee\u1160") == "Ann Lee"
    for syllable in ("\u115f\u1161", "\u1100\u1160\u11a8", "\u1100\u1161"):
        assert visible(syllable) == syllable and not is_blank(syllable)
    assert list(visible_places("a\u3164b")) == [0, 1, 1, 2]
