"""What the README says is what there is."""

from __future__ import annotations

import re

from trainer import settings
from trainer.__main__ import _parser
from trainer.counterpart import table

from .conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme() -> None:
    commands = next(action.choices for action in _parser()._actions if action.dest == "command")
    assert commands
    for command, parser in commands.items():  # type: ignore[union-attr]
        assert f"`trainer {command}" in README
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
