"""The ordered list of schema versions; the missing steps and the new version number are written in one transaction.

A step is never edited after a release; a new one is added at the end.
"""

from __future__ import annotations

from collections.abc import Collection

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
    causes text not null,        -- JSON: [[id, change of resistance]]; [{"cause", "delta"}] in versions 1 and 2
    decision text not null,
    reply text not null,
    thought text not null,
    concerns text not null,      -- JSON: {id: status} of those that are not hidden
    state text not null,         -- JSON: the counterpart after the last turn, "" for earlier ones
    said_at text not null,       -- UTC, ISO 8601
    unique (session_id, number)
)
"""

_REFLECTIONS = """
create table reflections (
    session_id integer not null references sessions(id) on delete cascade,
    question text not null,      -- what, why, next, where
    answer text not null,        -- in the learner's words
    written_at text not null,    -- UTC, ISO 8601
    primary key (session_id, question)
)
"""

_COMMITMENTS = """
create table commitments (
    id integer primary key,
    session_id integer references sessions(id) on delete set null,
    text text not null,          -- what the learner will do
    made_at text not null,       -- UTC, ISO 8601
    status text,                 -- done, not_yet, dropped; null while nobody has asked
    how text not null default '',-- how it went, in the learner's words
    asked_at text                -- UTC; when it was last asked about
)
"""

_PROFILES = """
create table profiles (
    id integer primary key,
    name text not null,
    kind text not null,          -- learner, or workshop: nameless, erased at its end when asked
    made_at text not null        -- UTC, ISO 8601
)
"""

_REVIEWS = """
create table reviews (
    id integer primary key,
    uid text not null unique,    -- the same in every copy of the file, so that files can be merged
    profile integer not null,
    card text not null,          -- id of the card
    kind text not null,          -- flip, no_means, spot, name
    skill text not null,
    right integer not null,      -- 1 right, 0 wrong
    failed text not null,        -- what failed first, "" for nothing
    seconds real not null,       -- from the card to the answer
    hinted integer not null,
    rating integer not null,     -- 1 again, 2 hard, 3 good, 4 easy
    memory text not null,        -- JSON: the scheduler's card after the answer
    reviewed_at text not null    -- UTC, ISO 8601
)
"""

_WORKSHOPS = """
create table workshops (
    id integer primary key,
    profile integer not null,
    state text not null,         -- JSON: the workshop, whole
    saved_at text not null,      -- UTC, ISO 8601
    ended_at text                -- UTC; null while it can be resumed
)
"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _SESSIONS,
        _TURNS,
        "create index turns_by_session on turns(session_id, number)",
        "create index sessions_by_start on sessions(started)",
    ),
    (
        # A branch shares the turns of its parent before number `branched_at`.
        "alter table sessions add column parent integer references sessions(id) on delete cascade",
        "alter table sessions add column branched_at integer",
        "alter table sessions add column held_back integer not null default 0",
        # How many grades of hint were looked at before the line; how the learner thought it sounded.
        "alter table turns add column hints integer not null default 0",
        "alter table turns add column tone text",
        _REFLECTIONS,
        _COMMITMENTS,
    ),
    (
        _PROFILES,
        "insert into profiles values (1, 'Me', 'learner', strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00')",
        "alter table sessions add column profile integer not null default 1",
        "alter table commitments add column profile integer not null default 1",
        "alter table sessions add column uid text",
        "update sessions set uid = lower(hex(randomblob(16)))",
        "create unique index sessions_by_uid on sessions(uid)",
        # All kinds of move of a line, with commas around: ",label,offer,".
        "alter table turns add column moves text not null default ''",
        _REVIEWS,
        "create index reviews_by_card on reviews(profile, card, id)",
        "create index reviews_by_time on reviews(profile, reviewed_at)",
        "create index sessions_by_profile on sessions(profile, started)",
        # Holds all that the progress figures need, so that they are counted without reading the lines themselves.
        "create index turns_by_effect on turns(session_id, number, kind, resistance_before, resistance_after, moves)",
        # Only the last state of a session is needed to resume it; the earlier ones follow from its lines.
        """update turns set state = '' where exists
           (select 1 from turns later where later.session_id = turns.session_id and later.number > turns.number)""",
    ),
    (_WORKSHOPS,),
)

#: The tables that a file has from each version on.
TABLES_SINCE = {
    1: ("sessions", "turns"), 2: ("reflections", "commitments"), 3: ("profiles", "reviews"), 4: ("workshops",),
}  # fmt: skip


def is_ours(version: int, tables: Collection[str]) -> bool:
    """Tell whether a file of this version with these tables is one of ours."""
    return version > 0 and all(
        name in tables for since, names in TABLES_SINCE.items() if since <= version for name in names
    )


#: The version this program writes.
VERSION = len(MIGRATIONS)
