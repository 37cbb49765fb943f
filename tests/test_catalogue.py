"""A large library: listed at once, read whole only once, never standing in the way."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from trainer.gui.kit.widgets import Notice
from trainer.gui.library.page import LibraryPage
from trainer.gui.workshop.start_page import StartPage
from trainer.plain_files import FileRefused, read_bytes
from trainer.scenario import Entry, catalogue, check, faults, files, glance
from trainer.scenario.catalogue import load_catalogue
from trainer.scenario.heads import LISTED, quick_values, simple_values, sure_head
from trainer.scenario.limits import LONGEST, LONGEST_CUE
from trainer.scenario.load import examine, plain_values
from trainer.scenario.tree import Node, parse

from .conftest import ROOT, SCENARIOS

SOUND = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "many"
    made.mkdir()
    for number in range(30):
        text = SOUND.replace("A short walk", f"Walk number {number}")
        (made / f"walk_{number:02}.yaml").write_text(text, encoding="utf-8")
    return made


ROWS = st.sampled_from(
    [
        "title: A walk", 'title: "A walk: long"', "title: 'quoted'", "kind: coffee", "level: easy # note", "level:  medium ", "held_back: true",
        "brief: >\n  One\n  two", "brief: >-\n  One", "brief: |\n  One\n  two", "brief: One\n  and more", 'title: "an \\u0041"', "brief: >\n  One\n\n  two",
        "- a", "title: [a]", "x: 1", "title: a: b", "title: &a b", "", "# note", "title: yes", "brief: >\n    deep\n  less", "title: ~", "kind:coffee",
        'title: "a \\"b\\" c"', '"title": a', "brief: 'one\n  two'", "x: {a: b}", "x:\n  - a\n  - title: b", 'brief: "one', 'two"', "x: [a,", "b]", "--- # a",
    ]
)  # fmt: skip


@given(st.lists(ROWS, max_size=5), st.booleans())
def test_a_head_read_simply_says_what_the_parser_says(rows: list[str], ended: bool) -> None:
    head = "\n".join(rows) + ("\n" if ended else "")
    simple = simple_values(head)
    if simple is None or not head.strip():
        return
    assert simple == plain_values(parse(head))


def test_the_heads_of_all_our_scenarios_are_simple() -> None:
    for path in SCENARIOS.glob("*.yaml"):
        head = path.read_text(encoding="utf-8").partition("\ngoal:")[0] + "\n"
        assert simple_values(head) is not None, path


def test_what_is_known_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_catalogue(tmp_path / "library.json")
    entries = first.listed(files([folder]))
    first.keep()
    assert (tmp_path / "library.json").stat().st_mode & 0o777 == 0o600
    read: list[Path] = []

    def noted(path: Path) -> Entry:
        read.append(path)
        return glance(path)

    monkeypatch.setattr(catalogue, "glance", noted)
    again = load_catalogue(tmp_path / "library.json")
    assert again.listed(files([folder])) == entries and read == []
    changed, gone = folder / "walk_03.yaml", folder / "walk_04.yaml"
    changed.write_text(SOUND.replace("A short walk", "A new walk"), encoding="utf-8")
    os.utime(changed, ns=(1, 1))
    gone.unlink()
    titles = [entry.title for entry in again.listed(files([folder]))]
    assert read == [changed] and "A new walk" in titles and "Walk number 4" not in titles
    again.keep()
    assert str(gone) not in (tmp_path / "library.json").read_text(encoding="utf-8")


def test_a_catalogue_of_more_files_than_it_may_hold_keeps_the_first(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = tmp_path / "library.json", list[Path]()
    known = load_catalogue(path)
    entries = known.listed(files([folder]))
    monkeypatch.setattr(catalogue, "LARGEST_CATALOGUE", 4_000)
    known.keep()
    assert 3_000 < path.stat().st_size <= 4_000

    def noted(path: Path) -> Entry:
        read.append(path)
        return glance(path)

    monkeypatch.setattr(catalogue, "glance", noted)
    again = load_catalogue(path)
    assert again.listed(files([folder])) == entries
    assert read == [entry.path for entry in entries][-len(read) :] and 0 < len(read) < len(entries)
    path.write_bytes(path.read_bytes() + b" " * 1_001)
    assert load_catalogue(path)._known == {}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '["1 0.0.0", []]', '["{format}", [[1, 2, 3]]]', '["{format}", [[1, 2, "p", "t", "k", "l", "b", 5, false, true]]]',
        '["{format}", 7]', '["{format}", [["x", 2, "p", "t", "k", "l", "b", "f", false, true]]]', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_catalogue_that_is_none_is_forgotten(folder: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "library.json"
    path.write_text(text.replace("{format}", catalogue._FORMAT), encoding="utf-8")
    found = load_catalogue(path).listed(files([folder]))
    assert [entry.title for entry in found] == [f"Walk number {number}" for number in range(30)]


def test_a_disk_that_refuses_only_costs_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = load_catalogue(tmp_path / "file" / "library.json")
    assert len(found.listed(files([folder]))) == 30
    found.keep()


def test_files_are_read_whole_beside_the_window_and_only_once(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = folder / "walk_07.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("tone: warm", "tone: wram"), encoding="utf-8")

    def shown() -> LibraryPage:
        page = LibraryPage([folder], load_catalogue(tmp_path / "library.json"))
        qtbot.addWidget(page)
        page.fill()
        page.show()
        return page

    page = shown()
    qtbot.waitUntil(lambda: all(entry.whole for entry in page._entries), timeout=20_000)
    assert [entry.path for entry in page._entries if entry.fault] == [broken]
    assert page._examining._child is not None
    page.close_down()
    assert page._examining._child is None
    monkeypatch.setattr("trainer.gui.background.child.Child", lambda *_: pytest.fail("read again"))
    again = shown()
    assert json.loads((tmp_path / "library.json").read_text(encoding="utf-8"))
    assert [entry.path for entry in again._entries if entry.fault] == [broken]
    assert not again.list.item(again._rows[broken]).flags()
    again._examining.run()
    again.close_down()


def test_the_examiner_stands_still_while_the_library_is_hidden(qtbot: QtBot, folder: Path) -> None:
    page = LibraryPage([folder])
    qtbot.addWidget(page)
    page.fill()
    qtbot.wait(100)
    assert not any(entry.whole for entry in page._entries)
    page.close_down()


def test_a_fault_that_may_be_the_machine_s_is_not_remembered(folder: Path, tmp_path: Path) -> None:
    known = load_catalogue(tmp_path / "library.json")
    first = known.listed(files([folder]))[0]
    known.learn(replace(first, fault="it stopped the checker twice"))
    known.keep()
    assert not any(entry.fault for entry in load_catalogue(tmp_path / "library.json").listed(files([folder])))
    known.learn(replace(first, fault="it is bad", whole=True))
    known.keep()
    assert load_catalogue(tmp_path / "library.json").listed(files([folder]))[0].fault == "it is bad"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_an_entry_says_follows_all_that_it_depends_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only the file: its rights, the pictures beside it, and whatever else kept it from being read."""
    path = folder / "walk_03.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "  role: a neighbour\n", "  role: a neighbour\n  portrait: ida.png\n"
    )
    path.write_text(text, encoding="utf-8")

    def listed() -> Entry:
        """As at a start; then all is read whole, and kept."""
        known = load_catalogue(tmp_path / "library.json")
        entry = next(entry for entry in known.listed(files([folder])) if entry.path == path)
        known.learn(examine(entry))
        known.keep()
        return entry

    listed()
    assert "portrait" in listed().fault  # and nothing is read again
    (folder / "portraits").mkdir()
    (folder / "portraits" / "ida.png").write_bytes(b"")
    assert not listed().fault and listed().whole
    (folder / "portraits" / "ida.png").unlink()
    assert not listed().whole and "portrait" in listed().fault
    path.write_text(SOUND, encoding="utf-8")
    assert not listed().fault and listed().whole

    def refuse(file: Path, most: int) -> bytes:
        if file == path and refused:
            raise FileRefused("the file cannot be read (Input/output error)")
        return read_bytes(file, most)

    monkeypatch.setattr(faults, "read_plain", refuse)
    refused = [True]
    path.chmod(0o400)
    assert "Input/output error" in listed().fault
    refused.clear()  # and nothing of the file has changed
    assert not listed().fault


def test_what_another_window_has_learnt_or_forgotten_is_kept(folder: Path, tmp_path: Path) -> None:
    path, paths = tmp_path / "library.json", list(files([folder]))
    first = load_catalogue(path)
    first.listed(paths)
    first.keep()
    mine, theirs = load_catalogue(path), load_catalogue(path)
    one, two = mine.listed(paths)[:2]
    theirs.listed(paths[:-1])
    theirs.learn(replace(one, fault="it is bad", whole=True))
    theirs.keep()
    mine.learn(replace(two, whole=True))
    mine.keep()
    known = load_catalogue(path)._known
    assert known[str(one.path)][1].fault == "it is bad" and known[str(two.path)][1].whole
    assert str(paths[-1]) not in known and len(known) == len(paths) - 1


def test_two_scenarios_of_one_name_are_told_apart_where_one_is_chosen(qtbot: QtBot, folder: Path) -> None:
    mine = folder / "coffee_neighbour.yaml"
    mine.write_text(SOUND.replace("A short walk", "Mine"), encoding="utf-8")
    page = LibraryPage([SCENARIOS, folder])
    qtbot.addWidget(page)
    page.fill()
    (grey,) = (entry for entry in page._entries if entry.fault)
    assert grey.path == SCENARIOS / mine.name and str(mine) in grey.fault
    notice = Notice()
    workshop = StartPage([SCENARIOS, folder], notice)
    workshop.refresh(unfinished=False)
    qtbot.addWidget(workshop)
    names = [workshop.scenario.itemData(row) for row in range(workshop.scenario.count())]
    assert names.count("coffee_neighbour") == 1 and workshop.scenario.findText("Mine") >= 0
    page.close_down()


def test_a_long_list_can_be_searched(qtbot: QtBot, folder: Path) -> None:
    page = LibraryPage([folder])
    qtbot.addWidget(page)
    page.fill()
    page.show()
    assert page.seek.isVisible()
    qtbot.keyClicks(page.seek, "NUMBER 2")
    assert [row for row in range(30) if not page.list.isRowHidden(row)] == [
        row for row, entry in enumerate(page._entries) if "2" in entry.title
    ]
    assert "2" in page.title.text()
    page.seek.clear()
    assert not any(page.list.isRowHidden(row) for row in range(30))
    page.close_down()
    few = LibraryPage([SCENARIOS])
    qtbot.addWidget(few)
    few.fill()
    few.show()
    assert not few.seek.isVisible()
    few.close_down()


def test_a_head_that_cannot_be_parsed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: [\n", encoding="utf-8")
    entry = glance(tmp_path / "a.yaml")
    assert "[syntax]" in entry.fault
    with pytest.raises(FileRefused):
        parse("title: [\n")


def test_a_head_whose_texts_are_too_long_takes_a_row_of_the_list_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("".join(f"{key}: {'x' * 9_000}\n" for key in ("title", "kind", "level", "brief")) + "goal:\n")
    entry = glance(path)
    for key in ("title", "kind", "level", "brief"):
        text = getattr(entry, key)
        assert text.endswith("…") and len(text) <= LONGEST.get(key, LONGEST_CUE) + 1
    assert 0 < len(examine(entry).fault) < 300


#: Ways to write what the list shows so that the first rows do not say it plainly.
SHAPES = {
    "empty rows first": "\n" * 17_000 + SOUND,
    "a long comment first": "\n# " + "x" * 17_000 + "\n" + SOUND,
    "a long comment in rows": "# note\n" * 4_000 + SOUND,
    "held back at the end": SOUND.replace("held_back: true\n", "") + "held_back: true\n",
    "held back in quotes": SOUND + '"held_back": true\n',
    "held back in capitals": SOUND + "held_back: True\n",
    "a question mark": SOUND + "? held_back\n: true\n",
    "line ends of Windows": (SOUND + "held_back: true\n").replace("\n", "\r\n"),
    "line ends of an old Mac": (SOUND + "held_back: true\n").replace("\n", "\r"),
    "an escape in the title": SOUND.replace("A short walk", '"A \\"short\\" walk"'),
    "a key in quotes": SOUND.replace("title:", '"title":'),
    "a flow in the head": SOUND.replace("title:", "title: A longer one\nx: {y: [z]}\ntitle:")[
        len("title: A longer one\nx: {y: [z]}\n") :
    ],
    "title below the body": SOUND.replace("title: A short walk\n", "") + "title: A short walk\n",
    "kind and level below the body": SOUND.replace("kind: coffee\nlevel: easy\n", "") + "level: easy\nkind: coffee\n",
    "a title over two rows": SOUND.replace("title: A short walk", 'title: "A short\ngoal: walk"'),
    "an opening over two rows": SOUND.replace('opening: "Hello, you."', 'opening: "Hello,\nlevel: you."'),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_list_says_what_the_file_says_however_it_is_written(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "walk.yaml"
    path.write_text(SHAPES[shape], encoding="utf-8", newline="")
    scenario, faults = check(path)
    assert scenario is not None and faults == [], faults
    entry = glance(path)
    shown = (entry.title, entry.kind, entry.level, entry.brief, entry.held_back, entry.fault)
    assert shown == (scenario.title, scenario.kind, scenario.level, scenario.brief, scenario.held_back, "")


@pytest.mark.parametrize(
    "title", ['"Say \\"no\\" first"', "Walks # mine", "'It''s me'", "|\n  Walks", '"over\n  two"', "[a, b]"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_of_a_large_file_no_more_is_parsed_than_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, ends: str
) -> None:
    """All of one takes a second, and the window waits for it."""
    text = SOUND.replace("A short walk", title) + "".join(f"# note {number}\n" for number in range(20_000))
    path = tmp_path / "walk.yaml"
    path.write_bytes(text.replace("\n", ends).encode())
    parsed: list[int] = []

    def counted(text: str) -> Node:
        parsed.append(len(text))
        return parse(text)

    monkeypatch.setattr("trainer.scenario.tree.parse", counted)
    entry = glance(path)
    assert max(parsed, default=0) < 1_000
    whole = plain_values(parse(text))
    assert [entry.kind, entry.level, entry.brief] == [whole[key] for key in ("kind", "level", "brief")]
    assert entry.title == whole.get("title", "walk")


def test_a_file_in_flow_style_is_listed_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "walk.yaml"
    path.write_text(
        "{title: A walk,\ngoal: {what: a walk, cues: [walk]},\nkind: coffee, level: hard, held_back: true}\n"
    )
    entry = glance(path)
    assert (entry.title, entry.kind, entry.level, entry.held_back, entry.fault) == (
        "A walk",
        "coffee",
        "hard",
        True,
        "",
    )


BODY = st.sampled_from([
    "goal:", "goal:\n  what: x\n  title: deep", "lines:\n- event: a\n  title: b", 'opening: "a\ntitle: b"', '"held_back": true',
    "? title\n: x", "goal: {a: b,", "title: z}", "}", "opening: |\n  x\n  title: y", "---", "opening: a\u2028title: x", "acts:", "# note", "",
    "held_back: true", "title: low", "level: hard",
])  # fmt: skip


@given(st.lists(ROWS, max_size=3), st.lists(BODY, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_quick_look_at_a_file_says_what_the_parser_says(head: list[str], body: list[str], ends: str) -> None:
    data = ("\n".join([*head, *body]) + "\n").replace("\n", ends).encode()
    quick, above = quick_values(data), sure_head(data)
    with contextlib.suppress(FileRefused):  # whoever reads the whole file says so
        whole = plain_values(parse(data.decode()))
        if quick is not None:
            assert {key: quick.get(key) for key in LISTED} == {key: whole.get(key) for key in LISTED}
        if above is not None:  # if it can be parsed by itself
            found = plain_values(parse(above))
            assert not found or {key: found.get(key) for key in LISTED} == {key: whole.get(key) for key in LISTED}


def test_plain_files_are_listed_without_the_parser(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.scenario.tree.parse", lambda _: pytest.fail("parsed"))
    assert all(glance(path).title.startswith("Walk") for path in files([folder]))
    assert all(glance(path).kind for path in files([SCENARIOS]))
