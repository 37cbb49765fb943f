"""The learner's own upcoming talk: from a short form to a scenario file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..plain_files import write_whole, yaml_files
from ..safe_text import APOSTROPHES, composed, heard, in_word, is_blank, seen
from .faults import first_error
from .knowledge import CONCERN_EXAMPLES
from .limits import LONGEST_CUE
from .load import check
from .model import PORTRAITS, Kind, Tone
from .wording import COMMON

#: The number of worries the form asks for.
WORRIES = 3
#: Signs inside a name that are no part of a word: "Jean-Luc", "O'Neill", "Dr. No", "Gal·la".
_IN_NAMES = f"-‐‑·.{APOSTROPHES}"
#: Words of what is wanted with fewer letters say too little to recognise an ask for it.
_TELLING = 4
#: Fields that have to be filled in, each with what the form asks there.
_ASKED = {"name": "Who is it?", "role": "Who are they to you?", "want": "What would you like?"}


@dataclass(frozen=True, slots=True)
class Worry:
    """A worry the form offers. `thought`: what they might think; empty if the learner has to write it."""

    id: str
    name: str
    thought: str
    cues: tuple[str, ...]
    settled_by: tuple[str, ...]
    #: Its lists of whole lines, by the key they have in a scenario file; none for a worry of the learner's own.
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """The filled-in form. `want`: as "a meeting on Tuesday". `worries`: (id in the table, the learner's wording)."""

    name: str
    role: str
    want: str
    worries: tuple[tuple[str, str], ...]
    tone: Tone = Tone.WARM
    kind: Kind = Kind.OTHER
    #: One of `PORTRAITS`; "" lets the name decide.
    portrait: str = ""


@cache
def _file() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


@cache
def worries() -> dict[str, Worry]:
    """Return the worries the form offers, by id."""
    return {
        row["id"]: Worry(
            row["id"],
            row["name"],
            row["thought"],
            tuple(row["cues"]),
            tuple(row["settled_by"]),
            {key: tuple(row[key]) for key in CONCERN_EXAMPLES if key in row},
        )
        for row in _file()["worry"]
    }


def first_empty(talk: OwnTalk) -> str:
    """Return the name of the first field that has to be filled in and is not, "" where all are."""
    return next((name for name in _ASKED if is_blank(getattr(talk, name))), "")


def save(talk: OwnTalk, folder: Path) -> Path:
    """Write the talk to a new scenario file in the folder and return its path.

    Raises TrainerError for an empty field, for text that cannot stand in a scenario, or if the disk refuses.
    """
    if empty := first_empty(talk):
        raise TrainerError(f"One field is still empty: “{_ASKED[empty]}”")
    if not talk.worries:
        raise TrainerError("Please choose at least one worry they may have.")
    _check_words(talk)
    path = _free(folder, talk.name)
    try:
        write_whole(path, text(talk))
    except TrainerError as error:
        raise TrainerError(f"The talk cannot be saved as {error}. Please check the disk.") from error
    scenario, faults = check(path)
    if scenario is None:
        path.unlink()
        fault = first_error(faults) or faults[0]
        raise TrainerError(f"This does not make a scenario yet: {fault.sentence}")
    return path


def _check_words(talk: OwnTalk) -> None:
    """Raise TrainerError for a field none of whose words a line could be recognised by, since the only one is too long."""
    own = [said for worry_id, thought in talk.worries if (said := _one_line(thought)) and not worries()[worry_id].cues]
    for said in (_one_line(talk.want), *own):
        if not goal_cues(said):
            raise TrainerError(
                f"“{said}” is too long for one word; please say it in words of up to {LONGEST_CUE} letters."
            )


def _free(folder: Path, name: str) -> Path:
    """Return the path of a file that does not exist yet."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "talk"
    taken = {path.stem for path in yaml_files(folder)}
    number = 1
    while (stem := f"own_{slug}" + (f"_{number}" if number > 1 else "")) in taken:
        number += 1
    return folder / f"{stem}.yaml"


def text(talk: OwnTalk) -> str:
    """Return the scenario file of a talk. Texts are JSON strings, which are valid YAML whatever was typed."""
    words = {"name": _name(talk.name), "role": _one_line(talk.role), "want": _one_line(talk.want)}
    about = {key: value.format(**words) for key, value in _file()["talk"].items() if isinstance(value, str)}
    rows = [
        f"title: {_quoted(about['title'][:60])}",
        f"kind: {talk.kind}",
        "level: medium",
        f"brief: {_quoted(about['brief'])}",
        f"goal: {{what: {_quoted(words['want'])}, cues: {_list(goal_cues(words['want']))}}}",
        "counterpart:",
        f"  name: {_quoted(words['name'])}",
        f"  role: {_quoted(words['role'])}",
        f"  persona: {{tone: {talk.tone}}}",
        *([f"  portrait: {talk.portrait}"] if talk.portrait in PORTRAITS else []),
        "  start: {resistance: 58, trust: 45, patience: 76}",
        f"opening: {_quoted(about['opening'])}",
        "concerns:",
    ]
    chosen = list(_chosen(talk.worries))
    for worry in chosen:
        rows += [f"  - id: {worry.id}", f"    thought: {_quoted(worry.thought)}", f"    cues: {_list(worry.cues)}",
                 f"    settled_by: {_list(worry.settled_by)}"]  # fmt: skip
        rows += [f"    {key}: {_list(texts)}" for key, texts in worry.lines.items()]
    rows.append("lines:")
    rows += [f"  - {{event: {event}, say: {_quoted(say)}}}" for event, say in _general_lines()]
    rows += [f"  - {{event: {event}, concern: {cid}, say: {_quoted(say)}}}" for event, cid, say in _worry_lines(chosen)]
    rows.append("endings:")
    rows += [f"  {outcome}: {_quoted(ending)}" for outcome, ending in _file()["endings"].items()]
    for key in ("model_lines", "tempting_lines"):
        rows.append(f"{key}: {_list([line.format(**words) for line in _file()['talk'][key]])}")
    return "\n".join(rows) + "\n"


def goal_cues(want: str) -> list[str]:
    """Return the words by which an ask for `want` is recognised: the telling ones, or as many of the first as fit.

    None if there is only one word, which is too long.
    """
    words = "".join(char if in_word(char) else " " for char in heard(want).lower()).split()
    telling = [word for word in words if word.isdigit() or _TELLING <= len(word) <= LONGEST_CUE]
    found = dict.fromkeys(word for word in telling if word not in COMMON and word not in _file()["passing"])
    return list(found) or _beginning(want.lower())


def _beginning(text: str) -> list[str]:
    """Return the first words of a text as one cue; none if the first is longer than a cue may be."""
    words = text.split()
    fits = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    return [cue for cue in fits if len(cue) <= LONGEST_CUE][-1:]


def _chosen(pairs: Sequence[tuple[str, str]]) -> Iterator[Worry]:
    """Yield the chosen worries with the learner's thoughts; an id chosen twice gets a number."""
    seen: dict[str, int] = {}
    for worry_id, thought in pairs[:WORRIES]:
        known = worries()[worry_id]
        seen[worry_id] = seen.get(worry_id, 0) + 1
        own_id = worry_id if seen[worry_id] == 1 else f"{worry_id}_{seen[worry_id]}"
        said = _one_line(thought) or known.thought or known.name
        own_cues = [word for word in goal_cues(said) if word not in known.cues]
        # A worry in words of one's own is another one, so that the common lines about it would be out of place.
        lines = known.lines if said == known.thought and own_id == worry_id else {}
        yield Worry(own_id, known.name, said, (*known.cues, *own_cues), known.settled_by, lines)


def _general_lines() -> Iterator[tuple[str, str]]:
    for event, says in _file()["lines"].items():
        if event.removesuffix("_again") not in ("voice", "acknowledge", "settle", "answer"):
            yield from ((event, say) for say in says)


def _worry_lines(chosen: Sequence[Worry]) -> Iterator[tuple[str, str, str]]:
    lines = _file()["lines"]
    for place, worry in enumerate(chosen):
        for event in ("voice", "acknowledge", "settle", "answer"):
            for key in (event, f"{event}_again"):
                yield event, worry.id, lines[key][place].format(worry=worry.thought)


def _one_line(value: str) -> str:
    """Return a text without line breaks, control characters and the braces of placeholders."""
    return " ".join("".join(char if char.isprintable() and char not in "{}" else " " for char in value).split())


def _name(value: str) -> str:
    """Return a name that can stand in a sentence: its words, and the signs that names have; "They" if nothing is left."""
    typed = composed(value)
    kept = (char if in_word(char) or char in _IN_NAMES else " " * bool(seen(char)) for char in typed)
    return " ".join("".join(kept).split()).strip(" .-") or "They"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
