"""Rules about the words of a scenario: what is said where, placeholders, quotation marks, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from ..language import MoveKind, read
from ..safe_text import heard
from .limits import LONGEST, MOST_ITEMS
from .model import AMOUNT, AMOUNT_EVENTS, ASK_EVENTS, CONCERN_EVENTS, Event, Scenario
from .node_reader import Builder
from .tree import MappingNode, Node, ScalarNode, SequenceNode

LONGEST_BRIEF = 120
#: Events whose lines follow an opening word that the program chooses.
_AFTER_PARTICLE = (Event.AGREE, Event.NOT_YET, Event.COUNTERFEIT, Event.REFUSE, Event.POSTPONE)
_PARTICLE = re.compile(r"(?i)(yes|no|sure)\b")
_PLACE_HOLDER = re.compile(r"\{[^}]*\}?|\}")
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]{3,}\b")
#: Words so frequent that a cue made of one would match every other line.
COMMON = frozenset(
    [
        "i",
        "you",
        "we",
        "it",
        "is",
        "are",
        "the",
        "a",
        "an",
        "and",
        "to",
        "of",
        "in",
        "on",
        "for",
        "that",
        "this",
        "do",
        "not",
        "what",
        "would",
        "could",
        "be",
        "my",
        "your",
    ]
)
#: Above this many points of resistance nobody agrees, at any level.
_HIGHEST_AGREEMENT = 50


def check_words(b: Builder, scenario: Scenario, root: Node) -> None:
    """Note every fault of wording, at the place where it stands."""
    nodes = {str(key.value): value for key, value in root.value} if isinstance(root, MappingNode) else {}
    if len(scenario.brief.split()) > LONGEST_BRIEF:
        words = len(scenario.brief.split())
        b.fault(
            nodes["brief"], f"the brief has {words} words; {LONGEST_BRIEF} are read before a talk", "brief-too-long"
        )
    lines = nodes["lines"].value if isinstance(nodes.get("lines"), SequenceNode) else []
    for line, node in zip(scenario.lines, lines, strict=False):
        _check_line(b, line.event, line.say, line.concern, line.no_means, line.resistance, node)
    for node in _texts(root):
        _check_marks(b, node)
    _check_names(b, scenario, root)
    _check_cues(b, nodes)
    _check_examples(b, nodes)


def _check_line(
    b: Builder, event: Event, say: str, concern: str, no_means: str, band: tuple[int, int], node: Node
) -> None:
    if event in _AFTER_PARTICLE and _PARTICLE.match(say):
        b.fault(
            node,
            f"a line for {event!s} follows the word the program puts in front; begin after it",
            "begins-with-yes-or-no",
        )
    if concern and event not in CONCERN_EVENTS | {Event.NOT_YET}:
        b.fault(node, f"lines for {event!s} speak of no concern, so this one can never be chosen", "never-chosen")
    if no_means and event not in ASK_EVENTS:
        b.fault(node, f"{event!s} answers no ask, so with 'no_means' this line can never be chosen", "no-means-unused")
    if event is Event.AGREE and band[0] > _HIGHEST_AGREEMENT:
        b.fault(
            node,
            f"nobody agrees at {band[0]} points of resistance, so this line can never be chosen",
            "band-out-of-reach",
        )
    if event in AMOUNT_EVENTS and AMOUNT not in say:
        b.fault(
            node,
            f"a line for {event!s} names what is on offer: write {AMOUNT} where the figure belongs",
            "amount-missing",
        )
    strange = [found for found in _PLACE_HOLDER.findall(say) if found != AMOUNT or event not in AMOUNT_EVENTS]
    if strange:
        b.fault(node, f"{strange[0]!r} stands for nothing here", "stray-place-holder")


def _texts(root: Node) -> Iterator[ScalarNode]:
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, MappingNode):
            todo.extend(value for _, value in node.value)
        elif isinstance(node, SequenceNode):
            todo.extend(node.value)


def _check_marks(b: Builder, node: ScalarNode) -> None:
    """Warn of a mark without its partner; it may be an inch sign, a smiley, or a list such as “a)”."""
    text = str(node.value)
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        b.warn(node, "a quotation mark has no partner in this text", "unpaired-quotes")
    if text.count("(") != text.count(")"):
        b.warn(node, "a bracket has no partner in this text", "unpaired-brackets")


def _check_names(b: Builder, scenario: Scenario, root: Node) -> None:
    """Warn of words one letter away from a part of the counterpart's name: "Wieczorck", but Petra may know a Petrus too."""
    name = scenario.counterpart.name
    if (
        len(name) > LONGEST["name"]
    ):  # which is a fault of its own; to compare all its words takes the square of their number
        return
    names = {part for part in heard(name).split() if len(part) > len("Anna")}
    for node in _texts(root):
        for word in _NAME.findall(heard(str(node.value))):
            for part in names:
                if word not in names and word[0] == part[0] and OSA.distance(word, part, score_cutoff=1) == 1:
                    b.warn(node, f"{word!r} here, {part!r} in the counterpart's name", "name-in-two-spellings")


def _check_cues(b: Builder, nodes: dict[str, Node]) -> None:
    for concern in nodes["concerns"].value if isinstance(nodes.get("concerns"), SequenceNode) else []:
        for key, value in concern.value if isinstance(concern, MappingNode) else []:
            if key.value not in ("cues", "settled_by") or not isinstance(value, SequenceNode):
                continue
            for item in value.value:
                if str(item.value).lower() in COMMON:
                    b.fault(
                        item, f"{str(item.value)!r} is in every other line; choose a word that tells", "cue-too-common"
                    )


def _check_examples(b: Builder, nodes: dict[str, Node]) -> None:
    """Note model lines that push, and tempting lines that are no-oriented asks."""
    for item in _items(nodes, "model_lines"):
        if read(str(item.value)).kind in (MoveKind.YES_ORIENTED_ASK, MoveKind.PRESSURE):
            b.fault(item, "this model line is heard as a push for yes", "model-line-pushes")
    for item in _items(nodes, "tempting_lines"):
        if read(str(item.value)).kind is MoveKind.NO_ORIENTED_ASK:
            b.fault(item, "this tempting line is heard as a good one", "tempting-line-good")


def _items(nodes: dict[str, Node], key: str) -> list[Node]:
    """Return the items of a list that are within the limits; reading others could take too long."""
    node = nodes.get(key)
    items = node.value[:MOST_ITEMS] if isinstance(node, SequenceNode) else []
    return [item for item in items if len(str(item.value)) <= LONGEST["model_line"]]
