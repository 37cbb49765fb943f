"""The ordered list of schema versions. Each step runs in one transaction together with its version number.

A step is never edited after a release; a new one is added at the end.
"""

from __future__ import annotations

_SESSIONS = """
create table sessions (
    id integer primary key,
    scenario text not null,      -- id of the scenario: the name of its file
    title text not null,
    kind text not null,          -- coffee, meeting, salary, other
    level text not null,         -- easy, medium, hard
    seed integer not null,
    started text not null,       -- UTC, ISO 8601
    ended text,                  -- UTC; null while the session can be resumed
    outcome text,                -- null while the session can be resumed
    opening_resistance integer not null
)
"""

_TURNS = """
create table turns (
    id integer primary key,
    session_id integer not null references sessions(id) on delete cascade,
    number integer not null,     -- from 1
    line text not null,          -- as typed
    kind text not null,          -- the main kind of the line
    no_means text not null,      -- accept, refuse, none
    family text,                 -- family of the ask's frame
    resistance_before integer not null,
    resistance_after integer not null,
    causes text not null,        -- JSON: [{"cause", "delta"}]
    decision text not null,
    reply text not null,
    thought text not null,
    concerns text not null,      -- JSON: {id: status}
    state text not null,         -- JSON: the counterpart after the turn, whole
    said_at text not null,       -- UTC, ISO 8601
    unique (session_id, number)
)
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _SESSIONS,
        _TURNS,
        "create index turns_by_session on turns(session_id, number)",
        "create index sessions_by_start on sessions(started)",
    ),
)

#: The version this program writes.
VERSION = len(MIGRATIONS)
