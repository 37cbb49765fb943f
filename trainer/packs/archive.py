"""A .zip → its files, in memory; refused if it is more, or something else, than a pack can be.

What is refused here was made to do harm, or looks so by accident. The whole pack is refused then, and nothing of it
reaches the disk.
"""

from __future__ import annotations

import contextlib
import re
import stat
import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..errors import TrainerError
from ..plain_files import FileRefused, read_bytes, understood
from ..safe_text import composed, seen, visible
from .names import CONTROL, LONGEST_NAME, fault_of_name, leads_out

#: In bytes: the .zip, and all that is in it. The fifteen scenarios that come with the program, with drills: 0.6 MB.
LARGEST_PACK, LARGEST_TOTAL = 20 * 1024 * 1024, 24 * 1024 * 1024
MOST_FILES = 400
#: Text shrinks to about a fifth; what shrinks to a hundredth is no text.
HIGHEST_RATIO = 100
#: Bytes of the list of files at the end of a .zip: about 250 for each file with a long name.
_LARGEST_DIRECTORY = 250 * MOST_FILES
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_LONG_COMMENT = 1 << 16
#: Folders with names that end here are no part of a pack, nor is what is in them: systems and programs put them there.
_OTHERS = re.compile(r"(?i)(?:.*?/)??(?:__MACOSX|Thumbs\.db|desktop\.ini|~\$[^/]*|\.[^/]+)(?=/|$)")
#: What says in an entry that its name is written in UTF-8; where it is not said, names are read as if from DOS.
_UTF_8, _DOS = 0x800, "cp437"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a .zip. `files`: name → bytes; `others`: what is no part of a pack and was not unpacked, by name."""

    files: dict[str, bytes]
    others: tuple[str, ...] = ()


def read_archive(path: Path) -> Contents:
    """Return the files in a .zip, their names in one Unicode form (NFC).

    Raises TrainerError for anything a pack cannot be.
    """
    data = _bytes_of(path)
    _check_directory(data, path)
    try:
        return understood(lambda: _unpacked(data, path), "it is no .zip")
    except FileRefused as refusal:
        raise TrainerError(f"{path} is no .zip that can be read; nothing was installed.") from refusal


def _unpacked(data: bytes, path: Path) -> Contents:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return _files(archive, path)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST_PACK)
    except FileRefused as refusal:
        told = f"it is larger than {LARGEST_PACK >> 20} MB" if refusal.rule == "too-large" else refusal.sentence
        raise TrainerError(f"{path} cannot be read: {told}. Nothing was installed.") from refusal


def _check_directory(data: bytes, path: Path) -> None:
    """Raise TrainerError if the list of files is larger than any pack's, before anything reads it."""
    place = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONG_COMMENT))
    if place < 0 or len(data) < place + _END_SIZE:
        raise TrainerError(f"{path} is no .zip that can be read; nothing was installed.")
    files, size = struct.unpack("<10xHI6x", data[place : place + _END_SIZE])
    # A list in the long (zip64) form would be read in place of the one checked here.
    long_form = data[max(0, place - _LOCATOR_SIZE) : place].startswith(_LOCATOR)
    if long_form:
        raise TrainerError(
            f"{path} is packed in the long form (zip64), which no pack needs; please pack it as a plain .zip."
        )
    if files > MOST_FILES or size > _LARGEST_DIRECTORY:
        raise TrainerError(f"{path} holds more than {MOST_FILES} files; a pack never does. Nothing was installed.")


def _files(archive: zipfile.ZipFile, path: Path) -> Contents:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise TrainerError(f"{path} holds more than {MOST_FILES} files; a pack never does. Nothing was installed.")
    for entry in archive.infolist():
        _check_entry(entry, path)
    packed = sum(entry.compress_size for entry in entries)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL or packed > LARGEST_PACK:
        raise TrainerError(f"Unpacked, {path} is larger than {LARGEST_TOTAL >> 20} MB; nothing was installed.")
    others = {other[0]: None for entry in archive.infolist() if (other := _OTHERS.match(name_in(entry)))}
    found: dict[str, bytes] = {}
    for entry in entries:
        name = name_in(entry)
        if _OTHERS.match(name):
            continue
        if name in found:
            raise TrainerError(f"{path}: “{visible(name)}” stands in it twice; nothing was installed.")
        found[name] = _content(archive, entry, path)
    return without_common_folder(Contents(found, tuple(others)), path)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    with archive.open(entry) as file:
        # Read one byte more than announced: that reveals an entry that is larger, without unpacking all of it.
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise TrainerError(f"{path}: {visible(name_in(entry))} is not what the list says; nothing was installed.")
    return content


def name_in(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry in one Unicode form. Some programs, as on a Mac, write UTF-8 and do not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with contextlib.suppress(UnicodeError):
            name = name.encode(_DOS).decode("utf-8")
    return composed(name)


def _check_entry(entry: zipfile.ZipInfo, path: Path) -> None:
    """Raise TrainerError for a link, an encrypted entry, a zip bomb, or a name that leads out of the pack."""
    name = name_in(entry)
    shown = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(visible(name[:LONGEST_NAME]).split()))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise TrainerError(f"{path}: “{shown}” is a link or no plain file; nothing was installed.")
    if entry.flag_bits & 0x1:
        raise TrainerError(f"{path}: “{shown}” is locked with a password; nothing was installed.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TrainerError(f"{path}: “{shown}” is packed in an unusual way; please pack it as a plain .zip.")
    if entry.file_size > 4096 and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size):
        raise TrainerError(f"{path}: “{shown}” grows more than {HIGHEST_RATIO} times; nothing was installed.")
    # Compare with the name as written: zipfile cuts it at a null character and, on Windows, replaces backslashes.
    cut = entry.orig_filename != entry.filename
    why = CONTROL if cut else leads_out(name) if _OTHERS.match(name) else fault_of_name(name)
    if why:
        raise TrainerError(f"{path}: the name “{shown}” {why}; nothing was installed.")


def without_common_folder(contents: Contents, path: Path) -> Contents:
    """Return what is in a .zip without the one folder around it all, which many programs add.

    Raises TrainerError if two names would be the same on a disk that ignores case, or look the same.
    """
    files, others = contents.files, contents.others
    tops = {PurePosixPath(name).parts[0] for name in files}
    around = len(tops) == 1 and all("/" in name for name in files) and not tops & {"drills", "portraits"}
    top = f"{next(iter(tops))}/" if around else ""
    found: dict[str, bytes] = {}
    known: set[str] = set()
    for name, content in files.items():
        kept = name.removeprefix(top)
        key = composed(seen(kept).casefold())
        if key in known:
            raise TrainerError(
                f"{path}: two names in it look the same, or differ only by capitals: “{visible(kept)}”; nothing was installed."
            )
        known.add(key)
        found[kept] = content
    return Contents(found, tuple(name.removeprefix(top) for name in others))
