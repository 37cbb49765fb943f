"""What a single value of a row may be: each check returns the value it made of the stored one, or raises ValueError or TypeError."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from ..safe_text import is_blank

#: The largest id and the largest count. SQLite gives new rows the id after the largest, so a huge one would be the last.
MOST = 2**31 - 1
#: Characters of a name, of a title, of a line (a talk takes half of that), of a reply, of a note, and of a value in JSON
#: (a workshop). No scenario has a title of more than 60.
NAME, TITLE, LINE, REPLY, WORDS, OBJECT = 2_000, 200, 4_000, 20_000, 200_000, 4_000_000
#: How deeply a value in JSON may be nested; the program's own reach six levels.
DEEPEST = 16
#: Years a clock can show, right or wrong, and still be written down.
YEARS = range(1900, 3000)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3}(?:\d{3})?)?\+00:00", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")

Check = Callable[[Any], Any]


def storable(text: str) -> str:
    """Return a text as it is stored: half of a surrogate pair, which is no character of UTF-8, is replaced."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def text(most: int = WORDS) -> Check:
    """Return a check for a text of at most `most` characters. NUL is one: a line is stored as it was typed."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError("no text")
        if len(value) > most:
            raise ValueError(f"longer than {most:,} characters")
        if not value.isascii() and _SURROGATE.search(value):
            raise ValueError("bytes that are no text")
        return value

    return check


def some_text(value: Any) -> str:
    if is_blank(text(NAME)(value)):
        raise ValueError("nothing that can be seen")
    return str(value)


def one_of(names: Iterable[str]) -> Check:
    """Return a check for one of some names."""
    known = frozenset(str(name) for name in names)

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError("no name this program knows")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """Return a check for a whole number of a range, both ends in it."""

    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"no whole number from {least} to {most}")
        return value

    return check


def seconds(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= 1e9:
        raise ValueError("no number of seconds")
    return float(value)


def moment(value: Any) -> datetime:
    """Parse a stored time; it is always written in UTC, so that times can be compared as texts."""
    if not isinstance(value, str) or not _STAMP.fullmatch(value):
        raise ValueError("no time as this program writes it")
    return _moment(value)


@lru_cache(maxsize=4096)
def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.year not in YEARS:
        raise ValueError("no year a clock shows")
    return found


def json_value(value: Any) -> Any:
    """Parse a stored JSON text. Raises ValueError for what is too long or nested too deeply, and for NaN."""
    if not isinstance(value, str):
        raise TypeError("no text")
    if len(value) > OBJECT:
        raise ValueError("too long")
    try:
        found = _DECODER.decode(value)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    # Few brackets cannot be nested deeply, and only an escape can stand for half of a surrogate pair.
    if (value.count("[") + value.count("{") > DEEPEST or "\\u" in value) and not _is_flat(found, DEEPEST):
        raise ValueError("nested too deeply, or with characters that no text has")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    found = float(digits)
    if not math.isfinite(found):  # 1e999 is read as a number that cannot be written
        raise ValueError("a number that is too large")
    return found


#: Made once: it is asked for each of some ten thousand values.
_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def _is_flat(value: Any, levels: int) -> bool:
    """Tell whether a JSON value is nested no deeper than `levels`, and each of its texts can be written again."""
    if isinstance(value, str):
        return value.isascii() or not _SURROGATE.search(value)
    if isinstance(value, dict):
        return levels > 0 and all(
            _is_flat(key, 0 if isinstance(key, str) else -1) and _is_flat(held, levels - 1)
            for key, held in value.items()
        )
    if isinstance(value, list):
        return levels > 0 and all(_is_flat(held, levels - 1) for held in value)
    return True


def plain(value: Any) -> dict[str, Any]:
    """Parse a stored JSON object."""
    found = json_value(value)
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found
