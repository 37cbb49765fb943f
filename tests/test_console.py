"""The commands as scripts use them: in the same process for speed, in a child where the process matters."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.safe_text import visible

from .conftest import ROOT, SCENARIOS
from .test_packs import closed

KEYS = [
    "turn",
    "line",
    "kind",
    "no_means",
    "resistance_before",
    "resistance_after",
    "decision",
    "causes",
    "reply",
    "thought",
    "concerns",
    "outcome",
    "about",
    "from",
]


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str, typed: str = ""
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_play_prints_one_object_a_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed = "Hello!\nCan we have a coffee?\n"
    code, out, _ = run(
        monkeypatch,
        capsys,
        "play",
        "coffee_new_acquaintance",
        "--json",
        "--seed",
        "3",
        "--db",
        str(tmp_path / "x.sqlite"),
        typed=typed,
    )
    rows = [json.loads(row) for row in out.splitlines()]
    assert code == 0
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [row["turn"] for row in rows] == [0, 1, 2]
    assert rows[0]["reply"].startswith("Oh, hello!")
    assert (rows[2]["kind"], rows[2]["no_means"], rows[2]["outcome"]) == ("yes_oriented_ask", "refuse", None)
    assert (
        sum(cause["delta"] for cause in rows[2]["causes"]) == rows[2]["resistance_after"] - rows[2]["resistance_before"]
    )
    again = run(
        monkeypatch,
        capsys,
        "play",
        "coffee_new_acquaintance",
        "--json",
        "--seed",
        "3",
        "--db",
        str(tmp_path / "y.sqlite"),
        typed=typed,
    )[1]
    assert again == out


def test_play_for_people_goes_on_after_an_empty_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(
        monkeypatch,
        capsys,
        "--db",
        str(tmp_path / "x.sqlite"),
        "play",
        "coffee_new_acquaintance",
        typed="\nHello!\n" + "x" * 100_000 + "\n",
    )
    assert code == 0
    assert "nothing in the line" in out and "100,000 characters" in out and "Unfinished" in out
    assert (tmp_path / "x.sqlite").exists()


def test_read_gives_spans_of_the_line_as_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "İ 😀 would it be crazy to meet?"
    code, out, _ = run(monkeypatch, capsys, "read", "--json", typed=line + "\n")
    reading = json.loads(out)
    assert code == 0
    assert (reading["text"], reading["kind"], reading["no_means"], reading["proposal"]) == (
        line,
        "no_oriented_ask",
        "accept",
        "meet",
    )
    assert all(line[move["start"] : move["end"]] == move["cue"] for move in reading["moves"])
    _, people, _ = run(monkeypatch, capsys, "read", typed=line + "\n")
    assert "a plain “no” here grants it" in people and "═" in people


def test_read_after_a_reply_hears_a_mirror(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(
        monkeypatch, capsys, "read", "--json", "--after", "My weeks are rather full.", typed="Rather full?\n"
    )
    assert json.loads(out)["kind"] == "mirror"


def test_flip(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(monkeypatch, capsys, "flip", "--json", typed="Can we meet on Tuesday?\nIt rained.\n")
    first, second = (json.loads(row) for row in out.splitlines())
    assert "Would you mind if we met on Tuesday?" in first["flips"]
    assert second == {"text": "It rained.", "flips": []}
    _, people, _ = run(
        monkeypatch, capsys, "flip", typed="You must come. Can we meet?\nWould it be rude to ask?\nIt rained.\n"
    )
    assert "presses" in people and "grants this already" in people and "no request" in people


def test_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    # All of ours take half a minute: "make check" has them.
    assert run(monkeypatch, capsys, "check", str(SCENARIOS / "coffee_neighbour.yaml"))[0] == 0
    code, out, _ = run(monkeypatch, capsys, "check", str(ROOT / "tests" / "broken" / "unknown-value.yaml"))
    assert code == 1
    assert out.rstrip().endswith("[unknown-value]") and "unknown-value.yaml:3:8: error: " in out


def test_export_holds_everything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(tmp_path / "x.sqlite")
    run(monkeypatch, capsys, "play", "coffee_new_acquaintance", "--db", path, typed="Hello!\n")
    _, out, _ = run(monkeypatch, capsys, "export", "--db", path)
    data = json.loads(out)
    assert data["sessions"][0]["outcome"] == "unfinished"
    assert data["turns"][0]["line"] == "Hello!" and data["turns"][0]["state"]["turn"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("play", "no_such_scenario"), "coffee_new_acquaintance"),
        (("play", "coffee_new_acquaintance", "--db", str(ROOT / "README.md")), "not a file of Safe No"),
        (("play", str(ROOT / "tests" / "broken" / "syntax.yaml")), "[syntax]"),
        (("check", str(ROOT / "assets")), "no scenario files"),
    ],
)
def test_errors_are_one_sentence_and_exit_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, _, err = run(monkeypatch, capsys, *arguments)
    assert code == 2
    assert words in err and "Traceback" not in err and len(err.splitlines()) == 1


def test_no_display_is_one_sentence_that_names_the_way_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run(monkeypatch, capsys)
    assert code == 2
    assert "trainer play" in err and len(err.splitlines()) == 1


def test_bytes_that_are_no_text_are_read() -> None:
    program = [sys.executable, "-m", "trainer", "read", "--json"]
    done = subprocess.run(program, input=b"\xff\xfe\x00 hi\n", capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    json.loads(done.stdout)


def test_a_reader_that_stops_early_is_no_error() -> None:
    script = f"yes 'Can we meet?' | head -2000 | {shlex.quote(sys.executable)} -m trainer read --json | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.count("\n") == 1 and "Traceback" not in done.stderr and "Exception" not in done.stderr


_ONLY_POSIX = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="streams cannot be closed from here, or there is no full device"
)


def in_a_shell(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in which $T is the program."""
    program = f"{shlex.quote(sys.executable)} -m trainer"
    return subprocess.run(
        ["bash", "-c", script.replace("$T", program)],
        capture_output=True, text=True, cwd=ROOT, check=False, env={**os.environ, "XDG_DATA_HOME": str(home)},
    )  # fmt: skip


@_ONLY_POSIX
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("$T read <&-", "input is closed"),
        ("$T play coffee_neighbour <&-", "input is closed"),
        ("$T install - <&-", "input is closed"),
        ("$T check - <&-", "input is closed"),
        ("$T read 0>/dev/null", "input cannot be read"),
        ("$T causes >&-", "output is closed"),
        ("$T causes >/dev/full", "output cannot be written"),
        ("$T --version >/dev/full", "output cannot be written"),
        ("$T --help >&-", "output is closed"),
        ("echo Hello | $T play coffee_neighbour --json >/dev/full", "output cannot be written"),
        ("$T play nonesuch 2>/dev/full", ""),
        ("$T play nonesuch 2>&-", ""),
        ("$T play nonesuch <&- >&- 2>&-", ""),
    ],
)
def test_streams_that_cannot_be_used_are_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, words: str, buffered: str
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    done = in_a_shell(script, tmp_path)
    assert done.returncode == 2 and words in done.stderr and len(done.stderr.splitlines()) == bool(words)


@_ONLY_POSIX
@pytest.mark.parametrize(
    "script",
    [
        "$T check --quick tests/sound.yaml <&-",
        "$T --debug causes 2>/dev/full",
        "$T --debug causes 2>&-",
        "$T doctor <&- 2>&-",
    ],
)
def test_a_stream_that_is_not_needed_may_be_closed(tmp_path: Path, script: str) -> None:
    done = in_a_shell(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout


@_ONLY_POSIX
def test_no_file_takes_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    script = "import os, sys; from trainer.__main__ import main; main(['causes']); sys.exit(os.open(sys.executable, 0))"
    done = in_a_shell(f'{shlex.quote(sys.executable)} -c "{script}" <&- 2>&-', tmp_path)
    assert done.returncode > 2


def test_control_characters_cannot_act_on_the_terminal() -> None:
    assert visible("a\x1b[31m\u202eb\xa0c") == "a\ufffd[31m\ufffdb\xa0c"


def test_self_test(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capsys, "--self-test")
    assert code == 0 and "All is well" in out and len(out.splitlines()) == 1


def test_check_answers_programs_file_by_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [ROOT / "tests" / "sound.yaml", ROOT / "tests" / "broken" / "anchor.yaml"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{name}\n" for name in names)))
    assert main(["check", "--quick", "--json", "-"]) == 1
    sound, broken = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert sound == {"file": str(names[0]), "faults": []}
    assert broken["faults"][0]["rule"] == "anchor" and broken["faults"][0]["told"].startswith(f"{names[1]}:")


# -- in a terminal


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
@pytest.mark.parametrize("told_on", ["stdout", "stderr"])
def test_a_terminal_is_told_once_how_to_stop_and_that_works(tmp_path: Path, told_on: str) -> None:
    """Whoever reads objects is told beside them."""
    import pty

    ours, theirs = pty.openpty()
    more = ["--json"] if told_on == "stderr" else []
    program = [sys.executable, "-m", "trainer", "play", "coffee_new_acquaintance", "--db", str(tmp_path / "x.sqlite")]
    child = subprocess.Popen(
        [*program, *more], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT
    )
    os.close(theirs)
    os.write(ours, b"Hello!\n\x04")
    out, err = child.communicate(timeout=60)
    os.close(ours)
    said = {"stdout": out, "stderr": err}
    assert child.returncode == 0 and said.pop(told_on).count("Ctrl+D ends the talk.") == 1
    assert not any("Ctrl+D" in text for text in said.values())
    assert all(json.loads(row) for row in out.splitlines()) if more else out.count("you> ") == 2
    assert more or "you> \nUnfinished." in out  # what is told begins a row of its own


def test_lines_from_a_file_are_not_told_how_to_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(tmp_path / "x.sqlite")
    _, out, err = run(monkeypatch, capsys, "play", "coffee_new_acquaintance", "--db", path, typed="Hello!\n")
    assert "Ctrl+D" not in out + err


# -- what is imported


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("main(['--version'])", set()),
        ("main(['--help'])", set()),
        ("app.prepare(Path(sys.argv[1])); [app.application().processEvents() or time.sleep(0.05) for _ in range(20)]", set()),
        ("main(['causes'])", {"causes", "command"}),
    ],
)  # fmt: skip
def test_only_the_command_that_is_used_is_imported(tmp_path: Path, code: str, modules: set[str]) -> None:
    script = f"""
import contextlib, sys, time
from pathlib import Path
from trainer.__main__ import main
if "app." in {code!r}:
    from trainer.gui import app
with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
    {code}
print(*(name.removeprefix("trainer.commands.") for name in sys.modules if name.startswith("trainer.commands.")))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "x.sqlite")],
        capture_output=True, text=True, cwd=ROOT, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert set(done.stdout.split()) == modules


@pytest.mark.parametrize("before", [True, False])
def test_the_file_can_be_named_before_the_command_and_after_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, before: bool
) -> None:
    named = ["--db", str(tmp_path / "x.sqlite")]
    assert main([*named, "doctor"] if before else ["doctor", *named]) == 0
    assert str(tmp_path / "x.sqlite") in capsys.readouterr().out
    assert main(["--db", str(tmp_path / "other.sqlite"), "doctor", *named]) == 0
    assert str(tmp_path / "x.sqlite") in capsys.readouterr().out


# -- what check looks at


def test_check_does_not_depend_on_where_one_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    places = [(SCENARIOS / "drills", "flip.yaml"), (SCENARIOS / "drills", "./flip.yaml"), (SCENARIOS, "drills/flip.yaml"), (tmp_path, str(SCENARIOS / "drills" / "flip.yaml")), (SCENARIOS / "drills", "../drills/flip.yaml")]  # fmt: skip
    for place, name in places:
        monkeypatch.chdir(place)
        assert run(monkeypatch, capsys, "check", name)[:2] == (0, "All is well: 1 file checked.\n"), name
    monkeypatch.chdir(SCENARIOS / "drills")
    code, said, _ = run(monkeypatch, capsys, "check", ".")
    assert code == 0 and "files checked" in said


def test_check_reads_what_a_pack_says_of_itself_as_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    about = tmp_path / "pack.yaml"
    about.write_text("title: Walks\nauthor: Ida\n", encoding="utf-8")
    assert run(monkeypatch, capsys, "check", str(about))[:2] == (0, "All is well: 1 file checked.\n")
    about.write_text("tilte: Walks\nauthor: Ida #1\n", encoding="utf-8")
    for path in (about, tmp_path):
        code, said, _ = run(monkeypatch, capsys, "check", str(path))
        assert code == 1 and len(said.splitlines()) == 3
        assert "did you mean 'title'" in said and "[missing-key]" in said and "[cut-text]" in said


def test_a_folder_with_nothing_to_check_is_told_and_not_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sound, broken = str(ROOT / "tests" / "sound.yaml"), str(ROOT / "tests" / "broken" / "unknown-value.yaml")
    for name in ("empty", "named.yaml"):
        folder = tmp_path / name
        folder.mkdir()
        told = f"There are no scenario files in {folder}."
        code, out, err = run(monkeypatch, capsys, "check", "--quick", sound, str(folder))
        assert code == 2 and out == "" and told in err
        code, out, _ = run(monkeypatch, capsys, "check", "--quick", broken, str(folder))
        assert code == 1 and told in out
        code, out, err = run(monkeypatch, capsys, "check", "--quick", "--json", sound, str(folder))
        assert code == 2 and told in err
        assert [bool(json.loads(line)["faults"]) for line in out.splitlines()] == [False, True]
        assert run(monkeypatch, capsys, "check", "-", typed=f"{sound}\n{folder}\n")[0] == 2


def test_a_folder_without_rights_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    closed(monkeypatch, secret)
    for paths in ([str(secret)], [str(ROOT / "tests" / "sound.yaml"), str(secret)]):
        code, _, err = run(monkeypatch, capsys, "check", "--quick", *paths)
        assert code == 2 and f"{secret} cannot be looked into (Permission denied)" in err


def test_a_folder_named_on_standard_input_is_one_as_an_argument(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(SCENARIOS / "drills")
    given = run(monkeypatch, capsys, "check", folder)
    assert given[0] == 0 and run(monkeypatch, capsys, "check", "-", typed=f"{folder}\n") == given


@pytest.mark.parametrize("form", ["utf-16", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("command", [["read"], ["flip", "--json"], ["check", "-"], ["explain", "coffee_neighbour"]])
def test_a_text_in_utf_16_is_told_as_such(command: list[str], form: str) -> None:
    typed = "Can we meet?\r\nWhy?\r\n".encode(form)
    done = subprocess.run(
        [sys.executable, "-m", "trainer", *command], input=typed, capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2 and done.stderr.decode().count("\n") == 1
    assert "UTF-16" in done.stderr.decode() and "Please save it as UTF-8" in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_begins_no_row_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    forged = "All is well: 3 files checked."
    odd = tmp_path / f"a.yaml:1:1: ok\n{forged}\n"
    odd.mkdir()
    for name in ("b.yaml", f"c\n{forged}\n.yaml", f"d\n{forged}\n.zip"):
        (odd / name).write_text("title: [", encoding="utf-8")
    held = str(odd / "x.sqlite")
    commands = [
        ["check", str(odd)], ["check", *map(str, odd.iterdir())], ["play", str(odd / "b.yaml")], ["play", str(odd)],
        ["install", str(odd / f"d\n{forged}\n.zip")], ["evaluate", str(odd / "b.yaml")], ["export", "--db", held, "--to", str(odd)],
        ["doctor", "--db", held], ["backup", "--db", held], ["restore", "--list", "--db", held], ["restore", "--db", held],
        ["demo-data", "--db", str(odd / "y.sqlite"), "--sessions", "1"],
    ]  # fmt: skip
    for command in commands:
        _, out, err = run(monkeypatch, capsys, *command)
        assert out + err and not [row for row in f"{out}{err}".splitlines() if row.startswith(forged)], command


def test_a_folder_or_a_pipe_is_no_scenario_and_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kinds = [tmp_path]
    if hasattr(os, "mkfifo"):
        kinds.append(tmp_path / "fifo.yaml")
        os.mkfifo(kinds[-1])
    for path in kinds:
        code, _, err = run(monkeypatch, capsys, "play", str(path))
        assert code == 2 and err.startswith(f"{path} is no plain file but a folder, a pipe or a device.")


def test_check_takes_quoted_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "sound.yaml"
    path.write_bytes((ROOT / "tests" / "sound.yaml").read_bytes())
    typed = f"{json.dumps(str(path))}\n"
    assert run(monkeypatch, capsys, "check", "--quick", "--quoted", "-", typed=typed)[0] == 0
    code, _, err = run(monkeypatch, capsys, "check", "--quick", "--quoted", "-", typed=f"{path}\n")
    assert code == 2 and "JSON" in err


def test_one_line_that_cannot_be_said_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Hello there!\n{'long ' * 40_000}\nWhat do you do all week?\n"))
    assert main(["explain", "coffee_neighbour"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("Line 2: ") and told.out.count("\n> ") == 2


def test_no_name_of_a_file_acts_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = tmp_path / "walk\x1b[31m\nsecond row.yaml"
    strange.write_text((ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    main(["simulate", str(strange), "--runs", "1", "--level", "easy", "--player", "brief"])
    with pytest.raises(SystemExit):
        main(["check", "--\x1b]0;title\x07.yaml"])
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err and "\nsecond row" not in told.out


@pytest.mark.parametrize("length", [300, 5_000])
@pytest.mark.parametrize(
    "command", [["doctor"], ["backup"], ["restore"], ["export"], ["play", "coffee_neighbour"], ["demo-data"]]
)
def test_a_name_that_no_file_can_have_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], length: int
) -> None:
    for arguments in ([*command, "--db", "x" * length], ["--db", "x" * length, *command]):
        code, _, told = run(monkeypatch, capsys, *arguments)
        assert code == 2 and "too long for the name of a file" in told and len(told) < 300


@pytest.mark.parametrize("typed", ["-5", "0", "many"])
def test_demo_data_of_no_talks_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, typed: str
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, capsys, "demo-data", "--sessions", typed, "--db", str(tmp_path / "x.sqlite"))
    assert not (tmp_path / "x.sqlite").exists()
