"""What a file holds, so that two files can be compared: nothing that holds less may take the place of one that holds more."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

#: What there is → how much of it: lines by their words, since two files can have gone on differently; what may be written
#: anew, such as notes, by the time it was: of two states of it the later one counts as the one that holds more.
Holdings = Mapping[tuple[object, ...], int]
#: The first words of what is written once.
_LASTING = ("talk", "line", "answer", "learner")
#: The highest count that is no time.
_TWICE = 2


def holdings_of(connection: sqlite3.Connection) -> Holdings:
    """Return what a file of any version holds. Raises sqlite3.Error where it cannot be read."""
    found: Counter[tuple[object, ...]] = Counter()
    for key, count in _held(connection):
        found[key] += count
    return found


def begun_of(connection: sqlite3.Connection) -> object:
    """Return when a history was begun. Raises sqlite3.Error where it cannot be read."""
    return connection.execute("select made_at from profiles where id = 1").fetchone()


def erasures_of(connection: sqlite3.Connection) -> int:
    """Return how often something was erased in a history, which nothing else tells from damage. Raises sqlite3.Error."""
    return int(connection.execute("pragma application_id").fetchone()[0])


def count_erasures(connection: sqlite3.Connection, least: int) -> None:
    """Note in a history that something was erased so often at least, for whoever has it open, or the one it takes the place of."""
    connection.execute(f"pragma application_id = {max(erasures_of(connection), least) % 2**31}")


def contains(holdings: Holdings, others: Holdings) -> bool:
    """Tell whether everything of `others` is in `holdings` too."""
    return not missing(holdings, others)


def missing(holdings: Holdings, others: Holdings) -> int:
    """Return how much of `others` is not in `holdings`."""
    return sum(max(0, count - holdings.get(key, 0)) for key, count in others.items())


def lasting(holdings: Holdings) -> Holdings:
    """Return what only an erasure takes away, and nothing writes anew."""
    return {key: count for key, count in holdings.items() if key[0] in _LASTING}


def amount(holdings: Holdings) -> int:
    """Return how much a file holds, however often it was written anew."""
    return sum(min(count, _TWICE) for count in holdings.values())


def newness(holdings: Holdings) -> int:
    """Return how late what may be written anew was written; a time that is yet to come was read from a wrong clock."""
    now = _time(datetime.now(UTC).isoformat())
    return sum(count for count in holdings.values() if _TWICE < count <= now)


def _held(connection: sqlite3.Connection) -> Iterator[tuple[tuple[object, ...], int]]:
    there = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if "sessions" in there:
        yield from _talks(connection)
    if "reviews" in there:
        yield from ((("answer", uid), 1) for (uid,) in connection.execute("select uid from reviews"))
    if "profiles" in there:
        yield from ((("learner", *row), 1) for row in connection.execute("select name, kind from profiles"))
    if "commitments" in there:
        will = connection.execute("select made_at, asked_at from commitments")
        yield from ((("will", made), _time(asked)) for made, asked in will)
    if "workshops" in there:
        kept = connection.execute("select state, saved_at, ended_at from workshops")
        yield from ((("workshop", *_begun(state)), max(_time(saved), _time(ended))) for state, saved, ended in kept)


def _talks(connection: sqlite3.Connection) -> Iterator[tuple[tuple[object, ...], int]]:
    columns = {row[1] for row in connection.execute("pragma table_info(sessions)")}
    # Files of the first versions have no uid; a talk of theirs is known by how it began.
    who = "s.uid" if "uid" in columns else "s.started || s.scenario || s.seed"
    for talk, ended in connection.execute(f"select {who}, outcome is not null from sessions s"):
        yield ("talk", talk), 1 + ended
    lines = f"select {who}, t.number, t.line, t.reply from turns t join sessions s on s.id = t.session_id"
    yield from ((("line", hash(row)), 1) for row in connection.execute(lines))
    if "parent" in columns:  # the version that brought attempts brought notes too
        notes = f"select {who}, r.question, r.written_at from reflections r join sessions s on s.id = r.session_id"
        yield from (
            (("words", talk, question), _time(written)) for talk, question, written in connection.execute(notes)
        )


def _time(stored: object) -> int:
    """Return a stored time as a number that grows; 1 for none."""
    return int("".join(char for char in str(stored) if char in "0123456789")[:17].ljust(17, "0")) or 1


def _begun(state: object) -> tuple[object, ...]:
    """Return how a workshop began; its state changes at every step."""
    try:
        found = json.loads(str(state))
        return tuple(str(found.get(name)) for name in ("started", "scenario", "seed"))
    except (ValueError, AttributeError, RecursionError):
        return (str(state)[:100],)
