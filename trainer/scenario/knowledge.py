"""What a person of a scenario file knows, asks and says: `facts`, `reactions`, `questions`, `acts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .limits import LONGEST
from .model import Concern, CounterpartLine, Effect, Event, Fact, Question, Reaction, Side, When
from .node_reader import Builder
from .tree import Node

#: The keys of this part, and the lists of whole lines that a concern can have.
KNOWLEDGE = ("facts", "reactions", "questions", "acts")
CONCERN_EXAMPLES = ("named_by", "met_by", "missed_by", "explained", "confirmed")
#: Acts that can have words of their own: those that the shared bank answers (`counterpart/act_replies.toml`).
ACTS = (
    "greeting", "goodbye", "how_are_you", "thanks", "apology", "apology_push", "admission", "compliment", "kindness", "good_news",
    "bad_news", "story", "joke", "laughs", "agrees", "disagrees", "common_ground", "reassures", "backchannel", "invites_question",
    "asks_advice", "proposes_time", "proposes_way", "yes_or_no", "what_meant", "what_meant_early", "protest", "refers_back",
    "are_you_real", "trick", "threatens", "insults", "flirts", "bribe", "another_language", "says_yes", "says_no", "says_again",
    "asks_if_offer", "asks_name", "asks_privacy", "asks_if_right", "asks_if_helps", "asks_need_early", "asks_for_time",
    "figure", "too_low", "too_low_known", "takes_up_offer", "offers_help", "told_anything", "foreseen", "named_settled",
    "unknown_about_the_talk", "unknown_ever", "unknown_often", "unknown_like", "unknown_know", "unknown_think", "unknown_has",
    "unknown_has_themselves", "unknown_able", "unknown_will", "unknown_feels", "unknown_is_it", "unknown_yes_no",
    "unknown_how_long", "unknown_how_often", "unknown_when", "unknown_how_many", "unknown_how_much", "unknown_how_was_it",
    "unknown_how", "unknown_opinion", "unknown_who", "unknown_where", "unknown_why", "unknown_favourite", "unknown_kind",
    "unknown_happened", "unknown_plans", "unknown_what", "unknown_request",
)  # fmt: skip
#: A topic with fewer examples is hardly ever found.
FEWEST_EXAMPLES = 3


def build_facts(b: Builder, top: Mapping[str, Node]) -> tuple[Fact, ...]:
    """Build the facts of a file and note their faults."""
    found: dict[str, Fact] = {}
    for node in b.items(top, "facts"):
        values = b.keys(
            node,
            ["id", "about", "say"],
            ["asked", "yes_to", "no_to", "more", "cues", "details", "follow_ups"],
            where="a fact",
        )
        fact = Fact(
            _id(b, values, found, "fact"),
            _about(b, values),
            _side(b, values),
            _says(b, values, "more"),
            b.texts(values, "cues"),
            tuple(_detail(b, detail, "a detail") for detail in b.items(values, "details")),
            build_follow_ups(b, values),
        )
        _enough(b, node, len(fact.examples), "a fact is asked for by")
        found[fact.id] = fact
    return tuple(found.values())


def build_follow_ups(b: Builder, values: Mapping[str, Node]) -> tuple[Side, ...]:
    """Build the follow-ups of a fact or a concern and note their faults."""
    return tuple(_detail(b, one, "a follow-up") for one in b.items(values, "follow_ups"))


def _detail(b: Builder, node: Node, what: str) -> Side:
    values = b.keys(node, ["say"], ["asked", "yes_to", "no_to"], where=what)
    side = _side(b, values)
    if not side.examples:
        b.fault(node, f"{what} holds at least one line that asks for it", "too-few-examples")
    return side


def _side(b: Builder, values: Mapping[str, Node]) -> Side:
    asked, yes_to, no_to = (b.texts(values, key, LONGEST["example"]) for key in ("asked", "yes_to", "no_to"))
    return Side(asked, _says(b, values, "say"), yes_to, no_to)


def facts_of_lines(lines: Iterable[CounterpartLine]) -> tuple[Fact, ...]:
    """Return the facts of a file in the first version: its lines for `fact`, asked for by the words of their cues."""
    told: dict[tuple[str, ...], list[CounterpartLine]] = {}
    for line in lines:
        if line.event is Event.FACT and line.cues:
            told.setdefault(line.cues, []).append(line)
    return tuple(
        Fact(found[0].id, "", Side(cues, tuple(line.say for line in found)), cues=cues) for cues, found in told.items()
    )


def build_reactions(b: Builder, top: Mapping[str, Node]) -> tuple[Reaction, ...]:
    """Build the reactions of a file and note their faults."""
    found: dict[str, Reaction] = {}
    for node in b.items(top, "reactions"):
        values = b.keys(node, ["id", "to", "say"], ["effect"], where="a reaction")
        reaction = Reaction(
            _id(b, values, found, "reaction"),
            _examples(b, values, "to"),
            _says(b, values, "say"),
            b.choice(values, "effect", Effect, Effect.NONE),
        )
        found[reaction.id] = reaction
    return tuple(found.values())


def build_questions(b: Builder, top: Mapping[str, Node], concerns: Iterable[Concern]) -> tuple[Question, ...]:
    """Build the questions they ask and note their faults."""
    ids = [concern.id for concern in concerns]
    found: dict[str, Question] = {}
    for node in b.items(top, "questions"):
        values = b.keys(node, ["id", "ask", "taken"], ["when", "concern"], where="a question")
        question = Question(
            _id(b, values, found, "question"),
            _says(b, values, "ask"),
            _says(b, values, "taken"),
            b.choice(values, "when", When, When.ANY),
            b.text(values, "concern"),
        )
        if question.concern and question.concern not in ids:
            told = f"there is no concern {question.concern!r}{b.nearest(question.concern, ids)}"
            b.fault(values["concern"], told, "unknown-concern")
        for ask in question.ask:
            if "?" not in ask:
                b.fault(values["ask"], "a question of theirs asks something, and ends with “?”", "no-question")
        found[question.id] = question
    return tuple(found.values())


def build_acts(b: Builder, top: Mapping[str, Node]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Build their own answers to acts, by the id of the act."""
    values = b.keys(top["acts"], [], ACTS, where="acts") if "acts" in top else {}
    return tuple((name, _says(b, values, name)) for name in values)


def _id(b: Builder, values: Mapping[str, Node], found: Mapping[str, object], what: str) -> str:
    name = b.text(values, "id")
    if name and name in found:
        b.fault(values["id"], f"the {what} {name!r} stands here twice", "double-topic")
    return name


def _about(b: Builder, values: Mapping[str, Node]) -> str:
    about = b.text(values, "about")
    if len(about) > LONGEST["topic"]:
        told = f"'about' has {len(about)} characters; it is a few words, {LONGEST['topic']} at most"
        b.fault(values["about"], told, "too-long")
    return about


def _examples(b: Builder, values: Mapping[str, Node], key: str) -> tuple[str, ...]:
    texts = b.texts(values, key, LONGEST["example"])
    if key in values:
        _enough(b, values[key], len(texts), f"{key!r} holds")
    return texts


def _enough(b: Builder, node: Node, count: int, what: str) -> None:
    if count < FEWEST_EXAMPLES:
        told = f"{what} at least {FEWEST_EXAMPLES} lines in different words; with fewer it is hardly ever found"
        b.fault(node, told, "too-few-examples")


def _says(b: Builder, values: Mapping[str, Node], key: str) -> tuple[str, ...]:
    return b.texts(values, key, LONGEST["say"])
