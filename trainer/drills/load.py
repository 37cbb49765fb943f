"""Card files → cards, with all their faults by line. The reader must hear every card as its author means it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import TrainerError
from ..language import MoveKind, read
from ..plain_files import FileRefused, trouble, understood, yaml_files
from ..safe_text import as_argument
from ..scenario.faults import Fault, decoded, fault_of, first_error, read_text
from ..scenario.node_reader import Builder
from ..scenario.tree import Node, ScalarNode, parse
from .cards import FINDABLE, Card, DrillKind, Skill
from .judge import judge
from .verdict import Verdict

_TEXT = {
    DrillKind.FLIP: ("situation", "prompt", "model"),
    DrillKind.NO_MEANS: ("prompt", "answer"),
    DrillKind.SPOT: ("find", "lines", "answer"),
    DrillKind.NAME: ("says", "feels", "model"),
    DrillKind.SAY: ("situation", "scenario", "model"),
}
_MAY = {DrillKind.SAY: ("after",)}
_HEAD = ("id", "skill", "difficulty", "explanation")
#: The number of lines of a "spot it" card, and the longest of them in characters.
LINES, LONGEST = 4, 240
#: The most lines that are said before the moment of a "say it" card, in its dry run.
MOST_BEFORE = 4
#: Judges the model answer of a "say it" card. Raises TrainerError where its scenario cannot be played up to there.
Rehearsal = Callable[[Card], Verdict]


def is_drill_file(path: Path) -> bool:
    """Tell by its folder whether a file holds cards rather than a scenario."""
    return "drills" in (path.absolute().parent.name, path.parent.resolve().name)


@dataclass(frozen=True, slots=True)
class Deck:
    """A file of cards. `faults`: *all* of them, by line; with an error among them it has no cards.

    `ids`: of its cards, also where they have faults: they come back when their author has mended them.
    """

    title: str = ""
    cards: tuple[Card, ...] = ()
    faults: tuple[Fault, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The cards of some folders. `ids`: as in a deck; `left_out`: why a file or a folder gives none, a sentence each."""

    cards: tuple[Card, ...] = ()
    ids: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()


def check_cards(
    path: Path, heard: bool = True, rehearsal: Rehearsal | None = None
) -> tuple[tuple[Card, ...], list[Fault]]:
    """Return the cards of a file and *all* its faults, by line; no cards if there are any.

    `heard`: also check that the reader hears each card as its author means it, which takes longer; with a `rehearsal`
    also what the counterpart makes of the model answer of a "say it" card.
    """
    deck = _deck_in(lambda: read_text(path), heard, rehearsal)
    return deck.cards, list(deck.faults)


def deck_of(data: bytes, rehearsal: Rehearsal | None = None) -> Deck:
    """Return the deck of the bytes of a file that is not on the disk."""
    return _deck_in(lambda: decoded(data), heard=True, rehearsal=rehearsal)


def _deck_at(path: Path) -> Deck:
    return _deck_in(lambda: read_text(path), heard=False)


def _deck_in(text: Callable[[], str], heard: bool, rehearsal: Rehearsal | None = None) -> Deck:
    try:
        root = parse(text())
        return understood(lambda: _deck(root, heard, rehearsal), "this cannot be read as a file of cards")
    except FileRefused as refusal:
        return Deck(faults=(fault_of(refusal),))


def _deck(root: Node, heard: bool, rehearsal: Rehearsal | None) -> Deck:
    b = Builder()
    top = b.keys(root, ["title", "kind", "cards"], where="a file of cards")
    kind = b.choice(top, "kind", DrillKind, DrillKind.FLIP)
    cards: dict[str, Card] = {}
    for node in b.items(top, "cards"):
        before = len(b.faults)
        card = _card(b, node, kind)
        if card.id in cards:
            b.fault(node, f"the card {card.id!r} stands here twice", "double-card")
        cards[card.id] = card
        if heard and not first_error(b.faults[before:]):
            _check_heard(b, node, card, rehearsal)
    title, faults = b.text(top, "title"), sorted(b.faults)
    sound = () if first_error(faults) else tuple(cards.values())
    return Deck(title, sound, tuple(faults), tuple(id_ for id_ in cards if id_))


def load_cards(folders: Iterable[Path]) -> tuple[Card, ...]:
    """Return all cards of some folders, by file name, without those of files with a fault."""
    return shelf(folders).cards


def shelf(folders: Iterable[Path]) -> Shelf:
    """Read the files of cards of some folders; one that cannot be read keeps no other from being read."""
    cards: list[Card] = []
    ids: set[str] = set()
    left_out: list[str] = []
    for folder in folders:
        left_out += filter(None, [trouble(folder)])
        for path in yaml_files(folder):
            deck = _deck_at(path)
            error = first_error(deck.faults)
            if error:
                left_out.append(f"{error.shown(path)}. Run “trainer check {as_argument(path)}” to see every fault.")
            cards += deck.cards
            ids.update(deck.ids)
    return Shelf(tuple(cards), frozenset(ids), tuple(left_out))


def _card(b: Builder, node: Node, kind: DrillKind) -> Card:
    values = b.keys(node, [*_HEAD, *_TEXT[kind]], _MAY.get(kind, ()), where="a card")
    difficulty = b.number(values, "difficulty", 1)
    if difficulty not in (1, 2, 3):
        b.fault(values["difficulty"], "'difficulty' is 1, 2 or 3", "bad-difficulty")
    texts = {name: b.text(values, name) for name in ("prompt", "situation", "model", "says", "find", "scenario")}
    given = values.get("answer")
    texts["answer"] = str(given.value) if isinstance(given, ScalarNode) else ""
    lines, feels = b.texts(values, "lines", LONGEST), b.texts(values, "feels")
    after = b.texts(values, "after", LONGEST) if "after" in values else ()
    if len(after) > MOST_BEFORE:
        b.fault(values["after"], f"'after' has {len(after)} lines; {MOST_BEFORE} are the most", "too-many")
    if kind is DrillKind.SPOT and "lines" in values and len(lines) != LINES:
        b.fault(values["lines"], f"a card to spot in has {LINES} lines, not {len(lines)}", "four-lines")
    if kind is DrillKind.SPOT and texts["find"] not in FINDABLE:
        b.fault(values.get("find", node), f"'find' is one of {', '.join(FINDABLE)}", "unknown-value")
    allowed = {DrillKind.NO_MEANS: ("accept", "refuse", "none"), DrillKind.SPOT: ("1", "2", "3", "4")}.get(kind)
    if allowed and texts["answer"] not in allowed:
        b.fault(values.get("answer", node), f"'answer' is one of {', '.join(allowed)}", "unknown-value")
    return Card(
        b.text(values, "id"), kind, b.choice(values, "skill", Skill, Skill.NO_ORIENTED_ASK), difficulty,
        b.text(values, "explanation"), lines=lines, feels=feels, after=after, **texts,
    )  # fmt: skip


def _check_heard(b: Builder, node: Node, card: Card, rehearsal: Rehearsal | None) -> None:
    """Note a card that the reader hears otherwise: the drill would teach one thing and judge another."""
    if card.kind is DrillKind.NO_MEANS:
        heard = read(card.prompt).no_means
        if heard != card.answer:
            b.fault(node, f"the reader hears {heard!s} here, the card says {card.answer}", "heard-otherwise")
    elif card.kind is DrillKind.SPOT:
        found = [str(number) for number, line in enumerate(card.lines, start=1) if read(line).has(MoveKind(card.find))]
        if found != [card.answer]:
            b.fault(
                node,
                f"the reader finds {card.find} in {', '.join(found) or 'no line'}, the card in {card.answer}",
                "heard-otherwise",
            )
    elif card.kind is DrillKind.SAY:
        if rehearsal is not None:
            _check_said(b, node, card, rehearsal)
    else:
        verdict = judge(card, card.model)
        if not verdict.right:
            b.fault(node, f"the model answer does not pass: {verdict.failed}", "model-fails")
        if card.kind is DrillKind.FLIP and read(card.prompt).no_means != "refuse":
            b.fault(node, "the prompt is not heard as a yes-oriented ask", "heard-otherwise")


def _check_said(b: Builder, node: Node, card: Card, rehearsal: Rehearsal) -> None:
    """Note a card whose scenario cannot be played, or whose model answer the counterpart does not take well."""
    try:
        verdict = rehearsal(card)
    except TrainerError as error:
        b.fault(node, str(error), "no-moment")
        return
    if not verdict.right:
        b.fault(node, f"the model answer does not pass: {verdict.said}", "model-fails")
