"""No file that anybody can have put there stops the program: each kind of nasty file, and every reader of files."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from trainer import folders, settings
from trainer.__main__ import main
from trainer.commands.check import check_files
from trainer.commands.evaluate import evaluate_file
from trainer.drills.load import check_cards
from trainer.errors import TrainerError
from trainer.packs import installed, look_into
from trainer.plain_files import (
    SMALL,
    FileRefused,
    add_to,
    json_of,
    possible_name,
    read_bytes,
    read_json,
    read_text,
    understood,
    write_chosen,
    write_whole,
    yaml_files,
)
from trainer.safe_text import acting
from trainer.scenario import catalogue, check, examine, files, find, glance, load, one_of_each_name
from trainer.scenario.catalogue import load_catalogue
from trainer.workshop.displays import load_choices, save_choice

from .conftest import ROOT, SCENARIOS

SOUND = (ROOT / "tests" / "sound.yaml").read_bytes()
#: Bytes that some parser answers with an error nobody expects, or with more than there is room for.
NASTY = {
    "empty": b"",
    "mark-only": b"\xef\xbb\xbf",
    "null": b"\0" * 9,
    "latin-1": b"title: caf\xe9\n",
    "utf-16": "title: a\n".encode("utf-16"),
    "large": b"a: b\n" * 2_000_000,
    "yaml-1.0": b"%YAML 1.0\n---\n" + SOUND,
    "yaml-1.3": b"%YAML 1.3\n---\n" + SOUND,
    "yaml-2.0": b"# first\n\n%YAML 2.0\n---\n" + SOUND,
    "yaml-later": SOUND + b"...\n%YAML 1.3\n---\n" + SOUND,
    "yaml-after-a-strange-break": b"# a\xc2\x85%YAML 1.3\n---\n" + SOUND,
    "tag-directive": b"%TAG ! tag:a,2000:\n---\n" + SOUND,
    "no-character": SOUND.replace(b"title: A short walk", b'title: "a\\Uffffffffb"'),
    "no-character-below": SOUND.replace(b"goal:", b'setback: "a\\Uffffffffb"\ngoal:'),
    "half-a-pair": SOUND.replace(b"title: A short walk", b'title: "a\\ud800b"'),
    "long-number": SOUND.replace(b"resistance: 55", b"resistance: " + b"9" * 5_000),
    "long-band": SOUND.replace(b"    say:", b"    resistance: " + b"9" * 5_000 + b"-" + b"9" * 5_000 + b"\n    say:", 1),
    "deep-yaml": b"[" * 3_000,
    "deep-keys": b"? " * 3_000,
    "bomb": b"a: &a [b, b]\nb: &b [*a, *a]\n",
    "python": b"title: !!python/object:os.system x\n",
    "deep-json": b"[" * 100_000,
    "deep-object": b'{"a":' * 100_000,
    "deep-within-limits": b'{"theme": "dark", "new": ' + b"[" * 400 + b"]" * 400 + b"}",
    "surrogates": b'{"theme": "dark", "\\ud800": "\\udfff", "new": "\\ud800", "newer": ["\\udfff"]}',
    "json-number": b'{"a": ' + b"9" * 5_000 + b"}",
    "json-no-number": b'{"theme": NaN, "a": 1e999}',
    "json-else": b'[1, "a", null]',
    "json-null": b"null",
}  # fmt: skip


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket has a short name only
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


#: What a name can stand for besides a plain file that is read in a moment.
NO_FILES: dict[str, Callable[[Path], None]] = {
    "folder": lambda path: path.mkdir(),
    "pipe": pipe,
    "socket": listening,
    "dangling": lambda path: path.symlink_to("nowhere"),
    "ring": lambda path: path.symlink_to(path.name),
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "terminal": lambda path: path.symlink_to("/dev/tty"),
    "sparse": sparse,
}


def put(kind: str, path: Path) -> Path:
    """Make a nasty file of some kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind in NO_FILES:
        NO_FILES[kind](path)
    else:
        path.write_bytes(NASTY[kind])
    return path


KINDS = [*NASTY, *(() if sys.platform == "win32" else NO_FILES)]


def of_scenario(path: Path) -> None:
    entry = glance(path)
    scenario, faults = check(path)
    assert scenario is None and len(faults) >= 1
    assert examine(entry).fault.startswith(f"{path.name}:")
    with pytest.raises(TrainerError, match=path.name):
        load(path)


def of_cards(path: Path) -> None:
    cards, faults = check_cards(path)
    assert cards == () and len(faults) >= 1


def of_settings(path: Path) -> None:
    found = settings.load(path)
    changed = found.with_("text_size", "150")
    try:
        settings.save(changed, path)
    except TrainerError as error:
        assert str(path) in str(error) and not path.is_file()
    else:
        assert settings.load(path)["text_size"] == "150"


def of_catalogue(path: Path) -> None:
    known = load_catalogue(path)
    before = known.listed(files([SCENARIOS]))
    assert len(before) == 15
    known.keep()
    assert not path.is_file() or load_catalogue(path).listed(files([SCENARIOS])) == before


def of_displays(path: Path) -> None:
    assert isinstance(load_choices(path), dict)
    save_choice(path, ["a", "b"], "b")
    assert not path.is_file() or load_choices(path)["a | b"] == "b"


def of_a_pack(path: Path) -> None:
    try:
        assert look_into(path).faults
    except TrainerError as error:
        assert str(path) in str(error)


def of_an_archive(path: Path) -> None:
    with pytest.raises(TrainerError, match=path.name):
        look_into(path)


def of_an_installed_pack(path: Path) -> None:
    (found,) = installed(path.parent.parent)
    assert found.told() and found.scenarios == 0


def of_labels(path: Path) -> None:
    with pytest.raises(TrainerError, match=path.name):
        evaluate_file(path, False, io.StringIO())


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "scenario": ("places/nasty.yaml", of_scenario),
    "cards": ("places/drills/nasty.yaml", of_cards),
    "settings": ("settings.json", of_settings),
    "catalogue": ("library.json", of_catalogue),
    "displays": ("displays.json", of_displays),
    "pack": ("nasty.yml", of_a_pack),
    "archive": ("nasty.zip", of_an_archive),
    "installed": ("packs/nasty/pack.yaml", of_an_installed_pack),
    "labels": ("nasty.jsonl", of_labels),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_refuses_every_nasty_file_in_a_sentence(tmp_path: Path, reader: str, kind: str) -> None:
    name, read = READERS[reader]
    read(put(kind, tmp_path / name))


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@tried(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_reader_has_an_answer_to_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(data)
    assert isinstance(glance(path).fault, str)
    check(path)
    check_cards(path, heard=False)
    settings.load(path)
    load_catalogue(path)
    load_choices(path)


@pytest.mark.parametrize("error", [AssertionError, OverflowError, RecursionError, MemoryError, KeyError, UnicodeError])
def test_any_error_of_a_parser_is_one_refusal_and_a_sentence_of_its_own_stays(error: type[Exception]) -> None:
    def fails() -> None:
        raise error

    with pytest.raises(FileRefused, match=f"no list .{error.__name__}."):
        understood(fails, "this is no list")

    def says() -> None:
        raise TrainerError("a sentence")

    with pytest.raises(TrainerError, match=r"^a sentence$"):
        understood(says, "this is no list")


def test_a_file_of_the_most_bytes_is_read_and_one_of_one_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    assert read_bytes(path, 100) == b"x" * 100
    with pytest.raises(FileRefused, match="100 bytes; 99 are the most"):
        read_bytes(path, 99)
    path.write_bytes(b"\xef\xbb\xbf[1]")
    assert read_text(path) == "[1]" and read_json(path) == [1]
    path.write_bytes(b"a\nb\xff")
    with pytest.raises(FileRefused) as caught:
        read_text(path)
    assert (caught.value.line, caught.value.rule) == (2, "not-text")
    with pytest.raises(FileRefused):
        read_bytes(Path("a\0b"), 9)
    with pytest.raises(FileRefused):
        read_bytes(Path("a" * 5_000), 9)
    with pytest.raises(FileRefused):
        json_of("{")
    sparse(tmp_path / "sparse.txt")
    with pytest.raises(FileRefused, match="1,099,511,627,776 bytes"):
        read_bytes(tmp_path / "sparse.txt", 99)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="files without a size")
def test_a_file_that_says_less_than_it_holds_is_bounded_all_the_same() -> None:
    with pytest.raises(FileRefused, match="99 are the most"):
        read_bytes(Path("/proc/self/status"), 99)


def test_a_bug_in_reading_a_file_is_one_fault_of_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr("trainer.scenario.from_tree.build", fails)
    monkeypatch.setattr("trainer.drills.load._deck", fails)
    for name, read in (("a.yaml", check), ("drills/a.yaml", check_cards)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(SOUND)
        (fault,) = read(path)[1]
        assert "OverflowError" in fault.sentence and fault.rule == "unreadable"


def test_a_band_of_many_digits_is_told_at_its_place(tmp_path: Path) -> None:
    faults = check(put("long-band", tmp_path / "a.yaml"))[1]
    assert [fault.rule for fault in faults] == ["bad-band"] and faults[0].line > 1


def test_directives_are_one_fault_with_their_place(tmp_path: Path) -> None:
    for kind, line in (
        ("yaml-1.3", 1),
        ("yaml-2.0", 3),
        ("tag-directive", 1),
        ("yaml-later", SOUND.count(b"\n") + 2),
    ):
        (fault,) = check(put(kind, tmp_path / f"{kind}.yaml"))[1]
        assert (fault.rule, fault.line, fault.column) == ("directive", line, 1)
    (fault,) = check(put("yaml-after-a-strange-break", tmp_path / "strange.yaml"))[1]
    assert (fault.rule, fault.line, fault.column) == ("syntax", 1, 5)
    for title in (">\n  50\n  %YAML 1.3 of it", "'5\n% of it'", '"5 \u2028% of it"', '"5 \\\n\n%YAML"'):
        (tmp_path / "sound.yaml").write_bytes(SOUND.replace(b"A short walk", title.encode()))
        assert check(tmp_path / "sound.yaml")[1] == [], title


def test_a_text_that_a_comment_cuts_is_a_warning_and_can_be_played(tmp_path: Path) -> None:
    path = tmp_path / "cut.yaml"
    cut = SOUND.replace(b"title: A short walk", b"title: Walk #1  # mine").replace(
        b"cues: [walk, stroll]", b"cues:\n    - walk # on foot\n    - stroll"
    )
    path.write_bytes(cut)
    scenario, faults = check(path)
    assert scenario is not None and [(fault.line, fault.rule, fault.severity) for fault in faults] == [
        (1, "cut-text", "warning"), (8, "cut-text", "warning")
    ]  # fmt: skip
    assert load(path).title == "Walk" and examine(glance(path)).fault == "" and look_into(path).faults == ()
    path.write_bytes(cut.replace(b"tone: warm", b"tone: wram"))
    with pytest.raises(TrainerError, match=r"cut\.yaml:\d+:\d+: error"):
        load(path)
    assert ": error: " in examine(glance(path)).fault
    quiet = SOUND.replace(b"title: A short walk", b"title: 'Walk #1' # mine").replace(
        b"kind: coffee", b"kind: coffee # mine"
    )
    path.write_bytes(quiet.replace(b"brief:", b"# on its own line\nbrief:"))
    assert check(path)[1] == []


# -- names and endings


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a sound scenario whose name is Latin-1."""
    place = tmp_path / "odd"
    place.mkdir()
    try:
        (place / os.fsdecode(b"caf\xe9.yaml")).write_bytes(SOUND)
    except OSError:
        pytest.skip("this disk takes UTF-8 only")
    return place


def test_a_name_that_is_no_utf_8_is_a_fault_that_can_be_told_and_kept(
    odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = files([odd])
    assert "rename it" in glance(path).fault and [fault.rule for fault in check(path)[1]] == ["file-name"]
    known = load_catalogue(tmp_path / "library.json")
    listed = known.listed([path])
    known.keep()
    monkeypatch.setattr(catalogue, "glance", lambda _: pytest.fail("not known"))
    assert load_catalogue(tmp_path / "library.json").listed([path]) == listed
    with pytest.raises(TrainerError) as told:
        find("nobody", [odd])
    assert "caf" in str(told.value)


def test_a_folder_whose_name_is_no_utf_8_can_be_worked_in(odd: Path) -> None:
    inside = odd / os.fsdecode(b"d\xe9") / "walk.yaml"
    inside.parent.mkdir()
    inside.write_bytes(SOUND)
    assert glance(inside).fault == "" and check(inside)[1] == []
    known = load_catalogue(inside.parent / "library.json")
    listed = known.listed([inside])
    known.keep()
    assert load_catalogue(inside.parent / "library.json").listed([inside]) == listed != []


def test_names_in_any_bytes_can_be_handed_to_check(
    odd: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = files([odd])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(os.fsencode(path) + b"\n")))
    assert main(["check", "--json", "-"]) == 1
    said = json.loads(capfd.readouterr().out)
    assert said["file"] == str(path) and said["faults"][0]["rule"] == "file-name"


def test_every_ending_of_yaml_is_one_and_what_is_hidden_or_a_folder_is_left_out(tmp_path: Path) -> None:
    names = ["a.yaml", "b.yml", "c.YAML", "d.Yml"]
    for name in [*names, ".e.yaml", "f.yaml.txt", "pack.yaml", "PACK.YML"]:
        (tmp_path / name).write_bytes(SOUND)
    (tmp_path / "g.yaml").mkdir()
    assert [path.name for path in files([tmp_path])] == names
    assert yaml_files(tmp_path / "nowhere") == yaml_files(tmp_path / "a.yaml") == []
    assert find("b", [tmp_path]).name == "b.yml" and find("c.YAML", [tmp_path]).name == "c.YAML"
    assert look_into(tmp_path / "b.yml").scenarios[0].id == "b"


def test_a_name_that_is_too_long_is_no_scenario_and_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TrainerError, match="There is no scenario"):
        find("a" * 5_000, [SCENARIOS])
    assert main(["check", "a" * 5_000]) == 1
    assert "unreadable" in capsys.readouterr().out


def test_of_two_scenarios_of_one_name_the_learner_s_is_the_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = folders.own_scenarios()
    own.mkdir(parents=True)
    mine = own / "coffee_neighbour.yml"
    mine.write_bytes(SOUND)
    (own / "walk.yaml").write_bytes(SOUND)
    places = folders.scenario_places()
    assert find("coffee_neighbour", places) == mine and find("walk", places) == own / "walk.yaml"
    entries = one_of_each_name((glance(path) for path in files(places)), places)
    (other,) = (entry for entry in entries if entry.fault)
    assert other.path == SCENARIOS / "coffee_neighbour.yaml" and str(mine) in other.fault and "rename" in other.fault
    assert main(["check", str(own)]) == 0  # a warning is no error
    assert "this one is played" in capsys.readouterr().out
    main(["check", str(SCENARIOS / "coffee_neighbour.yaml")])
    assert f"{mine} is played" in capsys.readouterr().out
    (tmp_path / "coffee_neighbour.yaml").write_bytes(SOUND)  # not where the program looks
    main(["check", str(tmp_path)])
    assert capsys.readouterr().out == "All is well: 1 file checked.\n"


# -- check goes on


def test_check_goes_on_behind_every_nasty_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [put(kind, tmp_path / f"{kind}{ending}") for kind in KINDS for ending in (".yaml", ".zip")]
    last = tmp_path / "last.yaml"
    last.write_bytes(SOUND)
    out = io.StringIO()
    assert not check_files([*paths, last], quick=True, as_json=True, out=out)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["file"] for row in said] == [str(path) for path in [*paths, last]]
    assert [row["file"] for row in said if not row["faults"]] == [str(last)]
    assert main(["check", *map(str, paths), str(last)]) == 1
    assert main(["check", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert all(f"{kind}.yaml" in told for kind in KINDS if kind != "folder")


def test_a_bug_in_checking_one_file_is_told_of_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trial(_: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr("trainer.simulate.trial.trial", trial)
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in paths:
        path.write_bytes(SOUND)
    out = io.StringIO()
    assert not check_files(paths, quick=False, as_json=False, out=out)
    assert out.getvalue().count("cannot be checked (LookupError)") == 2


# -- written


def test_what_cannot_be_written_is_told_with_its_place_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "a.json"
    write_whole(path, "old")
    assert path.read_text() == "old" and path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(TrainerError, match=r"a\.json"):
        write_whole(path, "half a pair \ud800")
    monkeypatch.setattr(os, "fdopen", full_disk)
    with pytest.raises(TrainerError, match="No space"):
        write_whole(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    with pytest.raises(TrainerError, match=r"b\.json"):
        write_whole(path / "b.json", "below a file")


def left_beside(path: Path) -> list[str]:
    """The names that lie beside a file, hidden ones too."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


@given(st.text(max_size=300))
def test_a_name_that_is_suggested_can_be_given_to_a_file_anywhere(name: str) -> None:
    made = possible_name(f"{name}.pdf")
    assert len(made) <= 100 and not set(made) & set('/\\:*?"<>|\n\0') and not acting(made) and made.endswith("pdf")
    assert not made.startswith(".")


def test_what_lies_beside_a_file_that_is_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ("n" * 251 + ".txt")  # as long as a name can be
    put("pipe" if hasattr(os, "mkfifo") else "null", tmp_path / "a.json.new")
    (tmp_path / "a.json.old").write_text("mine")
    for _ in range(2):
        write_whole(tmp_path / "a.json", "new")
        write_whole(path, "new")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(TrainerError, match="No space"):
        write_whole(path, "newer")
    assert path.read_text() == "new" and left_beside(path) == ["a.json", "a.json.new", "a.json.old"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
@pytest.mark.parametrize("kind", [kind for kind in NO_FILES if kind != "sparse"])
@pytest.mark.parametrize("writes", [write_whole, write_chosen, add_to])
def test_what_is_no_plain_file_is_never_written(tmp_path: Path, kind: str, writes: Callable[[Path, str], None]) -> None:
    path = put(kind, tmp_path / "a.txt")
    before = path.lstat()
    with pytest.raises(TrainerError, match=r"a\.txt \(.+\)"):
        writes(path, "new")
    after = path.lstat()
    assert (before.st_mode, before.st_ino) == (after.st_mode, after.st_ino) and left_beside(path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no links without rights")
def test_a_link_stays_one_and_the_file_it_means_is_written(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    meant = tmp_path / "elsewhere" / "meant.txt"
    meant.write_text("old")
    (tmp_path / "second").symlink_to(meant)
    (tmp_path / "first").symlink_to("second")
    write_whole(tmp_path / "first", "new")
    assert meant.read_text() == "new" and meant.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "first").is_symlink() and (tmp_path / "second").is_symlink() and left_beside(meant) == []


def test_a_log_grows_up_to_a_bound_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "log" / "a.log"
    for text in ("one\n", "two\n"):
        add_to(path, text, most=10)
    assert path.read_text() == "one\ntwo\n" and path.stat().st_mode & 0o777 == 0o600
    add_to(path, "three\n", most=10)
    assert path.read_text() == "three\n"
    path.write_bytes(b"\xff")
    add_to(path, "four\n")
    assert path.read_text() == "four\n"


def test_settings_of_a_newer_version_are_kept_where_they_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(NASTY["surrogates"][:-1] + b', "later": {"a": [1, "b", null]}}')
    found = settings.load(path)
    assert found["theme"] == "dark" and found.others == {"later": {"a": [1, "b", None]}}
    settings.save(found.with_("text_size", "125"), path)
    assert json.loads(path.read_text()) == {"later": {"a": [1, "b", None]}, "text_size": "125", "theme": "dark"}


@pytest.mark.parametrize("odd", [
    '{"x": [' + ",".join(["[1]"] * 60_000) + "]}", '{"x": "' + "a" * 262_000 + '"}', '{"x": 1' + "0" * 5_000 + "}", '{"x": -1' + "0" * 5_000 + "}",
    '{"x": 1e5000}', '{"x": [NaN, {"y": -Infinity}]}', "{" + ",".join(f'"k{n}": 1e22' for n in range(16_000)) + "}",
])  # fmt: skip
def test_one_odd_value_of_a_newer_version_costs_no_other_setting(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(odd[:-1] + ', "text_size": "150", "later": {"a": [1, 2.5]}}', encoding="utf-8")
    for size in ("125", "150"):
        found = settings.load(path)
        assert found["text_size"] != size and found.others["later"] == {"a": [1, 2.5]}
        settings.save(found.with_("text_size", size), path)
        assert path.stat().st_size <= SMALL
        json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
