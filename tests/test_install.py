"""Setting up: what is said, what is done once, and a folder that was moved. Python and pip are played by a script."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and sh are not there")

#: Is the system's Python and, copied, that of .venv; `pip` writes down what it was asked for.
PLAYED = """#!/bin/sh
case "$*" in
*version_info*) exit "${OLD:-0}" ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo "#!$(pwd -P)/.venv/bin/python" >.venv/bin/pip ;;
*"install --help") echo "on, off, raw" ;;
*"-r requirements"*)
    echo "$*" >>asked
    echo "Requirement already satisfied: apple==1"
    echo "Collecting pear==2.0 (from -r x)"
    echo "  Downloading pear-2.0-py3-none-any.whl (80.3 MB)"
    echo "Progress 10 of 20"
    echo "Installing collected packages: pear"
    exit "${FAIL:-0}" ;;
esac
"""
LOCK = "apple==1 \\\n    --hash=x\npear==2.0 \\\n    --hash=x\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = tmp_path / "a folder"
    (place / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "install", place / ".ci" / "install")
    (place / ".ci" / "system-libs").write_text("exit 0\n", encoding="utf-8")
    (place / "pyproject.toml").touch()
    for name in ("requirements.lock", "requirements-run.lock"):
        (place / name).write_text(LOCK, encoding="utf-8")
    (tmp_path / "python").write_text(PLAYED, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return place


def install(project: Path, what: str, **variables: str) -> subprocess.CompletedProcess[str]:
    named = {**os.environ, "PYTHON": str(project.parent / "python"), **variables}
    return subprocess.run(
        ["sh", str(project / ".ci" / "install"), what], env=named, check=False, capture_output=True, text=True
    )


def asked(project: Path) -> list[str]:
    return [line.split("-r ")[1] for line in (project / "asked").read_text(encoding="utf-8").splitlines()]


def test_it_says_what_comes_and_comes_once(project: Path) -> None:
    done = install(project, "run")
    assert done.returncode == 0 and done.stderr == ""
    first, second, *shown = done.stdout.splitlines()
    assert ".venv" in first and "MB to download" in first and "on the disk" in first and "half a minute" in second
    assert shown[:2] == ["  2 of 2: pear", "  unpacking"]
    assert "this first time only" in shown[2] and len(shown) == 3
    assert install(project, "run").stdout == ""
    assert asked(project) == ["requirements-run.lock"]


def test_the_tests_ask_for_more_and_bring_what_running_needs(project: Path) -> None:
    install(project, "run")
    assert "tests and tools" in install(project, "dev").stdout
    (project / ".venv" / "ready-run").unlink()
    assert install(project, "run").stdout == "" and install(project, "dev").stdout == ""
    assert asked(project) == ["requirements-run.lock", "requirements.lock"]


def test_another_lock_is_told_and_taken(project: Path) -> None:
    install(project, "run")
    (project / "requirements-run.lock").write_text(LOCK.replace("2.0", "2.1"), encoding="utf-8")
    assert "brought up to date" in install(project, "run").stdout
    assert len(asked(project)) == 2


@pytest.mark.parametrize("harm", ["moved", "no Python", "half made"])
def test_what_does_not_fit_any_more_is_made_anew(project: Path, harm: str) -> None:
    install(project, "run")
    if harm == "moved":
        project = project.rename(project.with_name("another"))
    elif harm == "no Python":
        (project / ".venv" / "bin" / "python").unlink()
        (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    else:
        (project / ".venv" / "bin" / "pip").unlink()
    (project / ".venv" / "old").touch()
    told = install(project, "run").stdout
    assert told.splitlines()[0].endswith("it is made anew.") and len(asked(project)) == 2
    assert not (project / ".venv" / "old").exists()
    assert install(project, "run").stdout == ""


def test_what_failed_is_taken_up_again(project: Path) -> None:
    failed = install(project, "run", FAIL="1")
    assert failed.returncode == 1 and "takes it up again" in failed.stderr
    assert install(project, "run").returncode == 0 and len(asked(project)) == 2


def test_an_old_python_is_told_of(project: Path) -> None:
    done = install(project, "run", OLD="1")
    assert done.returncode == 1 and "3.11 or newer" in done.stderr and not (project / ".venv").exists()
