"""What the counterpart keeps of a talk: what is under discussion, what was told, what they asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Memory:
    """What was said so far, besides the words. Each field is plain, so that it can be stored.

    `topic`: what the last reply spoke of, as in `Point.topic`; `told`: topics that were spoken of, one entry for each
    time; `question`: the id of their own question that waits for an answer; `questions`: those they have asked;
    `asked_on`: the turn of the last one; `pushed`: the learner has pushed and not said sorry for it; `line`: the last line that
    asked something, until they are told something else.
    """

    topic: str = ""
    told: tuple[str, ...] = ()
    question: str = ""
    questions: tuple[str, ...] = ()
    asked_on: int = -9
    pushed: bool = False
    line: str = ""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Memory:
        """Rebuild it from stored values; what older ones lack begins empty. Raises TypeError or ValueError for no such values."""
        if not isinstance(values, Mapping):
            raise TypeError("what is kept of a talk is a mapping")
        lists = {name: tuple(values.get(name, ())) for name in ("told", "questions")}
        return cls(
            topic=str(values.get("topic", "")),
            question=str(values.get("question", "")),
            asked_on=int(values.get("asked_on", -9)),
            pushed=bool(values.get("pushed", False)),
            line=str(values.get("line", "")),
            **lists,
        )
