"""Real words one slip away from a word of the tables: `python -m tests.lookalikes WORDLIST` prints them for words.toml.

WORDLIST: one word a line, such as Debian's package wamerican installs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rapidfuzz.distance import OSA

from trainer.language.tables import SHORTEST_CORRECTED, correctable, load


def lookalikes(words: list[str]) -> list[str]:
    tables = load()
    targets = sorted(correctable(tables))
    known = tables.vocabulary | tables.common
    return sorted(
        word
        for word in {word.strip().lower() for word in words}
        if word.isascii()
        and word.isalpha()
        and len(word) >= SHORTEST_CORRECTED
        and word not in known
        and any(word[0] == target[0] and OSA.distance(word, target, score_cutoff=1) <= 1 for target in targets)
    )


if __name__ == "__main__":
    print(" ".join(lookalikes(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())))
