"""The drill card on the screen, and its right answer, from the files of cards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from .eyes import Eyes
from .program import ROOT

_KEYS = {"accept": "a", "refuse": "r", "none": "n"}


@dataclass(frozen=True, slots=True)
class OnScreen:
    """`key`: the key that answers it, "" where the answer is typed. `lines`: to choose from, none for most."""

    id: str
    kind: str
    answer: str
    lines: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        return self.kind in ("flip", "name", "say")

    @property
    def key(self) -> str:
        return _KEYS.get(self.answer, self.answer)


@cache
def _cards() -> tuple[dict[str, Any], ...]:
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "scenarios" / "drills").glob("*.yaml")):
        whole = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        found += [{"kind": whole.get("kind"), **card} for card in whole["cards"]]
    return tuple(found)


class Answers:
    """Knows the right answer to the card that is showing."""

    def card(self, eyes: Eyes) -> OnScreen | None:
        """The card on the screen, None when none is."""
        texts = [node.name for node in eyes.nodes() if node.name]
        if not any(text.startswith("Card ") for text in texts):
            return None
        whole = "\n".join(texts)
        return next((_on_screen(card) for card in _cards() if _shown(card, whole)), None)


def _shown(card: dict[str, Any], whole: str) -> bool:
    words = card.get("prompt") or card.get("says")
    if words:
        return f"“{' '.join(str(words).split())}”" in whole
    # What the counterpart says on a "say it" card stands in no file.
    return all(str(line) in whole for line in card.get("lines") or [card["situation"]])


def _on_screen(card: dict[str, Any]) -> OnScreen:
    answer = card.get("answer") or card["model"]
    return OnScreen(card["id"], card["kind"], str(answer), tuple(card.get("lines", ())))
