"""Each table entry by its example and counter-example, the sentences of the design, near misses, and properties."""

from __future__ import annotations

import contextlib
import io
from argparse import Namespace
from datetime import UTC, datetime
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainer.commands import explain
from trainer.commands.command import Streams
from trainer.drills.own import own_cards
from trainer.errors import TrainerError
from trainer.language import MoveKind, NoMeans, flip, read
from trainer.language.matching.compiled import PREFACES
from trainer.language.matching.templates import expand
from trainer.language.tables import Cue, Frame, families, load
from trainer.safe_text import is_blank, spaced
from trainer.scenario import load as load_scenario
from trainer.session import Session

from .conftest import ROOT, SCENARIOS

TABLES = load()
DEFINITE = {"negative": NoMeans.ACCEPT, "positive": NoMeans.REFUSE}


def rules(line: str) -> set[str]:
    return {move.rule for move in read(line).moves}


@pytest.mark.parametrize("frame", TABLES.frames, ids=lambda frame: frame.id)
def test_frames(frame: Frame) -> None:
    assert frame.id in rules(frame.example)
    assert frame.id not in rules(frame.counter)
    expected = NoMeans.ACCEPT if frame.composes == "reason" else DEFINITE[frame.valence]
    assert read(frame.example).no_means is expected


@pytest.mark.parametrize("cue", TABLES.cues, ids=lambda cue: cue.id)
def test_cues(cue: Cue) -> None:
    if cue.kind != MoveKind.OTHER:
        assert cue.id in rules(cue.example)
        assert cue.id not in rules(cue.counter)
        return
    # A row that only blocks: its example is not of the blocked kind, its counter-example is.
    assert not read(cue.example).has(*map(MoveKind, cue.blocks))
    assert read(cue.counter).has(*map(MoveKind, cue.blocks))


def test_every_family_has_its_evidence() -> None:
    used = {frame.family for frame in TABLES.frames} | {cue.family for cue in TABLES.cues if cue.family}
    assert set(families()) == used
    assert {family.grade for family in families().values()} <= {"A", "B", "C"}


@pytest.mark.parametrize(
    ("line", "kind", "no_means"),
    [
        # the sentences of the design, and their near misses
        ("Shall we have a coffee one day?", "yes_oriented_ask", "refuse"),
        (
            "Would it be totally crazy if the two of us went for a coffee one day?",
            "no_oriented_ask",
            "accept",
        ),
        ("Can we meet on Tuesday?", "yes_oriented_ask", "refuse"),
        ("Would it be a bad idea to meet on Tuesday?", "no_oriented_ask", "accept"),
        ("Wouldn't it be crazy not to meet?", "yes_oriented_ask", "refuse"),
        ("You'd be crazy not to come.", "pressure", "none"),
        # polarity composes: frame × negations × tag × negated proposal
        ("Would it be a bad idea not to meet?", "yes_oriented_ask", "refuse"),
        ("You wouldn't be against it, would you?", "no_oriented_ask", "accept"),
        ("It wouldn't be a bad idea to meet, would it?", "no_oriented_ask", "accept"),
        ("It would be a bad idea to wait, wouldn't it?", "yes_oriented_ask", "refuse"),
        ("Is there any reason we shouldn't try?", "no_oriented_ask", "accept"),
        ("Would you mind not smoking?", "no_oriented_ask", "accept"),
        ("Would you be willing to meet?", "yes_oriented_ask", "refuse"),
        ("Wouldn't it be great to meet?", "yes_oriented_ask", "refuse"),
        # what looks alike and is not
        ("She asked whether it would be a bad idea to meet.", "other", "none"),
        ("At what price is it out of the question?", "open_question", "none"),
        ("I don't mind.", "other", "none"),
        ("Are you crazy?", "other", "none"),
        ("Why not?", "open_question", "none"),
        ("Why not stay for tea?", "yes_oriented_ask", "refuse"),
        ("Keep in mind that the shop closes at six.", "other", "none"),
        # written as people write
        ("would it be crazy to have lunch", "no_oriented_ask", "accept"),
        ("WOULD IT BE CRAZY TO HAVE LUNCH", "no_oriented_ask", "accept"),
        ("woud it be crzy to have lunch", "no_oriented_ask", "accept"),
        ("would  it\nbe crazy to have lunch 🙂", "no_oriented_ask", "accept"),
        ("I’m stuck with the figures. Would you mind if I rang you tonight", "no_oriented_ask", "accept"),
        ("would u be opposed to a call", "no_oriented_ask", "accept"),
        ("any objections?", "no_oriented_ask", "accept"),
        # the other kinds
        ("What would make it easier?", "open_question", "none"),
        ("It sounds like the move was hard on you.", "label", "none"),
        ("You probably think I'm pushy.", "accusation_audit", "none"),
        ("Feel free to say no.", "autonomy", "none"),
        ("You have to decide now.", "pressure", "none"),
        ("So what you're saying is that mornings are full.", "summary", "none"),
        ("I could come to you on Monday.", "offer", "none"),
        ("Thanks for telling me.", "acknowledgement", "none"),
    ],
)
def test_lines(line: str, kind: str, no_means: str) -> None:
    reading = read(line)
    assert (reading.kind, reading.no_means) == (kind, no_means)


def test_a_mirror_gives_the_last_words_back() -> None:
    assert read("Rather full?", after="My weeks are rather full.").kind is MoveKind.MIRROR
    assert read("Rather full?").kind is not MoveKind.MIRROR
    assert read("Your weeks?", after="It's my weeks.").kind is MoveKind.MIRROR


def test_the_proposal_is_what_is_asked_for() -> None:
    assert read("Would it be a bad idea to meet on Tuesday?").proposal == "meet on Tuesday"
    assert read("Would you mind if I came along?").proposal == "I came along"
    assert read("Would Thursday be a bad idea?").proposal == "Thursday"
    assert read("Any objections?").proposal is None


def test_evidence_names_the_words_that_decided() -> None:
    line = "Well, would it be a terrible idea to meet?"
    (move,) = (move for move in read(line).moves if move.kind is MoveKind.NO_ORIENTED_ASK)
    assert line[move.start : move.end] == move.cue == "would it be a terrible idea"
    assert move.rule == "bad_idea"


def test_terms_carry_their_values() -> None:
    terms = {
        term.what: term.value for term in read("$62,500, that is 8%, from 9:30 for twenty minutes on Friday").terms
    }
    assert terms == {"money": 62500, "percent": 8, "time": 570, "duration": 20, "day": None}
    assert read("about 62k").terms[0].value == 62000


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                "would",
                "it",
                "be",
                "a",
                "bad",
                "idea",
                "not",
                "to",
                "you",
                "mind",
                "if",
                ",",
                "?",
                ".",
                "wouldn't",
                '"',
                "'",
                "İ",
                "any",
                "objections",
            ]
        ),
        max_size=30,
    ).map(" ".join),
)


@given(TEXTS)
@settings(max_examples=300)
@example("İstanbul would it be crazy to İİİ")
@example("\x00\u202e would it be crazy")
@example("'" * 50)
def test_any_text_is_read_and_spans_lie_inside_it(line: str) -> None:
    reading = read(line)
    assert reading == read(line)
    for move in reading.moves:
        assert 0 <= move.start < move.end <= len(line)
        assert line[move.start : move.end] == move.cue
    for ask in reading.asks:
        assert 0 <= ask.frame_start < ask.frame_end <= len(line)
        assert 0 <= ask.proposal_start <= ask.proposal_end <= len(line)
    for kind in {move.kind for move in reading.moves}:
        spans = sorted((move.start, move.end) for move in reading.moves if move.kind is kind)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(
    st.sampled_from([frame.example for frame in TABLES.frames]),
    st.sampled_from(["It rained today.", "The tram was late.", "My office is on the third floor."]),
)
def test_a_sentence_after_it_never_unmakes_an_ask(line: str, more: str) -> None:
    assert read(f"{line} {more}").kind is read(line).kind


JUDGEMENTS = sorted({sentence for name in ("crazy", "improper", "excessive", "harmful") for phrase in TABLES.lists[name]
                     for sentence in expand(phrase, TABLES.lists) if "…" not in sentence})  # fmt: skip


@given(
    st.sampled_from(JUDGEMENTS),
    st.sampled_from(["to meet on Tuesday", "if we met on Tuesday", "to offer five percent", "to move it to May"]),
    st.booleans(),
)
def test_a_reversed_tag_changes_nothing_but_what_no_means(judged: str, proposal: str, question: bool) -> None:
    mark = "?" if question else ""
    pushed = read(f"It would be {judged} {proposal}, wouldn't it{mark}")
    granted = read(f"It wouldn't be {judged} {proposal}, would it{mark}")
    assert (pushed.no_means, granted.no_means) == (NoMeans.REFUSE, NoMeans.ACCEPT)
    assert pushed.proposal == granted.proposal == proposal.removeprefix("to ").removeprefix("if ")
    assert pushed.ask is not None and granted.ask is not None and pushed.ask.family == granted.ask.family
    others = (MoveKind.NO_ORIENTED_ASK, MoveKind.YES_ORIENTED_ASK)
    assert [m.kind for m in pushed.moves if m.kind not in others] == [
        m.kind for m in granted.moves if m.kind not in others
    ]


def test_long_lines_take_time_in_proportion_and_never_fail() -> None:
    assert read("would it be crazy to meet " * 400).kind is MoveKind.NO_ORIENTED_ASK
    assert read("a" * 100_000).kind is MoveKind.OTHER


# -- lines that end early, and what stands between two words

#: Every character that is white space, and marks of each sort.
WHITE = [char for char in map(chr, range(0x3001)) if char.isspace()]
MARKS = [*"/,.;:?!…-—_=|'’\"“”()*&+#%$€£´\u0301😀1²", ", ", " - ", "\n\n", "\u200b", "\ud800", ""]
OPENINGS = sorted(
    {text for frame in TABLES.frames for text in (frame.example, frame.counter)}
    | {text for cue in TABLES.cues for text in (cue.example, cue.counter)}
    | {f"{modal} {who} meet for 20 minutes on Tuesday?"
       for modal in TABLES.classes["request_aux"] for who in ("I", "you", "we", "Ida", "people")}
)  # fmt: skip
TALKS = [load_scenario(ROOT / "tests" / "sound.yaml"), load_scenario(SCENARIOS / "salary_no_budget.yaml")]


@st.composite
def cut_lines(draw: st.DrawFn) -> str:
    """Openings cut off at any word, with anything between two words."""
    words: list[str] = []
    for opening in draw(st.lists(st.sampled_from(OPENINGS), min_size=1, max_size=3)):
        said = opening.split()
        words += said[: draw(st.integers(1, len(said)))]
    gap = st.sampled_from([" "] * 60 + WHITE + MARKS)
    gaps = draw(st.lists(gap, min_size=len(words), max_size=len(words)))
    return "".join(part for pair in zip(words, gaps, strict=True) for part in pair)


@given(cut_lines())
@settings(max_examples=400, deadline=None)
@example("I was wondering if")
@example("Could\u00a0Ida go for a walk with me?")
@example("may I\u2028, I w")
@example("for uſ to meet in 20 mınutes, twenty mınutes")
def test_no_line_that_ends_early_stops_the_reader(line: str) -> None:
    read(line)
    flip(line)
    own_cards([(line, "A talk", datetime(2026, 11, 30, tzinfo=UTC))])


@given(cut_lines())
@settings(max_examples=40, deadline=None)
@example("Let me know if")
@example("can/we go for a walk?")
def test_no_line_that_ends_early_stops_a_talk(line: str) -> None:
    for scenario in TALKS:
        with contextlib.suppress(TrainerError):
            Session(scenario, 1).say(line)


@given(st.lists(cut_lines(), min_size=12, max_size=12))
@settings(max_examples=2, deadline=None)
@example(["Tell me if", "Can/people visit the garden on Tuesday?"])
def test_no_line_that_ends_early_stops_an_explanation(lines: list[str]) -> None:
    asked = Namespace(scenario=str(ROOT / "tests" / "sound.yaml"), seed=1, level=None)
    typed = "".join(f"{line}\n" for text in lines for line in text.splitlines() if not is_blank(line))
    assert explain.run(asked, Streams(io.StringIO(typed), io.StringIO(), io.StringIO())) == 0


def test_half_an_ask_is_read_to_its_end() -> None:
    openings = {text for name in PREFACES for text in expand(f"<{name}>", TABLES.lists)}
    assert len(openings) > 100
    for opening, link in product(sorted(openings), ("", " if", " whether", " that")):
        for whole in (f"{opening}{link}", f"{opening}{link}, would you?"):
            read(whole)


@pytest.mark.parametrize(
    "line",
    [
        "I was wondering if",
        "I wonder if",
        "I was wondering whether",
        "just checking if",
        "not sure if",
        "Do you know if",
    ],
)
def test_half_an_ask_is_heard_as_other(line: str) -> None:
    assert (read(line).kind, read(line).no_means) == (MoveKind.OTHER, NoMeans.NONE)


@given(st.sampled_from(OPENINGS), st.sampled_from(WHITE))
@settings(max_examples=200, deadline=None)
def test_white_space_of_any_kind_is_heard_as_a_space(line: str, white: str) -> None:
    line = " ".join(line.split())
    typed = line.replace(" ", white)
    plain, other = read(line), read(typed)
    assert (plain.kind, plain.no_means) == (other.kind, other.no_means)
    assert [(move.kind, move.start, move.end) for move in plain.moves] == [
        (move.kind, move.start, move.end) for move in other.moves
    ]
    assert [(term.what, term.value) for term in plain.terms] == [(term.what, term.value) for term in other.terms]
    assert flip(line) == flip(typed)
    assert spaced(typed) == line and Session(TALKS[0], 1).say(line).reply == Session(TALKS[0], 1).say(typed).reply


def test_empty_lines_and_the_spaces_of_a_number_stay() -> None:
    assert spaced("a\u00a0b\tc\n\nd 62\u202f000\u202fe") == "a b c\n\nd 62\u202f000 e"
    assert [term.value for term in read("make it 62\u202f000 euros").terms] == [62_000]
