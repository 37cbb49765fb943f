"""Whole talks as text files, replayed: what was said, and what came of it. Rewrite them with `python -m tests.test_dialogues`.

A file begins with `# scenario: NAME, seed: N`. A line that begins with `> ` is the learner's; what follows is the answer.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainer.meaning import meaning
from trainer.scenario import load
from trainer.session import Session, Turn

FOLDER = Path(__file__).parent / "dialogues"
SCENARIOS = Path(__file__).parent.parent / "scenarios"


def replayed(text: str) -> str:
    """The dialogue of a file's own lines, as the program plays it now."""
    match = re.match(r"# scenario: (\S+), seed: (\d+)", text)
    assert match, "the first line names scenario and seed"
    session = Session(load(SCENARIOS / f"{match.group(1)}.yaml"), int(match.group(2)), meaning=meaning())
    told = [match.group(), "", session.scenario.opening]
    for line in re.findall(r"^> (.+)$", text, re.M):
        told += ["", f"> {line}", *_told(session.say(line))]
        if session.outcome is not None:
            break
    return "\n".join(told) + "\n"


def _told(turn: Turn) -> list[str]:
    causes = ", ".join(f"{cause['cause']} {cause['delta']:+d}" for cause in turn.cause_list() if cause["delta"])
    rows = [
        turn.reply,
        f"  {turn.reading.kind}/{turn.reading.no_means}  {turn.before.resistance} -> {turn.after.resistance}  {causes}".rstrip(),
    ]
    if turn.outcome is not None:
        rows.append(f"  outcome: {turn.outcome}")
    return rows


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_dialogue(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert replayed(text) == text


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.txt")):
        file.write_text(replayed(file.read_text(encoding="utf-8")), encoding="utf-8")
