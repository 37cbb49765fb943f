"""A .zip → its files, in memory; refused if it is more, or something else, than a pack can be.

What is refused here was made to do harm, or looks so by accident. The whole pack is refused then, and nothing of it
reaches the disk.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

from ..errors import TrainerError
from ..plain_files import FileRefused, read_bytes, understood
from ..safe_text import acting, is_blank, visible

#: In bytes: the .zip, and all that is in it. The fifteen scenarios that come with the program, with drills: 0.6 MB.
LARGEST_PACK, LARGEST_TOTAL = 20 * 1024 * 1024, 24 * 1024 * 1024
MOST_FILES = 400
#: Text shrinks to about a fifth; what shrinks to a hundredth is no text.
HIGHEST_RATIO = 100
LONGEST_NAME = 80
#: Bytes of the list of files at the end of a .zip: about 250 for each file with a long name.
_LARGEST_DIRECTORY = 250 * MOST_FILES
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_LONG_COMMENT = 1 << 16
#: Names that Windows reserves for devices, with any suffix.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_NAME = re.compile(r"[^\W_][\w .,()’'&+-]*")
#: Files that operating systems add to a .zip without being asked.
_LITTER = re.compile(r"(?i)(^|/)(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$")


def read_archive(path: Path) -> dict[str, bytes]:
    """Map the name of every file in a .zip to its bytes. Raises TrainerError for anything a pack cannot be."""
    data = _bytes_of(path)
    _check_directory(data, path)
    try:
        return understood(lambda: _unpacked(data, path), "it is no .zip")
    except FileRefused as refusal:
        raise TrainerError(f"{path} is no .zip that can be read; nothing was installed.") from refusal


def _unpacked(data: bytes, path: Path) -> dict[str, bytes]:
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


def _files(archive: zipfile.ZipFile, path: Path) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise TrainerError(f"{path} holds more than {MOST_FILES} files; a pack never does. Nothing was installed.")
    for entry in archive.infolist():
        _check_entry(entry, path)
    packed = sum(entry.compress_size for entry in entries)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL or packed > LARGEST_PACK:
        raise TrainerError(f"Unpacked, {path} is larger than {LARGEST_TOTAL >> 20} MB; nothing was installed.")
    found: dict[str, bytes] = {}
    for entry in entries:
        if _LITTER.search(entry.filename):
            continue
        with archive.open(entry) as file:
            # Read one byte more than announced: that reveals an entry that is larger, without unpacking all of it.
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise TrainerError(f"{path}: {visible(entry.filename)} is not what the list says; nothing was installed.")
        found[entry.filename] = content
    return without_common_folder(found, path)


def _check_entry(entry: zipfile.ZipInfo, path: Path) -> None:
    """Raise TrainerError for a link, an encrypted entry, a zip bomb, or a name that leads out of the pack."""
    shown = " ".join(visible(entry.filename[:LONGEST_NAME]).split())
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
    if entry.orig_filename != entry.filename or not (_LITTER.search(entry.filename) or stays_inside(entry.filename)):
        raise TrainerError(
            f"{path}: the name “{shown}” leads out of the pack, or no file can have it; nothing was installed."
        )


def stays_inside(name: str) -> bool:
    """Tell whether a name is a plain path below the folder it is put into, on every system."""
    parts = name.rstrip("/").split("/")
    return bool(name) and len(name) <= 2 * LONGEST_NAME and len(parts) <= 4 and all(_plain(part) for part in parts)


def _plain(part: str) -> bool:
    return (
        _NAME.fullmatch(part) is not None
        and len(part) <= LONGEST_NAME
        and part[-1] not in " ."
        and not _DEVICES.fullmatch(part)
        and not acting(part)
        and not is_blank(PurePosixPath(part).stem)
    )


def without_common_folder(files: dict[str, bytes], path: Path) -> dict[str, bytes]:
    """Return the files without the one folder around them all, which many programs add.

    Names are in one Unicode form (NFC). Raises TrainerError if two would be the same on a disk that ignores case.
    """
    tops = {PurePosixPath(name).parts[0] for name in files}
    around = len(tops) == 1 and all("/" in name for name in files) and not tops & {"drills", "portraits"}
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    for name, content in files.items():
        kept = unicodedata.normalize("NFC", name.split("/", 1)[1] if around else name)
        if kept.casefold() in seen:
            raise TrainerError(f"{path}: “{visible(kept)}” stands in it twice; nothing was installed.")
        seen.add(kept.casefold())
        found[kept] = content
    return found
