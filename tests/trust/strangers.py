"""Files of strangers, imported: whatever their schema, types, values, names and views, our own rows stay as they are."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.backups import look_at
from trainer.history.merge import merge
from trainer.history.valid_rows import COLUMNS

from ..everything import exported, fill_all, look_at_all
from .outcome import Outcome

#: Seconds an import may take before it has hung.
LONGEST = 5.0
#: Values that nobody here has written.
VALUES: tuple[object, ...] = (
    b"\x00\xff blob", b"", "", " ", "insane", "a\0b", "\u202eback", "=1+1", "9" * 5_000, -1, 0, 2, 101, 2**31, 2**62,
    9_200_000_000_000_000_000, -(2**63), 1e9, 1.5, float("inf"), None, "[]", "{}", "null", "{", "[" * 200_000, '{"a":' * 50_000,
    "NaN", '{"ids": [{}]}', '{"ids": [null]}', '{"ids": "x"}', '[["turn", 1e400]]', '[["turn", 999999]]', '[[1, 2]]', '{"\\ud800": 1}',
    "9999-12-31T23:59:59+14:00", "2026-11-24", "2026-11-24T09:00:00", "0001-01-01T00:00:00.000+00:00", "2026-W01-1T00:00+00:00",
    "x" * 300_000, ",label,nonsense,", "'; drop table turns; --", "<b>bold</b>", "１２", True,
)  # fmt: skip
#: Names for columns and tables that would be SQL if they were put into it.
NAMES = (
    "x", "order", "a b", 'a"b', "a'b", "a;b", "rowid2", "ünï", "x" * 200, "--", "made_at, id) values (?1,?2,?3,1) --",
    "made_at, id) values (?1,?2,?3,1) on conflict(id) do update set name=(select group_concat(line) from turns) --",
    "name) select line from turns --",
)  # fmt: skip
#: What may be done to a schema. {table}: one of ours; {name}: one of the names, quoted.
SCHEMAS = (
    "alter table {table} add column {name} text", "alter table {table} add column {name} text default 'x'",
    "create table {name} (x)", "create view {name} as select 1", "drop table {table}",
    "alter table {table} add column computed as (1)", "create trigger {name} after insert on {table} begin delete from profiles; end",
    "create virtual table {name} using fts5(x)", "create index {name} on {table}(rowid)", "create table {name} (x primary key) without rowid",
    "drop table {table}; create view {table} as with recursive n(x) as (select 1 union all select x + 1 from n) select x as id, x from n",
    "drop table {table}; create view {table} as select hex(zeroblob(200000000)) as line",
    "drop table {table}; create table {table} (id integer primary key)", "drop table {table}; create table {table} (x text primary key) without rowid",
    "drop table {table}; create virtual table {table} using fts5(line)", "pragma user_version = 0", "pragma user_version = 99",
    "pragma user_version = 2", "pragma user_version = -1", "create temp table {name} (x)", "delete from {table}", "delete from profiles",
    "drop table {table}; create table {table} (rowid text, id text, line text)", "pragma application_id = 7",
    "alter table {table} rename to {name}", "create table sqlite_x (x)",
)  # fmt: skip


@cache
def _ours() -> tuple[bytes, bytes]:
    """Our own file, and the file of somebody else before it is changed."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name / "history.sqlite" for name in ("ours", "theirs")]
        for number, path in enumerate(paths):
            fill_all(path, number + 1)
        return paths[0].read_bytes(), paths[1].read_bytes()


def _worse_value(connection: sqlite3.Connection, chance: random.Random) -> str:
    table = chance.choice(list(COLUMNS))
    column = chance.choice(list(COLUMNS[table]))
    value = chance.choice(VALUES)
    which = chance.choice(("1", f"rowid % 3 = {chance.randrange(3)}", f"rowid = (select max(rowid) from {table})"))
    connection.execute(f'update or ignore {table} set "{column}" = ? where {which}', [value])
    return f"{table}.{column} = {value!r:.40}"


def _worse_bytes(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A text that is no UTF-8."""
    table, column = chance.choice((("turns", "line"), ("sessions", "title"), ("profiles", "name"), ("reviews", "card")))
    connection.execute(f"update {table} set {column} = cast(x'ff41fe' as text)")
    return f"{table}.{column} no text"


def _worse_schema(connection: sqlite3.Connection, chance: random.Random) -> str:
    name = '"' + chance.choice(NAMES).replace('"', '""') + '"'
    sql = chance.choice(SCHEMAS).format(table=chance.choice(list(COLUMNS)), name=name)
    connection.executescript(sql)
    return sql[:80]


CHANGES: tuple[Callable[[sqlite3.Connection, random.Random], str], ...] = (
    _worse_value, _worse_value, _worse_value, _worse_bytes, _worse_schema, _worse_schema,
)  # fmt: skip


def make(path: Path, chance: random.Random) -> str:
    """Write the file of a stranger, and return what was done to it."""
    path.write_bytes(_ours()[1])
    done = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma ignore_check_constraints = on")
        for _ in range(chance.choice((1, 1, 2, 4))):
            with contextlib.suppress(sqlite3.Error, OverflowError):
                done.append(chance.choice(CHANGES)(connection, chance))
    return "; ".join(done)


def rows_of(history: History) -> dict[str, dict[int, str]]:
    """Return every row of a file by its number."""
    return {
        name: {row.get("id", place): json.dumps(row) for place, row in enumerate(rows)}
        for name, rows in history.tables().items()
    }


def run(seed: int, count: int) -> Outcome:
    """Import `count` files, and count those that left ours as it was, in time, with nothing in it that cannot be read."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(seed, seed + count):
            (folder / "ours.sqlite").write_bytes(_ours()[0])
            done = make(folder / "theirs.sqlite", random.Random(f"stranger {number}"))
            begun = time.perf_counter()
            fault = _imported(folder)
            seconds = time.perf_counter() - begun
            fault = fault or (f"took {seconds:.1f} s" if seconds > LONGEST else "")
            outcome.count(f"{number} ({done}): {fault}" if fault else "", seconds)
    return outcome


def _imported(folder: Path) -> str:
    ours, theirs = folder / "ours.sqlite", folder / "theirs.sqlite"
    untouched = theirs.read_bytes()
    try:
        with closing(History.open(ours)) as history:
            before = rows_of(history)
            try:
                merge(history, theirs)
            except TrainerError as error:
                if str(theirs) not in str(error) or str(ours) in str(error):
                    return f"names another file: {error}"
            after = rows_of(history)
            for name, rows in before.items():
                if any(after[name].get(number) != row for number, row in rows.items()):
                    return f"a row of {name} was changed"
            if history.faults():
                return f"faults: {history.faults()[:2]}"
            exported(history)
            look_at_all(history)
        look_at(theirs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "" if theirs.read_bytes() == untouched else "the other file was changed"
