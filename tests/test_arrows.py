"""The flow is the structure: a part imports only what stands before it. Imports inside functions count."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from trainer.commands import COMMANDS

from .conftest import ROOT

#: Who may import whom, in the order of the flow.
FLOW = [
    "errors",
    "debug_log",
    "safe_text",
    "standard_streams",
    "plain_files",
    "whole_folders",
    "display",
    "folders",
    "licences",
    "settings",
    "language",
    "meaning",
    "scenario",
    "counterpart",
    "coach",
    "session",
    "attempts",
    "drills",
    "packs",
    "prepare",
    "simulate",
    "history",
    "workshop",
    "progress",
    "demo",
    "commands",
    "gui",
    "__main__",
]
#: The floors of gui, the lowest first. The folders of pages stand side by side and do not know each other.
GUI = [
    ("kit",),
    ("frame",),
    ("background", "library", "practice", "debrief", "drills", "progress", "workshop", "settings"),
    ("bridge",),
    ("controllers",),
    ("shell",),
    ("bundle_check",),
    ("app",),
]
#: A page may call what runs beside it.
BESIDE = {("library", "background")}
FILES = sorted((ROOT / "trainer").rglob("*.py"))


def part_of(path: Path) -> str:
    inside = path.relative_to(ROOT / "trainer").parts
    return inside[0].removesuffix(".py")


def imported(path: Path) -> list[str]:
    """Full dotted names of everything a file imports."""
    package = ["trainer", *path.relative_to(ROOT / "trainer").parts[:-1]]
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = [*base, *(node.module.split(".") if node.module else [])]
            names += [".".join([*origin, alias.name]) for alias in node.names]
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = part_of(path)
    for name in imported(path):
        if not name.startswith("trainer."):
            continue
        other = name.split(".")[1]
        if other in ("__version__", own):
            continue
        assert other in FLOW, f"{name}: a new part needs a place in FLOW"
        if own != "__init__":
            assert FLOW.index(other) < FLOW.index(own), (
                f"{path.name} ({own}) imports {name} ({other}), against the flow"
            )


def test_the_window_and_the_commands_do_not_know_each_other() -> None:
    """Two front ends of one program: what both need stands before both."""
    for path in FILES:
        if part_of(path) == "gui":
            assert not any(name.startswith("trainer.commands") for name in imported(path)), path


def test_a_command_knows_no_other_command() -> None:
    modules = {module for module, _ in COMMANDS.values()} | {"self_test"}
    folder = ROOT / "trainer" / "commands"
    assert {path.stem for path in folder.glob("*.py")} == modules | {"__init__", "command", "lines", "learner_file"}
    for path in folder.glob("*.py"):
        known = {name.split(".")[2] for name in imported(path) if name.startswith("trainer.commands.")}
        assert not known & modules, f"{path.name} imports {known & modules}"


GUI_FILES = [
    path for path in FILES if part_of(path) == "gui" and path.parent.name != "trainer" and path.stem != "__init__"
]


def room_of(dotted: str) -> str:
    """The folder or file of gui that a name in it belongs to."""
    return dotted.split(".")[2]


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(GUI) if room in rooms)


@pytest.mark.parametrize("path", GUI_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_inside_gui_go_one_way_too(path: Path) -> None:
    """Type imports count: whoever knows the name of something above it can be read only together with it."""
    own = path.relative_to(ROOT / "trainer" / "gui").parts[0].removesuffix(".py")
    for name in imported(path):
        if not name.startswith("trainer.gui.") or room_of(name) == own or (own, room_of(name)) in BESIDE:
            continue
        assert floor_of(room_of(name)) < floor_of(own), (
            f"{path.name} ({own}) imports {name}, which stands above or beside it"
        )


def test_nothing_in_gui_imports_in_a_circle() -> None:
    arrows = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): {name for name in imported(path) if name.startswith("trainer.gui.")}
        for path in GUI_FILES
    }  # fmt: skip
    modules = set(arrows)
    edges = {
        one: {m for m in modules for name in names if name == m or name.startswith(f"{m}.")}
        for one, names in arrows.items()
    }
    done: set[str] = set()

    def walk(one: str, way: tuple[str, ...]) -> None:
        assert one not in way, " → ".join((*way, one))
        if one not in done:
            for other in edges[one]:
                walk(other, (*way, one))
            done.add(one)

    for one in modules:
        walk(one, ())


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("PySide6", {"gui"}),
        ("sqlite3", {"history"}),
        ("sqlite_utils", {"history"}),
        ("platformdirs", {"folders"}),
        ("ruamel", {"scenario"}),
        ("fsrs", {"drills"}),
        ("numpy", {"meaning"}),
    ],
)
def test_libraries_stay_in_their_part(library: str, allowed: set[str]) -> None:
    users = {part_of(path) for path in FILES if any(name.split(".")[0] == library for name in imported(path))}
    assert users == allowed


#: Who reads files without `plain_files`, and why that is no file of a stranger.
OWN_FILES = {
    "plain_files.py": "the one place",
    "licences.py": "licences that come with the program",
    "language/matching/compiled.py": "our tables, and what we keep of them",
    "language/tables.py": "our tables",
    "scenario/compiled.py": "scenarios of the program's own folder, and what we keep of them",
    "gui/bundle_check.py": "what the self-test has just written",
    "gui/kit/style.py": "our style sheet",
}


def test_files_that_anybody_can_have_put_there_are_read_at_one_place() -> None:
    for path in FILES:
        name = path.relative_to(ROOT / "trainer").as_posix()
        calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        asked = {call.attr for call in calls if isinstance(call, ast.Attribute)}
        of_json = {ast.unparse(call) for call in calls} & {"json.loads", "json.load"}
        assert name in OWN_FILES or not asked & {"read_text", "read_bytes"}, f"{name}: ask plain_files for it"
        # Cells of the learner's file are the history's to look at.
        assert name == "plain_files.py" or name.startswith("history/") or not of_json, f"{name}: ask plain_files for it"


#: Who writes files without `plain_files`, and why nobody else can have put anything there, or what else takes care of it.
OWN_WRITING = {
    "plain_files.py": "the one place",
    "licences.py": "licences for the bundle, when it is built",
    "language/matching/compiled.py": "what we keep of our tables, beside them",
    "packs/installed.py": "into a folder that it has just made",
    "history/connection.py": "the learner's file, before SQLite opens it",
    "history/swap.py": "a second name for a file that is whole",
    "history/whole_copy.py": "a copy that SQLite fills, moved when it is whole",
    "gui/kit/paper.py": "painted in memory",
    "gui/debrief/export.py": "onto paper; its dialog offers no file",
    "gui/bundle_check.py": "into a folder that the self-test has just made",
}
#: Calls that write into a file of a name, by what stands after the last dot.
_WRITING = {
    "write_text", "write_bytes", "touch", "mkstemp", "NamedTemporaryFile", "copyfile", "copy", "copy2", "copytree", "move", "setFileName",
    "setOutputFileName", "QPdfWriter", "QPrinter", "QFile", "QSaveFile", "QTextDocumentWriter", "QImageWriter", "symlink_to", "hardlink_to",
}  # fmt: skip


def _writes(call: ast.Call) -> bool:
    """Tell whether a call writes a file: by its name, by the mode of an `open`, or by what is handed to `save`."""
    name = ast.unparse(call.func).rpartition(".")[2]
    words = [one.value for one in ast.walk(call) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if name == "open":
        return any(
            set(word) <= set("rwaxbt+U") and set(word) & set("wax+") for word in words
        ) or "O_CREAT" in ast.unparse(call)
    if name == "save":  # pictures: what is handed over is a path, not a device
        return bool(call.args) and ast.unparse(call.args[0]).startswith("str(")
    return name in _WRITING and not (name in ("copy", "move") and "shutil" not in ast.unparse(call.func))


def test_files_are_written_at_one_place() -> None:
    """Whatever else writes would wait at a pipe, leave half a file on a full disk, or let everybody read it."""
    found: dict[str, list[str]] = {}
    for path in FILES:
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        if written := [ast.unparse(call) for call in calls if _writes(call)]:
            found[path.relative_to(ROOT / "trainer").as_posix()] = written
    strangers = {name: calls for name, calls in found.items() if name not in OWN_WRITING}
    assert not strangers, "ask plain_files, or gui/kit/paper.py for what is painted"
    assert not set(OWN_WRITING) - set(found), "rows that nobody needs any more"


@pytest.mark.parametrize(
    ("call", "writes"),
    [
        ("open(path, 'w')", True), ("path.open('xb')", True), ("open(path, mode='r+')", True), ("path.open('rb')", False),
        ("open(path)", False), ("window.open()", False), ("dialog.open('a title')", False), ("path.write_text(a)", True),
        ("QPdfWriter(str(path))", True), ("picture.save(str(path), 'PNG')", True), ("picture.save(device, 'PNG')", False),
        ("painter.save()", False), ("values.copy()", False), ("shutil.copy(a, b)", True), ("os.open(a, os.O_CREAT)", True),
    ],
)  # fmt: skip
def test_what_writes_is_recognised(call: str, writes: bool) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call) and _writes(node) is writes


def test_sizes_stay_readable() -> None:
    for path in FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path.name}: {node.name}"
            if isinstance(node, ast.ClassDef):
                assert (node.end_lineno or 0) - node.lineno < 250, f"{path.name}: {node.name}"
