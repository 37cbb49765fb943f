"""A segment → what it may be about in this scenario, by words and by meaning, the likeliest first.

Every topic is compared in a few ways, and `chooser.toml` says how much each of them counts, and which of these numbers
were fitted to the examples of the scenarios, each left out in turn (tests/fit_chooser.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language.topics import spoken_of
from ..scenario import Concern, Counterpart, Event, Level, Scenario, Tone
from .acts import GOAL_ACTS, acts
from .examples import form_of, plain
from .points import Candidate
from .segments import Form, words_of
from .shared_words import SharedWords
from .sides import Sides
from .word_lists import word_list

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: Words by which somebody guesses at a worry.
WORRIES = re.compile(
    r"\b(?:worr\w+|afraid|scared|bother\w*|concern\w*|hesitat\w+|is it (?:the|that|because)|seems?|sounds?|feels? like|put off)\b"
)
#: How near a pattern brings an act: as near as most of the same words would.
_SURE_WORDS = 0.65
#: How many candidates are kept for a segment.
KEPT = 8


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of one topic. `kind`, `id`: as in `Candidate`; `examples`: how learners speak of it; `answers`: what
    is said to that; `about`: its name; `cues`: an author's words that sharpen it; `pattern`: words that are sure of it."""

    kind: str
    id: str
    examples: tuple[str, ...]
    answers: tuple[str, ...] = ()
    about: str = ""
    cues: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None


class Matcher:
    """Compares segments with all topics of a scenario and with the acts of the shared table."""

    def __init__(self, groups: Sequence[Group], meaning: Meaning | None, sides: Sides | None = None) -> None:
        self.groups, self._meaning = tuple(groups), meaning
        #: All that can be said, for whoever asks in the course of a talk; None where meaning is missing.
        self.sides = sides
        self._said = [tuple(map(plain, group.examples)) for group in groups]
        self._asking = [
            sum(form_of(one).asks for one in group.examples) / max(1, len(group.examples)) for group in groups
        ]
        self._examples = SharedWords(self._said)
        self._answers = SharedWords([(_in_one((*group.answers, group.about)),) for group in groups])
        self._all = SharedWords(
            [
                (*said, *map(plain, (*group.answers, group.about)))
                for said, group in zip(self._said, groups, strict=True)
            ]
        )
        self._near = meaning.among([self._texts(place) for place in range(len(groups))]) if meaning else None
        self._places = {(group.kind, group.id): place for place, group in enumerate(groups)}
        self.candidates = lru_cache(maxsize=2048)(self._compare)
        self._nearest = lru_cache(maxsize=2048)(self._nearest_of)

    def _texts(self, place: int) -> Any:
        from ..meaning.nearest import Texts

        group = self.groups[place]
        return Texts(self._said[place], [plain(text) for text in group.answers], plain(group.about))

    def features(self, said: str, form: Form) -> list[dict[str, float]]:
        """Return by how much the words `said` are near to each group, in the ways that `chooser.toml` weighs."""
        by_example, by_answer = self._examples.scores(said), self._answers.scores(said)
        asked_with, spoken_with = self._examples.covered(said), self._all.covered(said)
        near = self._near.near(said) if self._near else None
        worries = WORRIES.search(said) is not None
        rows: list[dict[str, float]] = []
        for place, group in enumerate(self.groups):
            row = {
                "words": by_example.get(place, 0.0),
                "answer_words": by_answer.get(place, 0.0),
                "asked_with": asked_with.get(place, 0.0),
                "spoken_with": spoken_with.get(place, 0.0),
                "form": 1 - abs(form.asks - self._asking[place]),
                f"{group.kind}_{'asked' if form.asks else 'told'}": 1.0,
            }
            if group.cues and spoken_of(said, group.cues):
                row["cue"] = 1.0
            if group.pattern and group.pattern.search(said):
                row["pattern"] = 1.0
            if group.kind == "named" and worries:
                row["worry_asked" if form.asks else "worry_told"] = 1.0
            if near:
                row |= near[place]._asdict()
            if near and group.kind == "act":
                row["act_nearest"] = near[place].nearest
            rows.append(row)
        return rows

    def answering(self, said: str, texts: Sequence[str]) -> list[float]:
        """Return how near each text, an answer or an example, is to the words `said`, in their order: 0–1, by meaning or by words."""
        spelt = [plain(text) for text in texts]
        if self._meaning is not None:
            return self._meaning.nearness(said, spelt)
        near = SharedWords([(text,) for text in spelt]).scores(said)
        return [near.get(place, 0.0) for place in range(len(spelt))]

    def apart(self, said: str, form: Form, examples: Sequence[str]) -> list[float]:
        """Return how near each of a topic's examples is to the words `said`, beyond what they all share: up to 1, in their
        order. One that asks for another kind of thing (who, when) is set back."""
        if not examples:
            return []
        spelt = [plain(text) for text in examples]
        near = self._meaning.apart(said, spelt) if self._meaning is not None else self.answering(said, examples)
        return [one - of_another_kind(form, text) for one, text in zip(near, examples, strict=True)]

    def best_answer(self, said: str) -> tuple[float, str, str]:
        """Return (how near, id of the fact, text) of what, among all that is known of their life, answers best."""
        if self._near is None:
            return 0.0, "", ""
        near = self._near.near(said)
        facts = [place for place, group in enumerate(self.groups) if group.kind == "fact" and group.answers]
        best = max(facts, key=lambda place: near[place].answer, default=None)
        if best is None:
            return 0.0, "", ""
        group = self.groups[best]
        scores = self.answering(said, group.answers)
        place = max(range(len(scores)), key=scores.__getitem__)
        return scores[place], group.id, group.answers[place]

    @property
    def by_meaning(self) -> bool:
        """Whether lines are compared by meaning too."""
        return self._near is not None

    def fact_like(self, pattern: re.Pattern[str]) -> Group | None:
        """Return the first fact that is asked for in words of a pattern, None if there is none."""
        facts = (group for group in self.groups if group.kind == "fact")
        return next((group for group in facts if any(pattern.search(plain(one)) for one in group.examples)), None)

    def knows_meaning(self, concern: str) -> bool:
        """Tell whether a concern has examples that a line can be compared with by its meaning."""
        return self._near is not None and ("met", concern) in self._places

    def nearness(self, said: str, kind: str, name: str) -> float:
        """Return how near the words `said` are to the examples of one topic: 0–1, 0 without any."""
        place = self._places.get((kind, name))
        return 0.0 if place is None else self._nearest(said).get(place, 0.0)

    def _nearest_of(self, said: str) -> dict[int, float]:
        if self._near:
            return {place: near.nearest for place, near in enumerate(self._near.near(said))}
        return self._examples.scores(said)

    def _compare(self, said: str, form: Form) -> tuple[Candidate, ...]:
        """Return the likeliest topics of the words `said`, best first."""
        weights = chooser()["meaning" if self._near else "words"]
        rows = self.features(said, form)
        scores = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
        ranked = sorted(range(len(rows)), key=lambda place: (-scores[place], place))
        # Plain words for an act are never out of the running.
        best = [place for number, place in enumerate(ranked) if number < KEPT or "pattern" in rows[place]]
        found = [self._candidate(said, place, scores[place], rows[place]) for place in best]
        agreeing = (_answerable(form, one) if form.asks else _agreeing(said, one) for one in found)
        return tuple(sorted(agreeing, key=lambda one: -one.score))

    def _candidate(self, said: str, place: int, score: float, row: dict[str, float]) -> Candidate:
        group = self.groups[place]
        example = self._near.example(said, place) if self._near else self._examples.example(said, place)
        words = max(row["words"], _SURE_WORDS * row.get("pattern", 0.0))
        return Candidate(group.kind, group.id, score, words, row.get("nearest", 0.0), group.examples[example])


#: Kinds of question that cannot have the same answer; and what it costs a candidate if its example is of another kind.
_APART = (Form.WHO, Form.WHEN, Form.WHERE, Form.WHY, Form.HOW_MUCH, Form.OPINION)
_OTHER_KIND, _OTHER_KIND_FAR = 1.2, 0.08
#: What it costs an example of a topic that is spoken of (0–1); an opinion is no kind of its own there.
_OTHER_SIDE, _SIDES = 0.15, _APART[:-1]


def of_another_kind(form: Form, example: str) -> float:
    """Return what it costs an example (0–1) to ask for another kind of thing than a question of this form; 0 if it does not."""
    other = form_of(example)
    return _OTHER_SIDE if other is not form and (form in _SIDES or other in _SIDES) else 0.0


#: What it costs a candidate for a statement, in score and in nearness, that one of the two denies.
_TURNED_COSTS, _TURNED_FAR = 1.2, 0.15


def _agreeing(said: str, found: Candidate) -> Candidate:
    """Return a candidate for a statement, set back if one of the two denies what the other says.

    Vectors hardly tell "I want your prices" from "I don't want your prices".
    """
    if found.kind == "fact" or _denies(said) is _denies(plain(found.example)):
        return found
    return replace(
        found, score=found.score - _TURNED_COSTS, meaning=found.meaning - _TURNED_FAR, words=found.words - _TURNED_FAR
    )


def _answerable(form: Form, found: Candidate) -> Candidate:
    """Return a candidate for a question, set back if its example asks for another kind of thing: "who", "since when"."""
    other = form_of(found.example)
    # A reason is asked for in words that little else shares, and nothing else is one.
    apart = (form in _APART and other in _APART) or form is Form.WHY
    if found.kind == "act" or form is other or not apart:
        return found
    return replace(
        found,
        score=found.score - _OTHER_KIND,
        meaning=found.meaning - _OTHER_KIND_FAR,
        words=found.words - _OTHER_KIND_FAR,
    )


def _denies(said: str) -> bool:
    return sum(word in word_list("denies") for word in words_of(said)) % 2 == 1


def groups_of(scenario: Scenario) -> Iterator[Group]:
    """Return the topics of a scenario, and then the acts that every counterpart knows."""
    for fact in scenario.facts:
        yield Group("fact", fact.id, fact.examples, fact.texts, fact.about, fact.cues)
    for reaction in scenario.reactions:
        yield Group("reaction", reaction.id, reaction.to, reaction.say)
    for concern in scenario.concerns:
        voiced = _lines(scenario, concern, Event.VOICE, Event.ANSWER, Event.NOT_YET)
        settled = _lines(scenario, concern, Event.SETTLE)
        own = (concern.thought, *concern.explained, *concern.confirmed)
        for kind, examples, answers in (
            ("named", concern.named_by, (*own, *voiced)),
            ("met", concern.met_by, settled),
            ("missed", concern.missed_by, ()),
        ):
            if examples:
                yield Group(kind, concern.id, examples, answers)
    # Nobody asks for a meeting where pay is at stake.
    goal = GOAL_ACTS.get(scenario.kind)
    fitting = (act for act in acts().values() if goal is None or act.id == goal or act.id not in GOAL_ACTS.values())
    yield from (Group("act", act.id, act.examples, pattern=act.pattern) for act in fitting)


def texts_of(scenario: Scenario) -> list[str]:
    """Return every text whose vector a talk needs, in plain spelling."""
    groups = groups_of(scenario)
    known = [plain(text) for group in groups for text in (*group.examples, *group.answers, group.about) if text]
    sides = [side for fact in scenario.facts for side in fact.follow_ups]
    sides += [side for concern in scenario.concerns for side in concern.follow_ups]
    follow_ups = [text for side in sides for text in (*side.examples, *side.say)]
    return known + [plain(text) for text in follow_ups]


def _lines(scenario: Scenario, concern: Concern, *events: Event) -> tuple[str, ...]:
    return tuple(line.say for line in scenario.lines if line.concern == concern.id and line.event in events)


@cache
def chooser() -> dict[str, dict[str, float]]:
    """Return the weights of the features, with meaning and without, and the thresholds."""
    return _table("chooser.toml")


def _table(name: str) -> dict[str, Any]:
    with Path(__file__).with_name(name).open("rb") as file:
        return tomllib.load(file)


def _in_one(texts: Iterable[str]) -> str:
    return " ".join(plain(text) for text in texts if text)


def matcher_for(scenario: Scenario, meaning: Meaning | None) -> Matcher:
    """Return the matcher of a scenario, made once for all its levels."""
    return _made(replace(scenario, level=Level.EASY, counterpart=_ANYBODY), meaning)


#: What a line is about does not depend on how the person feels.
_ANYBODY = Counterpart("", "", Tone.WARM, 0, 0, 0, 0, 0)


@lru_cache(maxsize=16)
def _made(scenario: Scenario, meaning: Meaning | None) -> Matcher:
    sides = Sides(scenario, meaning) if meaning is not None else None
    return Matcher(tuple(groups_of(scenario)), meaning, sides)
