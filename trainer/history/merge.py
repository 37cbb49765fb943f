"""Another file of ours taken in, without doubling what is here already."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import History


def merge(into: History, path: Path) -> tuple[int, int]:
    """Take in the talks and answers of a file; (talks, answers) that were new. The other file is only read.

    Talks and answers carry an id of their own, the same in every copy; commitments are told by their text and time.
    Raises TrainerError for a file that is none of ours; nothing is taken in then.
    """
    from .store import History

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "other.sqlite"
        shutil.copy2(path, copy)
        for ending in ("-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                shutil.copy2(beside, copy.with_name(copy.name + ending))
        other = History.open(copy)
        try:
            with into.batch():
                return _taken_in(into, other.tables())
        finally:
            other.close()


def _taken_in(into: History, tables: dict[str, list[dict[str, Any]]]) -> tuple[int, int]:
    profiles = _profiles(into, tables["profiles"])
    known = {row["uid"]: row["id"] for row in into.tables()["sessions"]}
    ids: dict[int, int] = {}
    fresh: set[int] = set()
    for row in sorted(tables["sessions"], key=lambda row: row["id"]):
        if row["uid"] in known:
            ids[row["id"]] = known[row["uid"]]
            continue
        parent = ids.get(row["parent"]) if row["parent"] else None
        ids[row["id"]] = into.insert(
            "sessions", {**row, "parent": parent, "profile": profiles[row["profile"]]}, renumbered=True
        )
        fresh.add(row["id"])
    for table in ("turns", "reflections"):
        for row in tables[table]:
            if row["session_id"] in fresh:
                into.insert(table, {**row, "session_id": ids[row["session_id"]]}, renumbered=table == "turns")
    _commitments(into, tables["commitments"], ids, profiles)
    return len(fresh), _reviews(into, tables["reviews"], profiles)


def _profiles(into: History, rows: list[dict[str, Any]]) -> dict[int, int]:
    """Their profile → ours of the same name, made where there is none."""
    ours = {profile.name.casefold(): profile.id for profile in into.profiles.all()}
    found: dict[int, int] = {}
    for row in rows:
        name = str(row["name"]).casefold()
        if name not in ours:
            ours[name] = into.insert("profiles", row, renumbered=True)
        found[row["id"]] = ours[name]
    return found


def _commitments(into: History, rows: list[dict[str, Any]], ids: dict[int, int], profiles: dict[int, int]) -> None:
    known = {(row["text"], row["made_at"]) for row in into.tables()["commitments"]}
    for row in rows:
        if (row["text"], row["made_at"]) not in known:
            session = ids.get(row["session_id"]) if row["session_id"] else None
            into.insert(
                "commitments", {**row, "session_id": session, "profile": profiles[row["profile"]]}, renumbered=True
            )


def _reviews(into: History, rows: list[dict[str, Any]], profiles: dict[int, int]) -> int:
    """Answers in the order in which they were given, so that the newest memory of a card is its last."""
    known = {row["uid"] for row in into.tables()["reviews"]}
    fresh = [row for row in sorted(rows, key=lambda row: row["reviewed_at"]) if row["uid"] not in known]
    for row in fresh:
        into.insert("reviews", {**row, "profile": profiles[row["profile"]]}, renumbered=True)
    return len(fresh)
