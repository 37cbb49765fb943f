"""The parts of a scenario: plain values that never change, read from one file each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from .levels import Level, harder


class Kind(StrEnum):
    COFFEE = "coffee"
    MEETING = "meeting"
    SALARY = "salary"
    OTHER = "other"


class Tone(StrEnum):
    """How the counterpart talks; selects the shared bank of replies."""

    WARM = "warm"
    BRISK = "brisk"
    FORMAL = "formal"
    DRY = "dry"


class Outcome(StrEnum):
    """How a session ends."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    POSTPONED = "postponed"
    COUNTERFEIT_YES = "counterfeit_yes"
    REFUSED = "refused"
    WALKED_AWAY = "walked_away"
    WITHDRAWN = "withdrawn"
    UNFINISHED = "unfinished"


class Event(StrEnum):
    """What a reply of the counterpart answers. Each is explained in `scenarios/README.md`."""

    AGREE = "agree"
    NOT_YET = "not_yet"
    COUNTERFEIT = "counterfeit"
    REFUSE = "refuse"
    POSTPONE = "postpone"
    WALK_AWAY = "walk_away"
    WITHDRAW = "withdraw"
    SIDE_ASK = "side_ask"
    QUESTION = "question"
    VOICE = "voice"
    ACKNOWLEDGE = "acknowledge"
    SETTLE = "settle"
    ANSWER = "answer"
    OPEN_ANSWER = "open_answer"
    WRONG_LABEL = "wrong_label"
    MIRROR = "mirror"
    AUDIT = "audit"
    AUTONOMY = "autonomy"
    PRESSURE = "pressure"
    REPEAT = "repeat"
    REASON = "reason"
    OFFER = "offer"
    THANKS = "thanks"
    SMALL_TALK = "small_talk"
    UNCLEAR = "unclear"
    COUNTER_OFFER = "counter_offer"
    TOO_HIGH = "too_high"
    TRADE = "trade"
    LAST_OFFER = "last_offer"
    PART = "part"
    FACT = "fact"
    TOLD = "told"


#: Events about one concern, whose id their lines must give.
CONCERN_EVENTS = frozenset({Event.VOICE, Event.ACKNOWLEDGE, Event.SETTLE, Event.ANSWER})


#: Events whose lines state what is on offer, as {amount}.
AMOUNT_EVENTS = frozenset({Event.COUNTER_OFFER, Event.LAST_OFFER, Event.PART})
#: Events that answer an ask, so that their lines may depend on what "No" means.
ASK_EVENTS = frozenset(
    {Event.AGREE, Event.NOT_YET, Event.COUNTERFEIT, Event.REFUSE, Event.POSTPONE, Event.SIDE_ASK, Event.WALK_AWAY}
    | AMOUNT_EVENTS
    | {Event.TRADE, Event.TOO_HIGH}
)
#: The placeholder for an amount in a line.
AMOUNT = "{amount}"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a topic: lines that have the same answer.

    `asked`: open questions and remarks; `yes_to`, `no_to`: questions and guesses that they affirm, or deny, before they say
    more; `say`: the answers, each to any of those lines.
    """

    asked: tuple[str, ...]
    say: tuple[str, ...]
    yes_to: tuple[str, ...] = ()
    no_to: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """All lines by which people ask about it."""
        return (*self.asked, *self.yes_to, *self.no_to)


@dataclass(frozen=True, slots=True)
class Concern:
    """A worry of the counterpart.

    `thought`: in the counterpart's own words; `cues`: words by which a line is recognised as speaking of it;
    `settled_by`: words of an offer, reason or free choice that settle it. Whole lines, as examples: `named_by` name it,
    `met_by` meet it, `missed_by` speak of it without meeting it. What they say: `explained` when asked what they mean,
    `confirmed` when somebody has guessed it; `follow_ups`: as those of a fact, once it has been spoken of.
    """

    id: str
    thought: str
    cues: tuple[str, ...]
    settled_by: tuple[str, ...]
    named_by: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    missed_by: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    follow_ups: tuple[Side, ...] = ()


class Effect(StrEnum):
    """How they take something that the learner tells them."""

    WARMS = "warms"
    NONE = "none"
    STINGS = "stings"


class When(StrEnum):
    """When they ask a question of their own: before the learner has said what they want, after, or at any time."""

    EARLY = "early"
    ASKED = "asked"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Fact:
    """One narrow thing about their life, work or opinions.

    `about`: what it is, as they would say it ("my uncle's workshop"); `main`: what is mostly asked about it; `more`: what
    they add when asked further; `cues`: words that sharpen the examples; `details`: what is asked about it besides (how
    many, since when), with answers of its own; `follow_ups`: what people ask once it has been spoken of ("and when was
    that?"), or named in the question.
    """

    id: str
    about: str
    main: Side
    more: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    details: tuple[Side, ...] = ()
    follow_ups: tuple[Side, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """All lines by which people ask about it out of the blue, on whichever side."""
        return tuple(example for side in (self.main, *self.details) for example in side.examples)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that they can say about it but to follow-ups."""
        return (*self.main.say, *self.more, *(text for side in self.details for text in side.say))


@dataclass(frozen=True, slots=True)
class Reaction:
    """Something the learner may tell. `to`: lines that tell it; `say`: what they answer; `effect`: how they take it."""

    id: str
    to: tuple[str, ...]
    say: tuple[str, ...]
    effect: Effect = Effect.NONE


@dataclass(frozen=True, slots=True)
class Question:
    """Something they ask. `concern`: asked only while that worry stands; `taken`: said to any sensible answer."""

    id: str
    ask: tuple[str, ...]
    taken: tuple[str, ...]
    when: When = When.ANY
    concern: str = ""


@dataclass(frozen=True, slots=True)
class CounterpartLine:
    """Something the counterpart can say: the `event` it answers, and when it fits.

    `resistance`: inclusive band, 0–100 points. `concern`: the id it speaks of, "" for any. `cues`: words of which the
    learner's line must hold one; without cues any line will do.
    """

    id: str
    event: Event
    say: str
    concern: str = ""
    resistance: tuple[int, int] = (0, 100)
    no_means: str = ""
    cues: tuple[str, ...] = ()

    @property
    def specificity(self) -> int:
        """How closely the line fits when it fits: 2 for its cues, 1 for its concern, added up.

        `no_means` and the band do not count. They only keep a line from where it makes no sense; if they counted, they
        would silence all other lines in the one situation they allow.
        """
        return bool(self.concern) + 2 * bool(self.cues)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The simulated person.

    `warmth`, `pride`: 0–100, 50 is ordinary. `resistance`, `trust`, `patience`: at the opening, 0–100. `portrait`: the
    face shown, "" for one chosen by the name.
    """

    name: str
    role: str
    tone: Tone
    warmth: int
    pride: int
    resistance: int
    trust: int
    patience: int
    portrait: str = ""


#: The faces in `assets/portraits`.
PORTRAITS = tuple(f"face-{number}" for number in range(1, 9))


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be agreed. `cues`: words by which an ask is recognised as asking for it."""

    what: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A facilitator's note: what the scenario is good for, and three questions for the debrief."""

    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Another thing they can give. `cues`: words by which an ask for it is recognised; `say`: how they grant it."""

    id: str
    cues: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Bargain:
    """The bargaining of a scenario; amounts in units of the currency, or points of percent.

    `wanted`: what the learner would like; `offer`: their first offer; `limit`: the most they could do, which they never
    say; `steps`: how far they move each time they get something for it.
    """

    unit: str
    currency: str
    wanted: float
    offer: float
    limit: float
    steps: tuple[float, ...]
    swaps: tuple[Swap, ...]

    def shown(self, amount: float) -> str:
        """Format an amount as it is said: "4 percent", "$61,000", "€56.50"."""
        whole = (
            f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}" if self.unit == "money" else f"{amount:g}"
        )
        if self.unit == "percent":
            return f"{whole} percent"
        sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(self.currency)
        return f"{sign}{whole}" if sign else f"{whole} {self.currency}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One practice talk. `id`: the name of its file without suffix."""

    id: str
    title: str
    kind: Kind
    level: Level
    brief: str
    goal: Goal
    counterpart: Counterpart
    opening: str
    concerns: tuple[Concern, ...]
    lines: tuple[CounterpartLine, ...]
    endings: dict[Outcome, str] = field(hash=False)
    model_lines: tuple[str, ...] = ()
    #: Lines that sound good and work badly.
    tempting_lines: tuple[str, ...] = ()
    note: Note | None = None
    #: What comes up at the hard level, as they say it; "" for nothing.
    setback: str = ""
    #: Held back for testing oneself: no hints and no better lines, and its results are counted separately.
    held_back: bool = False
    bargain: Bargain | None = None
    #: What they know, how they take what they are told, and what they ask.
    facts: tuple[Fact, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    questions: tuple[Question, ...] = ()
    #: Their own words for acts of the shared bank (`counterpart/acts.toml`), by the id of the act.
    acts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __hash__(self) -> int:
        # Equal scenarios have it in common; reckoning it from ten thousand texts would take as long as answering a line.
        return hash((self.id, self.level, self.opening))

    def at_level(self, level: Level) -> Scenario:
        """Return the scenario with an easier or harder person. The numbers in the file hold for its own level."""
        steps = list(Level).index(level) - list(Level).index(self.level)
        if not steps:
            return self
        person = self.counterpart
        shifted = {key: min(95, max(5, getattr(person, key) + steps * by)) for key, by in harder().items()}
        return replace(self, level=level, counterpart=replace(person, **shifted))

    def said_to(self, act: str) -> tuple[str, ...]:
        """Return their own answers to an act, () where the shared bank has to do."""
        return next((texts for name, texts in self.acts if name == act), ())

    def fact(self, fact_id: str) -> Fact:
        """Return the fact with this id. Raises KeyError if there is none."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    def concern(self, concern_id: str) -> Concern:
        """Return the concern with this id. Raises KeyError if there is none."""
        for concern in self.concerns:
            if concern.id == concern_id:
                return concern
        raise KeyError(concern_id)
