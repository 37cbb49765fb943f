"""The scenarios that come with the program, in the form they are used in, kept beside them from one start to the next.

Reading one of half a million characters takes more than a second, because every value keeps its line and column for
messages; what is kept here is taken up in a few milliseconds. As with the compiled language tables: it follows the bytes of
the file and of the code, is never needed, can be deleted at any time, and is trusted as much as the program itself, so only
files in the program's own folder are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import sys
import zlib
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..plain_files import write_whole
from . import model
from .model import Scenario

#: What a value is, where that is not plain to see: a part of a scenario, one of a few words, a mapping.
_PART, _WORD, _MAP = 0, 1, 2


def taken_up(path: Path) -> Scenario | None:
    """Return the scenario of a file as it was kept; None if it was not, or is out of date."""
    try:
        of_file, of_code, packed = marshal.loads(zlib.decompress(_place(path).read_bytes()))
        # A bundle holds no source to compare with; what it keeps was made by the code in it.
        current = of_file == _digest(path) and (of_code == _code() or not _code())
        return _unpacked(packed) if current else None
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, zlib.error):
        return None


def keep(path: Path, scenario: Scenario) -> None:
    """Keep the scenario of a file. A folder that cannot be written to is no error."""
    with contextlib.suppress(TrainerError):
        packed = marshal.dumps((_digest(path), _code(), _packed(scenario)))
        write_whole(_place(path), zlib.compress(packed), rights=0o644)


def _place(path: Path) -> Path:
    return path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.bin"


def _digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()


@cache
def _code() -> bytes:
    """Return the sum of the code that makes scenarios, b"" where there is no source."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.blake2b(digest_size=16)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.digest() if sources else b""


def _packed(value: Any) -> Any:
    """Return a value as marshal takes it."""
    if is_dataclass(value):
        return (_PART, type(value).__name__, *(_packed(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, Enum):
        return (_WORD, type(value).__name__, value.value)
    if isinstance(value, dict):
        return (_MAP, *((_packed(key), _packed(one)) for key, one in value.items()))
    if isinstance(value, tuple):
        return [_packed(one) for one in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_unpacked, value))
    if not isinstance(value, tuple):
        return value
    kind, *rest = value
    if kind == _MAP:
        return {_unpacked(key): _unpacked(one) for key, one in rest}
    made = getattr(model, rest[0])
    return made(rest[1]) if kind == _WORD else made(*map(_unpacked, rest[1:]))
