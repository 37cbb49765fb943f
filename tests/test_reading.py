"""Each table entry by its example and counter-example, the sentences of the design, near misses, and properties."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainer.language import MoveKind, NoMeans, read
from trainer.language.tables import Cue, Frame, families, load
from trainer.language.templates import expand

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
