"""Whether a name in a pack is one that a file can have on every system, in any script; and if not, why."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from ..safe_text import acting, is_blank

#: In characters, and in the bytes that disks count; and folders around a file, with the file.
LONGEST_NAME, _LONGEST_IN_BYTES, _DEEPEST = 80, 240, 4
CONTROL = "holds a character that acts instead of being seen"
_FORBIDDEN = re.compile(r'[:*?"<>|\ufffd]')
#: What begins a path from elsewhere: a letter of a drive, the home of somebody; and what parts names on Windows.
_ELSEWHERE = re.compile(r"[A-Za-z]:|~[^/$]*(?:/|$)|.*\\", re.DOTALL)
#: Names that Windows reserves for devices, with any suffix.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])( *\..*)?")
#: Unicode categories of what is no character yet, or one that each system shows as it likes.
_UNKNOWN = ("Cn", "Co", "Cs")


def stays_inside(name: str) -> bool:
    """Tell whether a name is a plain path below the folder it is put into, on every system."""
    return not fault_of_name(name)


def fault_of_name(name: str) -> str:
    """Return why a name in a pack is refused, as the end of a sentence; "" if it is not."""
    parts = name.rstrip("/").split("/")
    told = leads_out(name) or next(filter(None, map(_fault_of_part, parts)), "")
    if not told and (len(parts) > _DEEPEST or len(name) > 2 * LONGEST_NAME):
        return f"is too long, or stands in more than {_DEEPEST - 1} folders"
    return told


def leads_out(name: str) -> str:
    """Return why a path may not be below the folder it is put into, or may do something; "" if it stays there."""
    parts = name.rstrip("/").split("/")
    if any(part in ("", ".", "..") for part in parts) or _ELSEWHERE.match(name):
        return "leads out of the pack"
    return CONTROL if any(acting(part) or "\n" in part or "\t" in part for part in parts) else ""


def _fault_of_part(part: str) -> str:
    if found := _FORBIDDEN.search(part):
        return f"holds “{found[0]}”, which not every disk can keep"
    if any(unicodedata.category(char) in _UNKNOWN for char in part):
        return "holds a character that not every system knows"
    if part[-1] == "." or part[0].isspace() or part[-1].isspace():
        return "begins or ends in a space, or ends in a full stop, which not every disk can keep"
    if part[0] in "-~.":
        return f"begins with “{part[0]}”"
    if _DEVICES.fullmatch(part):
        return "is one that Windows keeps for a device"
    if len(part) > LONGEST_NAME or len(part.encode("utf-8")) > _LONGEST_IN_BYTES:
        return f"is longer than {LONGEST_NAME} characters, or than a disk can keep"
    if is_blank(PurePosixPath(part).stem):
        return "holds nothing that can be seen"
    return ""
