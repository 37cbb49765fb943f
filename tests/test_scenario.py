from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.counterpart.words import act_replies
from trainer.errors import TrainerError
from trainer.meaning import meaning
from trainer.plain_files import FileRefused
from trainer.scenario import check, examine, files, find, glance, load
from trainer.scenario.faults import LARGEST_FILE, Fault
from trainer.scenario.from_tree import build
from trainer.scenario.knowledge import ACTS
from trainer.scenario.limits import LONGEST_SENTENCE
from trainer.scenario.model import Event, Kind, Outcome, Scenario
from trainer.scenario.own import OwnTalk, save, worries
from trainer.scenario.tree import parse
from trainer.session import Session
from trainer.simulate.trial import trial

from .conftest import ROOT, SCENARIOS

BROKEN = sorted((ROOT / "tests" / "broken").glob("*.yaml"))
DOCUMENT = (SCENARIOS / "README.md").read_text(encoding="utf-8")
#: Rules that need a file system or a size rather than a text.
ELSEWHERE = {"unreadable", "file-name", "double-name"}
#: Rules that only playing shows.
PLAYED = {"level-not-winnable", "spam-wins"}
#: Rules that only warn.
WARNED = {"cut-text", "unpaired-quotes", "unpaired-brackets", "name-in-two-spellings"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_broken_file_breaks_the_rule_of_its_name(path: Path) -> None:
    scenario, faults = check(path)
    assert (scenario is not None) == (path.stem in PLAYED | WARNED)
    if scenario is not None and path.stem in PLAYED:
        faults = trial(scenario)
    assert path.stem in {fault.rule for fault in faults}
    for fault in faults:
        assert re.match(rf".+:\d+:\d+: (error|warning): .+ \[{fault.rule}\]$", fault.shown(path))


def test_every_documented_rule_has_a_broken_file_and_every_rule_is_documented() -> None:
    table = DOCUMENT[DOCUMENT.index("## Rules of") : DOCUMENT.index("# Drill cards")]
    documented = {rule for row in re.findall(r"^\| (`.+?) \|", table, re.M) for rule in re.findall(r"`([a-z-]+)`", row)}
    assert documented == {path.stem for path in BROKEN} | ELSEWHERE
    modules = [*(ROOT / "trainer" / "scenario").glob("*.py"), ROOT / "trainer" / "simulate" / "trial.py"]
    modules += [ROOT / "trainer" / "plain_files.py", ROOT / "trainer" / "commands" / "check.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    assert all(f'"{rule}"' in code for rule in documented)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    path = tmp_path / "many.yaml"
    path.write_text(
        text.replace("level: easy", "level: esay")
        .replace("resistance: 55", "resistance: 555")
        .replace("kind: coffee", "kidn: coffee"),
        encoding="utf-8",
    )
    _, faults = check(path)
    assert [fault.rule for fault in faults] == ["missing-key", "unknown-key", "unknown-value", "not-a-number"]
    assert "did you mean 'kind'" in faults[1].sentence
    assert (faults[2].line, faults[2].column) == (3, 8)


def test_the_sound_file_is_sound() -> None:
    scenario, faults = check(ROOT / "tests" / "sound.yaml")
    assert scenario is not None and faults == [] and trial(scenario) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\x00\x01\x02" * 100, "not-text"),
        (b"", "empty"),
        (b"x" * (LARGEST_FILE + 1), "too-large"),
        (b"<html><b>hi</b></html>", "not-a-mapping"),
        (b"a: *b", "anchor"),
        (b"- 1\n- 2", "not-a-mapping"),
    ],
)
def test_strange_files_get_a_sentence(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "strange.yaml"
    path.write_bytes(content)
    assert rule in {fault.rule for fault in check(path)[1]}
    with pytest.raises(TrainerError, match=r"strange\.yaml"):
        load(path)
    assert examine(glance(path)).fault


def test_a_control_character_is_shown_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "strange.yaml"
    path.write_bytes(b"title: a\nkind: c\x07offee\n")
    (fault,) = check(path)[1]
    assert (fault.line, fault.column, fault.rule) == (2, 8, "not-text")


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    assert check(tmp_path / "none.yaml")[1][0].rule == "unreadable"
    assert check(tmp_path)[1][0].rule in ("unreadable", "too-large")


def test_finding_a_scenario_by_name() -> None:
    assert find("coffee_new_acquaintance", [SCENARIOS]).name == "coffee_new_acquaintance.yaml"
    with pytest.raises(TrainerError, match="coffee_new_acquaintance"):
        find("no such", [SCENARIOS])


@pytest.mark.parametrize("path", files([SCENARIOS]), ids=lambda path: path.stem)
class TestShipped:
    def test_it_is_sound_and_rich(self, path: Path) -> None:
        scenario = load(path)
        assert len(scenario.lines) >= 60
        assert len(scenario.concerns) >= 4
        assert len(scenario.brief.split()) <= 120
        assert len(scenario.model_lines) >= 2 and len(scenario.tempting_lines) == 2
        assert scenario.note and scenario.setback
        assert {Outcome.AGREED, Outcome.COUNTERFEIT_YES, Outcome.WITHDRAWN} <= set(scenario.endings)

    def test_a_glance_shows_what_the_whole_file_says(self, path: Path) -> None:
        scenario, entry = load(path), glance(path)
        assert (entry.title, entry.kind, entry.level, entry.brief, entry.held_back) == (
            scenario.title,
            scenario.kind,
            scenario.level,
            scenario.brief,
            scenario.held_back,
        )
        assert examine(entry) == replace(entry, whole=True)

    def test_lines_after_a_particle_do_not_begin_with_one(self, path: Path) -> None:
        after = (Event.AGREE, Event.NOT_YET, Event.COUNTERFEIT, Event.REFUSE, Event.POSTPONE)
        for line in load(path).lines:
            if line.event in after:
                assert not re.match(r"(?i)(yes|no|sure)\b", line.say), line.say


def test_fifteen_are_shipped_five_of_a_kind_and_one_of_each_held_back() -> None:
    scenarios = [load(path) for path in files([SCENARIOS])]
    for kind in (Kind.COFFEE, Kind.MEETING, Kind.SALARY):
        own = [scenario for scenario in scenarios if scenario.kind is kind]
        assert len(own) == 5
        assert sum(scenario.held_back for scenario in own) == 1


def test_the_document_names_every_key_and_event() -> None:
    for event in Event:
        assert f"`{event}`" in DOCUMENT
    modules = [*(ROOT / "trainer" / "scenario").glob("*.py"), ROOT / "trainer" / "simulate" / "trial.py"]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    calls = re.findall(r"b\.keys\(\s*[a-z]+(?:\[.+?\])?,\s*(\[.*?\](?:,\s*\[.*?\])?)", code, re.S)
    keys = {key for call in calls for key in re.findall(r'"([a-z_]+)"', call)}
    assert {"title", "model_lines", "cues", "persona", "tone", "resistance", "settled_by", "no_means"} <= keys
    for key in keys:
        assert f"`{key}`" in DOCUMENT, key


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_is_a_scenario_or_has_faults(text: str) -> None:
    try:
        scenario, faults = build(parse(text), "any")
    except FileRefused as refusal:
        assert refusal.line >= 1
        return
    assert isinstance(scenario, Scenario) != bool(faults)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_counterpart_has_a_life(path: Path) -> None:
    """Facts, reactions and questions enough for any talk, each with examples and more than one way to say it."""
    scenario = load(path)
    assert len(scenario.facts) >= 60 and len(scenario.reactions) >= 12 and len(scenario.questions) >= 6
    assert all(len(fact.examples) >= 3 and len(fact.main.say) >= 2 and fact.more for fact in scenario.facts)
    assert all(len(one.to) >= 3 and len(one.say) >= 2 for one in scenario.reactions)
    assert all(len(one.named_by) >= 4 and len(one.met_by) >= 5 and one.explained for one in scenario.concerns)
    said = [text for fact in scenario.facts for text in fact.texts]
    assert len(set(said)) == len(said)


def test_facts_of_the_first_version_are_asked_for_by_their_cues(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "\nendings:",
            '\n  - event: fact\n    cues: ["your garden", "you grow"]\n    say: "Mostly nettles."\nendings:',
        ),
        encoding="utf-8",
    )
    scenario = load(path)
    assert [fact.main.say for fact in scenario.facts] == [("Mostly nettles.",)]
    for model in (None, meaning()):
        assert "Mostly nettles." in Session(scenario, 1, meaning=model).say("What do you grow in your garden?").reply


def test_a_guess_is_told_in_the_author_s_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("level: easy", "level: esay"), encoding="utf-8")
    assert check(path)[1][0].sentence == "'level' is one of easy, medium, hard; did you mean 'easy'?"


def test_a_second_document_and_a_tag_that_does_nothing_are_refused() -> None:
    for text, rule in (("a: 1\n---\nb: 2\n", "syntax"), ("a: !!str 5\n", "tag"), ("a: &x 1\n", "anchor"), ("a: *x\n", "anchor")):  # fmt: skip
        with pytest.raises(FileRefused) as caught:
            parse(text)
        assert caught.value.rule == rule


CUTS = [
    ("opening: See you in room\n  #4, second floor.", True),
    ("opening: See you in room\n  more words\n    # 4, second floor.", True),
    ("opening: >\n  Hello in\n#4 second", True),
    ("opening: |\n  Hello in\n # 4 second", True),
    ("model_lines:\n  - walk at\n      #4\n  - b", True),
    ("model_lines:\n  - walk at #4\n  - b", True),
    ("model_lines: [walk at\n  # four\n  ]", True),
    ("goal:\n  what: a walk\n   # in the evening", True),
    ("opening: See you in room\r\n  #4, second floor.\r\n", True),
    ("opening: See you in room\n# What worries her", False),
    ("opening: See you in room\n#level: easy", False),
    ("opening: >\n  Hello in\n# What worries her", False),
    ("opening: >\n  Hello in\n\n#4 second", False),
    ("goal:\n  what: a walk\n  # words for it\n  cues: [walk]", False),
    ("model_lines:\n  - walk at four\n  # and one more\n  - b", False),
    ('opening: "See you in room"\n  # 4', False),
    ("opening: See you in room#4", False),
]


@pytest.mark.parametrize(("text", "cut"), CUTS)
def test_a_text_that_a_comment_cuts_is_told_wherever_the_comment_stands(text: str, cut: bool) -> None:
    _, faults = build(parse(f"{text}\n"), "any")
    assert ("cut-text" in {fault.rule for fault in faults}) == cut


def test_very_many_comments_are_looked_at_in_a_moment() -> None:
    text = "model_lines:\n" + "".join(f"  - walk {number}\n  # note\n" for number in range(14_000))
    begun = time.monotonic()
    parse(text)
    assert time.monotonic() - begun < 20  # it was minutes where each looked at the whole text


def test_acts_are_held_to_their_table() -> None:
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    acts = 'acts:\n  thankz: ["Oh."]\n  thanks: ["A nice one."]\n  thanks: ["B nice one."]\n  ? [a, b]\n  : ["x"]\n  ? {c: d}\n  : ["x"]\n'
    scenario, faults = build(parse(f"{text}\n{acts}"), "any")
    assert scenario is None
    assert [fault.rule for fault in faults] == ["unknown-key", "double-key", "unknown-key", "unknown-key"]
    assert "did you mean 'thanks'" in faults[0].sentence and "a key is a word" in faults[2].sentence
    scenario, faults = build(parse(f'{text}\nacts:\n  thanks: ["A nice one."]\n'), "any")
    assert scenario is not None and scenario.said_to("thanks") == ("A nice one.",) and faults == []


def test_the_acts_of_a_scenario_are_those_of_the_bank_and_are_documented() -> None:
    assert set(ACTS) == {act for act, _ in act_replies()} and len(set(ACTS)) == len(ACTS)
    assert all(f"`{act}`" in DOCUMENT for act in ACTS if not act.startswith("unknown_"))


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
@pytest.mark.parametrize("place", ["goal", "counterpart", "endings", "bargain", "note", "acts", "nothing"])
def test_no_mapping_takes_a_list_or_a_mapping_as_a_key(place: str, key: str) -> None:
    root = f"? {key}\n: x\n" if place == "nothing" else f"{place}:\n  ? {key}\n  : x\n"
    assert any("a key is a word" in fault.sentence for fault in build(parse(root), "any")[1])


def test_a_concern_without_an_id_is_one_fault(tmp_path: Path) -> None:
    sound = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    path = tmp_path / "a.yaml"
    path.write_text(sound.replace("  - id: time\n    thought:", "  - thought:", 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != sound
    told = [fault.sentence for fault in check(path)[1]]
    assert any("needs the key 'id'" in sentence for sentence in told) and not any("''" in sentence for sentence in told)


def test_a_name_that_is_too_long_is_compared_with_nothing(tmp_path: Path) -> None:
    """All its words with all words of the file would take the square of their number."""
    names = " ".join(f"Wieczore{letter}" for letter in "bcdefghij")
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    text = text.replace("Ida Bergan", names).replace("a neighbour", "Wieczorek")
    path = tmp_path / "long.yaml"
    path.write_text(text, encoding="utf-8")
    assert [fault.rule for fault in check(path)[1]] == ["too-long"]


@pytest.mark.parametrize("letters", ["x", "x y", "'", '"', "\\", "\\'", "'\"", "“", "”", "\u202e", "\n", "ﷺ"])
def test_a_sentence_repeats_no_more_of_a_word_than_tells_it(letters: str) -> None:
    """Whatever rule makes it, and whatever the word holds: what is ours in the sentence stays whole."""
    word = letters * 20_000
    for told in (
        f"the concern {word!r} stands here twice; give one of them another name",
        f"a card “{word}” is here; mend it",
    ):
        said = Fault(1, 1, "error", told, "any").sentence
        assert len(said) <= LONGEST_SENTENCE and said[:8] == told[:8] and said[-8:] == told[-8:]
        assert Fault(1, 1, "error", said, "any").sentence == said
    both = Fault(1, 1, "error", f"{'A' * 9_000!r} here, {'B' * 9_000!r} in the counterpart's name", "any").sentence
    assert both == f"'{'A' * 40}…' here, '{'B' * 40}…' in the counterpart's name"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_no_fault_is_as_long_as_the_words_of_the_file(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    longer = tmp_path / path.name
    for word in {word for fault in check(path)[1] for word in re.findall(r"'([\w-]+)'", fault.sentence)}:
        longer.write_text(re.sub(rf"\b{word}\b", word + "x" * 5_000, text), encoding="utf-8")
        assert max(len(fault.sentence) for fault in check(longer)[1]) <= LONGEST_SENTENCE
        assert len(examine(glance(longer)).fault) <= LONGEST_SENTENCE + 100


def test_the_sentences_of_our_own_are_never_cut() -> None:
    """Half of the most there may be is what the longest has, so that none comes near it unseen."""
    faults = [fault for path in BROKEN for fault in check(path)[1]]
    faults += build(parse("x: 1\nacts: {x: 1}\ncounterpart: {portrait: x}"), "any")[1]
    assert max(len(fault.sentence) for fault in faults) <= LONGEST_SENTENCE / 2
    assert not any("…" in fault.sentence.replace(", …; scenarios/README.md", "") for fault in faults)


@pytest.mark.parametrize(
    "said", ['my 6" tall friend', "boss :)", "a coffee (short", "“the boss", "a talk about Marie", "Theres"]
)
def test_what_may_be_meant_keeps_no_talk_of_ones_own_from_being_made(tmp_path: Path, said: str) -> None:
    chosen = tuple((id_, said if place == 0 else "") for place, id_ in enumerate(list(worries())[:3]))
    for name in ("Maria", "Goode", "Theres", said):
        assert load(save(OwnTalk(name, said, said, chosen), tmp_path)).counterpart.role


def test_two_who_are_called_nearly_alike_are_a_warning(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    path = tmp_path / "a.yaml"
    path.write_text(
        text.replace("Ida Bergan", "Peter").replace("a neighbour", 'of Peters, 6" tall :)'), encoding="utf-8"
    )
    scenario, faults = check(path)
    assert scenario is not None and {fault.severity for fault in faults} == {"warning"}
    assert {fault.rule for fault in faults} == {"name-in-two-spellings", "unpaired-quotes", "unpaired-brackets"}


SOUND = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ("title: A short walk", "title:", (1, 1), "'title' is empty"),
        ("title: A short walk", "title :  # later", (1, 1), "'title' holds only a comment"),
        ("role: a neighbour", "role:", (10, 3), "'role' is empty"),
        ('opening: "Hello, you."', "opening:\n\n\n", (15, 1), "'opening' is empty"),
        ('opening: "Hello, you."', "opening: #1 hi", (15, 1), "put the text in quotes if # belongs to it"),
        ("    cues: [time, busy]", "    cues:", (19, 5), "'cues' is a list"),
        ("- id: time", "- id:", (17, 5), "'id' is empty"),
        ("{event: x}", "", (49, 1), "'setback' is empty"),
        ("resistance: 55", "resistance:", (14, 5), "a whole number"),
    ],
)
def test_what_is_missing_is_told_where_it_is_missing(
    tmp_path: Path, old: str, new: str, place: tuple[int, int], told: str
) -> None:
    """For the parser an empty value stands where the next thing begins, in a row that is sound."""
    path = tmp_path / "a.yaml"
    text = SOUND.replace(old, new, 1) if old in SOUND else f"{SOUND}\nsetback:\n"
    path.write_text(text, encoding="utf-8")
    fault = min(check(path)[1])
    assert (fault.line, fault.column) == place and told in fault.sentence


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"\xff", "not text in UTF-8"),
        (b"\x01", "a control character"),
        ("\x9b".encode(), "U+009B stands here"),
        ("\ufffe".encode(), "U+FFFE stands here"),
    ],
)
def test_a_character_that_may_not_be_is_told_with_its_place(tmp_path: Path, ends: str, bad: bytes, told: str) -> None:
    path = tmp_path / "a.yaml"
    data = SOUND.replace("\n", ends).encode().replace(b"Half an", b"Half " + bad)
    for begin in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(begin + data)
        (fault,) = check(path)[1]
        assert told in fault.sentence and (fault.line, fault.column) == (37, 16)


def test_two_halves_of_a_character_are_one(tmp_path: Path) -> None:
    """As `json.dumps` writes them."""
    path = tmp_path / "a.yaml"
    path.write_text(SOUND.replace("A short walk", '"\\ud83d\\ude00 walk"'), encoding="utf-8")
    scenario, faults = check(path)
    assert faults == [] and scenario is not None and scenario.title == glance(path).title == "\U0001f600 walk"
    path.write_text(SOUND.replace("A short walk", '"\\ude00\\ud83d walk"'), encoding="utf-8")
    assert "U+DE00, half of a character, stands in this text" in check(path)[1][0].sentence
