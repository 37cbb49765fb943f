"""A pack is in its place whole, or the one before it is: killed at any step, and with two programs at it at once."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer import folders
from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.packs import install_here, installed, look_into, remove
from trainer.packs.pack import Pack
from trainer.whole_folders import put_right

from .test_packs import CARDS, SOUND, zipped

FILES = {"walk.yaml", "drills/no.yaml", "second.yaml"}
OLDER, NEWER = SOUND.replace(b"A short walk", b"An older walk"), SOUND.replace(b"A short walk", b"A newer walk")


@pytest.fixture(autouse=True)
def _few_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours are some cards only: each install reads them to see which ids are in use, and there are hundreds of installs here."""
    ours = tmp_path / "ours"
    (ours / "drills").mkdir(parents=True)
    (ours / "drills" / "ours.yaml").write_bytes(CARDS.replace(b"id: ", b"id: ours_"))
    monkeypatch.setattr(folders, "scenarios", lambda: ours)


class Killed(BaseException):
    """The process has ended: nothing of it runs any more."""


def pack(tmp_path: Path, data: bytes) -> Pack:
    return look_into(zipped(tmp_path / "walks.zip", {"walk.yaml": data, "drills/no.yaml": CARDS, "second.yaml": data}))


def state() -> str:
    """Tell which pack is in the place, "" for none; half of one is none of these, and fails."""
    place = folders.packs() / "walks"
    if not os.path.lexists(place):
        return ""
    assert {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()} == FILES
    texts = {(place / name).read_bytes() for name in ("walk.yaml", "second.yaml")}
    assert len(texts) == 1
    return {OLDER: "older", NEWER: "newer"}[texts.pop()]


def hidden() -> list[str]:
    place = folders.packs()
    return [path.name for path in place.iterdir() if path.name.startswith(".")] if place.exists() else []


def aged() -> None:
    """Make what is being written two hours old."""
    for name in hidden():
        path = folders.packs() / name
        os.utime(path, (path.stat().st_atime - 7_200, path.stat().st_mtime - 7_200))


#: What changes names on the disk, or ends them.
STEPS = [(os, "rename"), (os, "rmdir"), (os, "unlink"), (os, "mkdir"), (os, "open"), (os, "fsync")]


class Steps:
    """Does something before one of the steps of what is done inside it. `taken`: the steps there were, by name."""

    def __init__(self, number: int, do: Callable[[], object]) -> None:
        """`number`: of the step, from 1. Where `do` raises Killed there is no other step."""
        self._number, self._do = number, do
        self.taken: list[str] = []
        self._dead = False
        self._patched = pytest.MonkeyPatch()

    def __enter__(self) -> Steps:
        for module, name in STEPS:
            # The disk itself need not be waited for: nothing here takes its power away.
            real = getattr(module, name) if name != "fsync" else (lambda _: None)
            self._patched.setattr(module, name, self._counted(name, real))
        return self

    def __exit__(self, *_: object) -> None:
        self._patched.undo()

    def _counted(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def stepped(*given: object, **named: object) -> object:
            if self._dead:
                raise Killed
            self.taken.append(name)
            if len(self.taken) == self._number:
                self._act()
            return real(*given, **named)

        return stepped

    def _act(self) -> None:
        try:
            self._do()
        except Killed:
            self._dead = True
            raise

    @property
    def over(self) -> bool:
        """Whether there were fewer steps."""
        return len(self.taken) < self._number


def die() -> None:
    raise Killed


def killed_at(number: int, act: Callable[[], object]) -> bool:
    """Act, and be killed before that step. False if it came to its end before."""
    with Steps(number, die) as steps, contextlib.suppress(Killed):
        act()
    return not steps.over


@pytest.mark.parametrize("before", ["", "older"])
def test_an_install_killed_at_any_step_leaves_one_of_the_two_whole(tmp_path: Path, before: str) -> None:
    older, newer, seen = pack(tmp_path, OLDER), pack(tmp_path, NEWER), set()
    number = 0
    while True:
        shutil.rmtree(folders.packs(), ignore_errors=True)
        if before:
            install_here(older)
        number += 1
        if not killed_at(number, lambda: install_here(newer)):
            break
        aged()
        put_right(folders.packs())
        assert state() in (before, "newer") and not hidden(), number
        seen.add(state())
        install_here(newer)  # nothing stands in its way
        assert state() == "newer" and not hidden()
    assert seen == {before, "newer"} if before else seen >= {""}
    assert number > 10


def test_a_removal_killed_at_any_step_leaves_all_or_nothing(tmp_path: Path) -> None:
    older, number, seen = pack(tmp_path, OLDER), 0, set()
    while True:
        shutil.rmtree(folders.packs(), ignore_errors=True)
        install_here(older)
        number += 1
        if not killed_at(number, lambda: remove("walks", folders.packs())):
            break
        put_right(folders.packs())
        assert state() in ("older", "") and not hidden(), number
        seen.add(state())
    assert seen == {"older", ""} and number > 3


def test_what_a_kill_left_is_put_right_by_whoever_looks_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def taken_out() -> None:
        shutil.rmtree(folders.packs(), ignore_errors=True)
        install_here(pack(tmp_path, OLDER))
        (folders.packs() / "walks").rename(folders.packs() / ".walks.safe-no-0123abcd.old")
        assert installed(folders.packs()) == []

    for look in (["packs"], ["remove", "walks"], ["check", str(tmp_path / "walks.zip")]):
        taken_out()
        main(look)
        assert "There is no pack" not in capsys.readouterr().err
        assert state() == ("" if look[0] == "remove" else "older") and not hidden(), look
    taken_out()
    install_here(pack(tmp_path, NEWER))
    assert state() == "newer" and not hidden()


def test_what_another_program_is_writing_is_left_to_it_and_what_is_not_ours_to_whoever_made_it(tmp_path: Path) -> None:
    install_here(pack(tmp_path, OLDER))
    for name in (".walks.safe-no-0123abcd.new", ".walks.old", ".git", ".walks.safe-no-0123abcd.old.txt"):
        (folders.packs() / name).mkdir()
    put_right(folders.packs())
    assert len(hidden()) == 4
    aged()
    put_right(folders.packs())
    assert sorted(hidden()) == [".git", ".walks.old", ".walks.safe-no-0123abcd.old.txt"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="links of this kind")
def test_of_a_link_only_the_name_goes(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "kept.yaml").write_bytes(OLDER)
    folders.packs().mkdir(parents=True)
    (folders.packs() / "walks").symlink_to(mine)
    install_here(pack(tmp_path, NEWER))
    assert state() == "newer" and not (folders.packs() / "walks").is_symlink()
    (folders.packs() / ".safe-no-0123abcd.gone").symlink_to(mine)
    put_right(folders.packs())
    assert not hidden() and (mine / "kept.yaml").read_bytes() == OLDER


@pytest.mark.parametrize("before", ["", "older"])
@pytest.mark.parametrize("other", ["install", "remove", "put_right"])
def test_another_program_between_any_two_steps_spoils_nothing(tmp_path: Path, before: str, other: str) -> None:
    """Whoever says that it is installed has put it there whole; whoever does not has left what there was."""
    older, newer, number = pack(tmp_path, OLDER), pack(tmp_path, NEWER), 0

    def meanwhile() -> None:
        if other == "install":
            install_here(older)  # whoever comes between keeps it from nothing
        elif other == "put_right":
            put_right(folders.packs())
        else:
            with contextlib.suppress(TrainerError):  # there may be none just then
                remove("walks", folders.packs())

    while True:
        shutil.rmtree(folders.packs(), ignore_errors=True)
        if before:
            install_here(older)
        number += 1
        with Steps(number, meanwhile) as steps:
            install_here(newer)
        left = {"install": ("newer", "older"), "remove": ("newer", ""), "put_right": ("newer",)}[other]
        assert state() in left and not hidden(), (number, steps.taken)
        if steps.over:
            break
    assert number > 10


def test_a_pack_whose_new_version_is_taken_away_is_told_and_never_half(tmp_path: Path) -> None:
    """As by a program whose clock is hours ahead."""
    install_here(pack(tmp_path, OLDER))
    newer, number = pack(tmp_path, NEWER), 0

    def ahead() -> None:
        aged()
        put_right(folders.packs())

    told: set[str] = set()
    while True:
        number += 1
        with Steps(number, ahead) as steps:
            try:
                install_here(newer)
            except TrainerError as error:
                told.add(str(error).partition(". ")[2])
        assert state() in ("older", "newer") and not hidden(), (number, steps.taken)
        if steps.over:
            break
    assert told == {"Another program is changing your packs; please try again when it is done; nothing has changed."}


def test_a_pack_that_two_remove_is_gone_for_the_second(tmp_path: Path) -> None:
    install_here(pack(tmp_path, OLDER))
    with (
        Steps(1, lambda: remove("walks", folders.packs())),
        pytest.raises(TrainerError, match="is gone already: another program has removed it"),
    ):
        remove("walks", folders.packs())
    assert state() == ""


def test_a_disk_that_refuses_every_step_leaves_the_pack_of_before(tmp_path: Path) -> None:
    older, newer, number = pack(tmp_path, OLDER), pack(tmp_path, NEWER), 0

    def refuse() -> None:
        raise OSError(5, "Input/output error")

    while True:
        shutil.rmtree(folders.packs(), ignore_errors=True)
        install_here(older)
        number += 1
        with Steps(number, refuse) as steps:
            try:
                install_here(newer)
                told = ""
            except TrainerError as error:
                told = str(error)
        assert state() == ("older" if told else "newer")
        assert "check the disk; nothing has changed" in told or not told
        if steps.over:
            break
    assert number > 10


def test_a_pack_not_all_of_which_can_be_deleted_is_told(tmp_path: Path) -> None:
    install_here(pack(tmp_path, OLDER))

    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    with Steps(2, refuse), pytest.raises(TrainerError, match="no longer here, but not all of its files"):
        remove("walks", folders.packs())
    assert state() == "" and len(hidden()) == 1
    put_right(folders.packs())
    assert not hidden()
