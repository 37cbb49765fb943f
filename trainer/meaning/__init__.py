"""What a line means, as a vector: the only code that knows numpy.

`meaning()` gives the one `Meaning` of the program, None where numpy or the weights are missing: then everything works
on words alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ..debug_log import note
from ..folders import assets, data
from ..plain_files import FileRefused, read_bytes

if TYPE_CHECKING:
    from .nearest import Meaning

#: So many of the sentences that come with the program are made at a time.
_AT_ONCE = 1024
#: Vectors of the examples that come with the program, and of those of the learner's own talks and packs.
SHIPPED, OWN = "examples.npz", "meaning.npz"


def meaning() -> Meaning | None:
    """Load the model and the vectors made before; some 0.2 seconds, the first time. Any thread can ask."""
    with _LOADING:
        return _loaded()


_LOADING = Lock()


@cache
def _loaded() -> Meaning | None:
    # One thread: a line is too short to be worth sharing out, and the window has its own work to do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from .nearest import Meaning
        from .stored import Vectors
        from .weights import LARGEST, NAME, load
    except ImportError as error:
        note("no meaning", missing=error.name or "")
        return None
    place = assets() / "meaning" / NAME
    try:
        encoder, made_with = load(place), _sum(read_bytes(place, LARGEST))
    except FileRefused as error:
        note("no meaning", why=str(error))
        return None
    came, own = Vectors(made_with), Vectors(made_with)
    came.take_in(shipped())
    own.take_in(data() / OWN)
    return Meaning(encoder, came, own, data() / OWN)


def make_shipped(lines: Sequence[str]) -> int:
    """Make the vectors that come with the program, and keep them in its folder; return how many were new.

    0, too, where numpy or the weights are missing.
    """
    if meaning() is None:
        return 0
    from concurrent.futures import ThreadPoolExecutor

    from .stored import Vectors
    from .weights import LARGEST, NAME, load

    place = assets() / "meaning" / NAME
    kept = Vectors(_sum(read_bytes(place, LARGEST)))
    kept.take_in(shipped())
    fresh = [line for line in dict.fromkeys(lines) if kept.get(line) is None]
    if fresh:
        # numpy lets the other cores work meanwhile; lines of like length are made together.
        fresh.sort(key=len)
        slices = [fresh[first : first + _AT_ONCE] for first in range(0, len(fresh), _AT_ONCE)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for lines, vectors in zip(slices, pool.map(load(place).vectors, slices), strict=True):
                kept.add(lines, vectors)
        kept.save(shipped(), rights=0o644)  # whoever runs the program may read what belongs to it
    return len(fresh)


def shipped() -> Path:
    """Return the file of the vectors that are made with the bundle, or once in a checkout (trainer/prepare.py)."""
    return assets() / "meaning" / SHIPPED


def _sum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


__all__ = ["make_shipped", "meaning", "shipped"]
