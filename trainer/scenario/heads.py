"""What the list of the library shows of a file, without a YAML parser, where that is sure to be what the file says.

This is what lets a library of a thousand files be listed in a second: nearly all files begin with a few plain rows.
"""

from __future__ import annotations

import re

from ..plain_files import FileRefused
from .faults import decoded

#: The keys of a list of scenarios, in the order of an entry.
HELD_BACK = "held_back"
LISTED = ("title", "kind", "level", "brief", HELD_BACK)
#: The keys that a list does without; nearly always they stand below the others.
_BODY = re.compile(
    rb"^(goal|counterpart|opening|concerns|lines|endings|model_lines|tempting_lines|note|setback|bargain|facts|reactions|"
    rb"questions|acts):",
    re.MULTILINE,
)
#: Bytes in which the body has nearly always begun; a file is ten times that.
_HEAD = 16 * 1024
#: A row of the body that may say something for the list: with one of its keys, or written in a way that only a parser
#: understands. What stands in any other row is no key of the list, whatever it is part of.
_UNSURE = re.compile(rb"\n(?:[^\n #a-z-]|title|kind|level|brief|held_back)")
#: What ends a row for YAML, but not here.
_OTHER_ENDS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
#: A row of a head that needs no YAML parser: `key: words`, or in double quotes without any escape.
_ROW = re.compile(r'([a-z_]+): +(?:([A-Za-z][\w ,.()’–-]*)|"([^"\\\n]*)")')
#: A folded text: `key: >` and rows indented by two spaces.
_FOLDED = re.compile(r"([a-z_]+): >\n((?:  [^\s#].*\n)+)")
#: Empty rows and comments, which say nothing where a key could begin.
_NOTHING = re.compile(r"(?:(?:#.*)?\n)+")


def quick_values(data: bytes) -> dict[str, str] | None:
    """Return the texts of the keys above the body of a file; None where only a parser can be sure what the file says."""
    head = sure_head(data)
    return None if head is None else simple_values(head)


def sure_head(data: bytes) -> str | None:
    """Return what stands above the body of a file, where nothing else says anything for the list; None where that is not sure.

    If it can be parsed by itself, then the body begins where its first key seems to stand.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    body = _BODY.search(data, 0, _HEAD)
    if body is None or _UNSURE.search(data, body.start()) or _ends_otherwise(data):
        return None
    try:
        return decoded(data[: body.start()])
    except FileRefused:  # the whole file says it better, with its place
        return None


def _ends_otherwise(data: bytes) -> bool:
    """Tell whether rows end in another way, too. A single byte is looked for far quicker than some in a row."""
    return any(end[-1:] in data and end in data for end in _OTHER_ENDS)


def simple_values(head: str) -> dict[str, str] | None:
    """Return the texts of a head written in the plainest way, as nearly all are; None for others, which must be parsed."""
    found: dict[str, str] = {}
    place = 0
    while place < len(head):
        if nothing := _NOTHING.match(head, place):
            place = nothing.end()
            continue
        row = _FOLDED.match(head, place) or _ROW.match(head, place)
        if row is None or row[1] in found:
            return None
        place = row.end()
        if row.re is _ROW:
            if head[place : place + 1] != "\n":
                return None
            place += 1
        value = row[2] if row[2] is not None else row[3]
        found[row[1]] = " ".join(value.split())
    return found or None
