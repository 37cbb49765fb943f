"""The only place that reads, decodes and parses a file that anybody can have put there, and that writes one where anybody can.

Whatever is wrong with such a file is one expected error, `FileRefused`, so that no file can stop the program.
"""

from __future__ import annotations

import errno
import json
import math
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from .errors import TrainerError
from .safe_text import visible

Made = TypeVar("Made")
#: Endings of YAML files, in any mixture of small and capital letters.
YAML_ENDINGS = (".yaml", ".yml")
#: What a database begins with; nothing that is saved here takes the place of one.
_DATABASE = b"SQLite format 3\0"
#: Bytes of the largest small file of our own, such as the settings.
SMALL = 256 * 1024
#: So many levels deep a newer version may nest a value of such a file.
_LEVELS = 6
#: What no name of a file may hold on one system or another, and how many characters one is given here.
_NOT_IN_NAMES, _LONGEST_NAME = re.compile(r'[/\\:*?"<>|\ufffd\n]'), 100
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n|\n|\r")
#: Flags that not every system has: never wait for the other end of a pipe, no terminal of ours, no change of line ends.
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"))


class FileRefused(TrainerError):
    """A file that cannot be read. `sentence`: why, without the name of the file; `rule`: why, in a word.

    `line`, `column`: where, from 1.
    """

    def __init__(self, sentence: str, rule: str = "unreadable", line: int = 1, column: int = 1) -> None:
        super().__init__(sentence)
        self.sentence, self.rule, self.line, self.column = sentence, rule, line, column


def understood(parse: Callable[[], Made], sentence: str, rule: str = "unreadable") -> Made:
    """Return what `parse` makes of a file; raise FileRefused with `sentence` for any error without a sentence of its own.

    Parsers fail in more ways than they document: AssertionError, OverflowError, RecursionError, MemoryError, a number
    of 5,000 digits. A list of these would never be complete, so this one place catches them all; and what is caught
    here is a fault of that file, never of the program that goes on.
    """
    try:
        return parse()
    except TrainerError:
        raise
    except Exception as error:
        raise FileRefused(f"{sentence} ({type(error).__name__})", rule) from error


def read_bytes(path: Path, most: int, beginning: int | None = None) -> bytes:
    """Return the bytes of a plain file of at most `most` bytes; raise FileRefused for every other.

    `beginning`: only so many of them, None for all.

    Pipes and devices are refused before they are opened, since opening one can wait, or do something, for ever.
    """
    try:
        _check_plain(path.stat(), most)
        with os.fdopen(os.open(path, os.O_RDONLY | _FLAGS), "rb") as file:
            _check_plain(os.fstat(file.fileno()), most)  # it may be another one by now
            data = file.read(most + 1 if beginning is None else beginning)  # it may grow while it is read
            if data is None:  # from what only looks like a plain file, as below /proc
                raise FileRefused("the file cannot be read: it answers nothing")
    except OSError as error:
        raise FileRefused(f"the file cannot be read ({error.strerror or 'unknown reason'})") from error
    except (ValueError, MemoryError) as error:  # a name that no file can have; no memory left
        raise FileRefused("the file cannot be read") from error
    if len(data) > most:
        raise too_large(len(data), most)
    return data


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, each for its owner only. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def is_plain(path: Path) -> bool:
    """Tell whether a plain file is there; False for whatever keeps one from looking, such as a name that is too long."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; False for whatever keeps one from looking."""
    return stat.S_ISDIR(_mode(path))


def is_there(path: Path) -> bool:
    """Tell whether anything is there, of whatever kind; False for whatever keeps one from looking."""
    return _mode(path) != 0


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def _check_plain(found: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused("this is no plain file but a folder, a pipe or a device")
    if found.st_size > most:
        raise too_large(found.st_size, most)


def too_large(size: int, most: int) -> FileRefused:
    """Return the refusal of a file of `size` bytes where `most` are allowed."""
    return FileRefused(f"the file holds {size:,} bytes; {most:,} are the most", "too-large")


def decoded(data: bytes) -> str:
    """Return the text of UTF-8 bytes, without the mark that some editors begin it with; raise FileRefused for others."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = place_after(error.object[: error.start].decode("utf-8"))
        raise FileRefused("this is not text in UTF-8", "not-text", line, column) from error


def place_after(text: str) -> tuple[int, int]:
    """Return the line and column, from 1, of what stands behind a text; lines may end as on any system."""
    rows = _LINE_ENDS.split(text)
    return len(rows), len(rows[-1]) + 1


def read_text(path: Path, most: int = SMALL) -> str:
    """Return the text of a plain file of at most `most` bytes; raise FileRefused for every other."""
    return decoded(read_bytes(path, most))


def json_of(text: str, whole: Callable[[str], Any] | None = None) -> Any:
    """Return what a JSON text says; raise FileRefused for a text that says nothing.

    `whole`: makes whole numbers, instead of `int`, for which one of 5,000 digits says nothing.
    """
    return understood(lambda: json.loads(text, parse_int=whole), "this is no JSON", "syntax")


def read_json(path: Path, most: int = SMALL, whole: Callable[[str], Any] | None = None) -> Any:
    """Return what a JSON file of at most `most` bytes says; raise FileRefused for every other. `whole`: as in `json_of`."""
    return json_of(read_text(path, most), whole)


def encodable(text: str) -> bool:
    """Tell whether a text can be written as UTF-8: without half of a surrogate pair, as in a name in Latin-1."""
    return text.isascii() or not _SURROGATE.search(text)


def writable(value: object, levels: int = _LEVELS) -> bool:
    """Tell whether a value can be written as JSON again: no half of a surrogate pair, no number without end, not nested deeply."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return levels > 0 and all(writable(key) and writable(held, levels - 1) for key, held in value.items())
    if isinstance(value, list):
        return levels > 0 and all(writable(held, levels - 1) for held in value)
    return True


def yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder by name, readable or not; none where the folder cannot be looked into.

    Hidden files are left out: editors and systems keep notes of their own in them.
    """
    found = [folder / name for name in _names(folder) if name.lower().endswith(YAML_ENDINGS)]
    return [path for path in found if not is_folder(path)]  # a link in a ring is none; reading it says so


def folders_in(folder: Path) -> list[Path]:
    """Return the folders in a folder by name, without hidden ones; what cannot be looked at keeps no other out."""
    return [path for path in (folder / name for name in _names(folder)) if is_folder(path)]


def _names(folder: Path) -> list[str]:
    """Return the names in a folder that are not hidden, in order; none where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except (OSError, ValueError):
        return []


def trouble(folder: Path) -> str:
    """Return the sentence why a folder cannot be looked into; "" if it can be, or if nothing is there."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        return f"{folder} is a link to a place where nothing is." if folder.is_symlink() else ""
    except NotADirectoryError:  # a file
        return ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "unknown reason"
        return f"{folder} cannot be looked into ({why}); what is in it is left out."
    return ""


def troubles_in(folder: Path) -> list[str]:
    """Return why a folder cannot be looked into, or which places right in it cannot, a sentence each."""
    own = trouble(folder)
    return [own] if own else [told for name in _names(folder) if (told := trouble(folder / name))]


def possible_name(name: str) -> str:
    """Return a name as every system lets a file have it: nothing that means something in a path, no more than 100 characters."""
    stem, dot, ending = _NOT_IN_NAMES.sub("-", visible(name)).rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(dot + ending)].strip()}{dot}{ending}".lstrip(".")


def file_named(typed: str) -> Path:
    """Return the path of a file that somebody has typed, whether it is there or not. Raises TrainerError for what no file can
    be called.
    """
    try:
        os.lstat(typed)
    except ValueError as error:
        raise TrainerError(f"{typed!r} is no name of a file. Please choose another one.") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise TrainerError(
                f"“{typed[:_LONGEST_NAME]}…” is too long for the name of a file. Please choose a shorter one."
            ) from error
    return Path(typed)


def write_whole(path: Path, content: str | bytes, rights: int = 0o600) -> None:
    """Write a file whole or not at all, readable by its owner only unless `rights` say otherwise.

    It is written beside the old one and takes its place when it has reached the disk. A link stays one: the file it means
    is written. Raises TrainerError with the path, and the reason in brackets, when it cannot be written, whatever stands in
    its way; a pipe or a device is never opened, since that can wait, or do something, for ever.
    """
    try:
        target = _to_write(path)
        make_folder(target.parent)
        # Under a name of its own: what lies beside it is not ours to replace, and the longest name can grow no longer.
        half = target.with_name(f".safe-no-{os.urandom(4).hex()}.new")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, rights), "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())  # some disks tell only now that they are full
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    except FileRefused as refusal:
        raise TrainerError(f"{path} ({refusal.sentence})") from refusal
    except OSError as error:
        raise TrainerError(f"{path} ({error.strerror or 'unknown reason'})") from error
    except (ValueError, MemoryError) as error:  # half of a surrogate pair in the text; no memory left
        raise TrainerError(f"{path} ({type(error).__name__})") from error


def change_json(path: Path, changed: Mapping[str, object], otherwise: Mapping[str, object] | None = None) -> None:
    """Write some values into a JSON file of ours, which may hold more: another window, or a newer version, wrote there.

    `otherwise`: what it holds besides where it is missing or cannot be read. Raises TrainerError as `write_whole` does.
    """
    try:
        before = read_json(path)
    except FileRefused:
        before = None
    if not isinstance(before, dict):
        set_unreadable_aside(path)
    held = before if isinstance(before, dict) else otherwise or {}
    kept = {name: value for name, value in held.items() if writable({name: value})}
    write_whole(path, json_text(changed, kept))


def set_unreadable_aside(path: Path) -> Path | None:
    """Move a file of ours that cannot be read, and is about to be written anew, beside itself: somebody may still read it.

    Return where it is; None where there is nothing to keep, or the system refuses.
    """
    number, aside = 1, path.with_name(f"{path.name}.unreadable")
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{path.name}.unreadable-{number}")
    try:
        if path.is_symlink() or not is_plain(path) or not path.stat().st_size:
            return None
        return path.rename(aside)
    except OSError:
        return None


def json_text(ours: Mapping[str, object], others: Mapping[str, object]) -> str:
    """Return the text of a JSON file of ours: in rows for whoever looks into it, and small enough to be read again.

    `others`: what a newer version keeps there; the longest of it gives way where there is too little room for all.
    """
    text = ""
    for kept, indent in ((others, 1), (others, None), (_small(others), None)):
        parts = None if indent else (",", ":")
        said = {**kept, **ours}
        text = json.dumps(said, indent=indent, separators=parts, sort_keys=True, ensure_ascii=False) + "\n"
        if len(text.encode("utf-8")) <= SMALL:
            break
    return text


def _small(others: Mapping[str, object]) -> dict[str, object]:
    """Return as many of some values, the shortest first, as there is room for beside our own."""
    sizes = {name: len(json.dumps({name: held})) for name, held in others.items()}
    kept, room = {}, SMALL // 2
    for name in sorted(others, key=sizes.__getitem__):
        room -= sizes[name]
        if room < 0:
            break
        kept[name] = others[name]
    return kept


def write_chosen(path: Path, content: str | bytes) -> None:
    """Write a file at a place that a person chose, as `write_whole` does; what it raises is a sentence for them."""
    try:
        if not is_folder(path.parent):
            raise TrainerError(f"{path} (there is no such folder)")
        if is_plain(path) and read_bytes(path, 2**63, len(_DATABASE)) == _DATABASE:
            raise TrainerError(f"{path} (it is a database, perhaps the one with your history)")
        write_whole(path, content)
    except TrainerError as error:
        raise TrainerError(f"This cannot be written: {error}. Please choose another place.") from error


def add_to(path: Path, text: str, most: int = SMALL) -> None:
    """Write a text behind what a file of ours holds, or anew where that would be more than `most` bytes.

    Raises TrainerError as `write_whole` does.
    """
    try:
        before = read_text(path, most - len(text)) if _mode(path) else ""
    except FileRefused:  # too long, or no text; a pipe is refused by the writing
        before = ""
    write_whole(path, before + text)


def _to_write(path: Path) -> Path:
    """Return the plain file that a path means, there or not yet. Raises FileRefused where it means anything else."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        if path.is_symlink():
            raise FileRefused("it is a link to a place where nothing is") from error
        return path
    if not stat.S_ISREG(mode):
        raise FileRefused("it is no plain file but a folder, a pipe or a device")
    return Path(os.path.realpath(path, strict=True))
