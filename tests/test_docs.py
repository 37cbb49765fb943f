"""What the README says is what there is."""

from __future__ import annotations

import argparse
import re
import tomllib

from trainer import settings
from trainer.commands import COMMANDS
from trainer.commands.command import load
from trainer.counterpart import dynamics, table
from trainer.language import MoveKind
from trainer.scenario import Level, rules
from trainer.scenario.levels import harder

from .conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCENARIO_GUIDE = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    assert COMMANDS
    for command in COMMANDS:
        assert f"`trainer {command}" in README
        parser = argparse.ArgumentParser()
        load(command).add_arguments(parser)
        for action in parser._actions:
            for option in action.option_strings:
                if option not in ("-h", "--help"):
                    assert option in README, option


def test_every_cause_is_in_the_readme_with_its_amounts() -> None:
    for row in table().values():
        cells = [f"{value:+d}" if value else "" for value in (row.resistance, row.trust, row.patience)]
        assert f"| {row.name} | {' | '.join(cells)} | {row.grade} |" in README


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", README) + re.findall(r"`make ([a-z]+)", contributing):
        if target not in ("and",):
            assert re.search(rf"^{target}:", makefile, re.M), target


def test_every_file_named_is_there() -> None:
    for path in re.findall(r"\]\((assets/[^)]+)\)", README) + re.findall(
        r"`((?:scenarios|trainer|tests)/[\w./]+)`", README
    ):
        assert (ROOT / path).exists(), path


def test_the_top_level_is_what_it_should_be() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    top = {path.split("/")[0] for path in listed if not path.startswith(".")}
    assert top == {
        "pyproject.toml",
        "trainer",
        "scenarios",
        "assets",
        "tests",
        "build.spec",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "requirements.lock",
        "requirements-run.lock",
        "Makefile",
    }


def test_every_setting_is_in_the_readme() -> None:
    for row in settings.table().values():
        told = f"| {row.label} | {row.help} | {', '.join(word for _, word in row.choices)} |"
        assert row.hidden or told in README, row.name


def test_every_key_of_a_pack_is_documented() -> None:
    from trainer.packs import pack

    told = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    for key in ("title", *pack._KEYS):
        assert f"| `{key}` |" in told[told.index("# Packs") : told.index("# The learner's file")], key


PAGES = [*ROOT.glob("*.md"), *(ROOT / "scenarios").glob("*.md"), *(ROOT / "tests").rglob("README.md")]


def test_no_link_is_dead() -> None:
    """Links of every page: to files, and to headings, spelt as web pages spell them."""
    assert len(PAGES) >= 4
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.M)
        anchors = {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
        for target in re.findall(r"\]\(([^)]+)\)", text):
            assert "://" not in target, f"{page.name}: {target} needs a network"
            if target.startswith("#"):
                assert target[1:] in anchors, f"{page.name}: {target}"
            else:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_file_named_on_any_page_is_there() -> None:
    for page in PAGES:
        for path in re.findall(r"`((?:scenarios|trainer|tests|assets)/[\w./-]+)`", page.read_text(encoding="utf-8")):
            assert (ROOT / path).exists(), f"{page.name}: {path}"
    for path in ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        assert (ROOT / path).exists()


def test_the_levels_are_told_as_they_are() -> None:
    for level in Level:
        row = rules(level)
        told = (level, row.agree_at, row.yes_costs, row.settled_first, row.lines_first)
        assert f"| {' | '.join(map(str, told))} |" in README
        assert (row.setback_after > 0) is (level is Level.HARD)
    assert f"From {dynamics.REFUSE_AT} points on a no is firm, from {dynamics.LEAVE_AT} they" in README
    agreeing = [str(rules(level).agree_at) for level in Level]
    assert f"{', '.join(agreeing[:-1])} and {agreeing[-1]} points at most" in " ".join(SCENARIO_GUIDE.split())
    changes = "{resistance} points more resistance, {trust} less trust, {patience} less patience, {warmth} less warmth and {pride} more"
    assert changes.format(**{key: abs(by) for key, by in harder().items()}) in " ".join(SCENARIO_GUIDE.split())
    assert dynamics.PUSHES_TO_COUNTERFEIT == 3 and "The fourth push" in README


def test_every_part_of_the_tree_is_on_the_map() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for folder in (ROOT / "trainer", ROOT / "trainer" / "gui"):
        for path in sorted(folder.iterdir()):
            if path.name.startswith("_") or path.suffix not in ("", ".py"):
                continue
            name = path.relative_to(ROOT).as_posix() + ("/" if path.is_dir() else "")
            assert f"`{name}`" in told, name


def test_every_table_of_data_says_what_its_columns_are() -> None:
    """Lists are data: each file of them explains every column of its rows in its own words."""
    tables = sorted((ROOT / "trainer").rglob("*.toml"))
    assert len(tables) >= 15
    for path in tables:
        text = path.read_text(encoding="utf-8")
        told = " ".join(re.findall(r"^#(.*)", text, re.M))
        rows = [row for value in tomllib.loads(text).values() if isinstance(value, list) for row in value]
        columns = {column for row in rows if isinstance(row, dict) for column in row}
        missing = [column for column in columns if not re.search(rf"\b{column}\b", told)]
        assert told and not missing, (path, missing)


def test_every_move_is_in_the_readme_as_it_is_shown() -> None:
    rows = tomllib.loads((ROOT / "trainer" / "coach" / "marks.toml").read_text(encoding="utf-8"))["mark"]
    for row in rows:
        assert f"| `{row['kind']}` | {row['word']} | {row['does']} | {row['example']} |" in README
    assert {*(row["kind"] for row in rows), "statement", "other"} == set(MoveKind)
    for kind in MoveKind:
        assert f"| `{kind}` |" in README


def test_every_promise_about_data_is_tied_to_tests() -> None:
    """Each sentence under “Your data” stands in the table, and each test that it names is there."""
    part = README.partition("## Your data")[2].partition("## Settings")[0].partition("`tests/data_promises.toml`.")[2]
    rows = tomllib.loads((ROOT / "tests" / "data_promises.toml").read_text(encoding="utf-8"))["promise"]
    left = " ".join(part.replace("\n- ", " ").split())
    for row in rows:
        assert left.count(row["said"]) == 1, row["said"]
        left = left.replace(row["said"], " ")
    assert not left.strip(" "), f"no row for: {left.strip()}"
    for name, _, test in (one.partition("::") for row in rows for one in row["tests"]):
        assert re.search(rf"^def {test}\(", (ROOT / "tests" / name).read_text(encoding="utf-8"), re.MULTILINE), test
