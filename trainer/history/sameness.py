"""When two rows of two files are the same thing: one answer for whatever takes in, saves or erases."""

from __future__ import annotations

import hashlib
from typing import Any

from ..safe_text import seen
from .row_types import text

Row = dict[str, Any]
#: Beyond the number of any line.
PAST_LAST_LINE = 1_000_000_001
#: Characters of a name that get one more word in brackets.
_LONGEST_NAME = 200
#: Of so many bytes of a line one may be garbled, and it is still the same.
_GARBLED = 10
#: Characters of a uid as it is drawn, and how many of them may be garbled.
_UID, _GARBLED_OF_UID = 32, 3


def heard(name: str) -> str:
    """Return by what a name is told from others: what is seen of it, in small letters."""
    return seen(text(name)).casefold()


def apart(name: str, kind: str) -> str:
    """Return the name that a profile gets where one of another kind has its own."""
    return f"{name[:_LONGEST_NAME]} ({kind})"


def is_told_apart(name: str, other: str, kind: str) -> bool:
    """Tell whether one of two names was made of the other in that way."""
    return heard(name) == heard(apart(other, kind)) or heard(other) == heard(apart(name, kind))


def is_same_learner(one: Row, other: Row) -> bool:
    """Tell whether two profiles are of one learner: by kind, and by name."""
    return one["kind"] == other["kind"] and (
        heard(one["name"]) == heard(other["name"]) or is_told_apart(one["name"], other["name"], one["kind"])
    )


def is_same_commitment(one: Row, other: Row) -> bool:
    """Tell whether two commitments are the same: of one moment, and of one talk, or one learner's. `other`: with our ids.

    One that was taken back has no words any more.
    """
    of_one_talk = one["session_id"] is not None and one["session_id"] == other["session_id"]
    told = one["text"] == other["text"] or not (one["text"] and other["text"])
    return one["made_at"] == other["made_at"] and (of_one_talk or (one["profile"] == other["profile"] and told))


def line_of(row: Row) -> tuple[Any, ...]:
    """Return what tells a line of a learner: nobody says the same one twice at the same moment."""
    return row["number"], row["line"], row["said_at"]


def is_same_line(one: Row, other: Row) -> bool:
    """Tell whether two lines at one place of a talk are the same: by their words, or by their moment if a few bits of the words
    were garbled on a disk.
    """
    if one["line"] == other["line"] or one["said_at"] != other["said_at"]:
        return bool(one["line"] == other["line"])
    words, others = one["line"].encode(), other["line"].encode()
    apart = sum(a != b for a, b in zip(words, others, strict=False))
    return len(words) == len(others) and apart <= max(1, len(words) // _GARBLED)


def parts_of_uid(uid: str) -> tuple[tuple[int, str], ...]:
    """Return parts of a uid by which one that was garbled a little is found: one of them is as it was."""
    size = _UID // (_GARBLED_OF_UID + 1)
    return tuple((start, uid[start : start + size]) for start in range(0, _UID, size)) if len(uid) == _UID else ()


def is_garbled_uid(one: str, other: str) -> bool:
    """Tell whether one uid may be the other with a few bits of it garbled. Two that were drawn are never so near."""
    apart = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) == _UID and apart <= _GARBLED_OF_UID


def begun(row: Row) -> tuple[Any, ...]:
    """Return how a talk began, by which it is told where copies that were upgraded separately gave it two uids.

    Another way that it took elsewhere began when it did, and is told from it by where that branched off.
    """
    return row["started"], row["scenario"], row["seed"], row.get("branched_at") if row.get("parent") else None


def uid_of_way(uid: str, number: int, line: str) -> str:
    """Return the uid of the attempt that an import makes where a talk went on differently in another file, from its line
    `number` on: the same whenever it is imported.
    """
    return hashlib.sha256(f"{uid} {number} {line}".encode()).hexdigest()[:32]
