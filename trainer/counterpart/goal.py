"""Whether a line asks for the goal, or only for leave to speak."""

from __future__ import annotations

import re

from ..language import Ask, MoveKind, NoMeans, Reading
from ..language.topics import spoken_of, stems
from ..scenario import Kind, Scenario
from .figures import figure
from .state import State

#: Up to this many words, a proposal says too little to be about something else than the goal; and words of a demand.
_SHORT_PROPOSAL = 2
_SHORT_DEMAND = 7
#: From so many minutes on, somebody wants more than a word in passing.
_LONGER_THAN_A_WORD = 15
#: A line with one of these words tells something, so it demands nothing.
_TELLERS = {"i", "he", "she", "they", "it", "that", "this", "there", "is", "was"}
#: What an ask begins with that asks even without a question mark: "could you do 5 now", "let's say 5".
_QUESTION_WORDS = ("can ", "could ", "would ", "will ", "shall ", "may ", "let's ", "let us ", "lets ")
#: "Busy week?" asks how they are, "Are you busy?" for leave.
_A_WHILE = re.compile(
    r"(?i)\b(?:day|week|month|year|season|shift|morning|evening|weekend|autumn|winter|summer|spring)s?\b"
)
#: Whether this is the moment.
_NOW = re.compile(
    r"(?i)\b(?:is|would|are) (?:now|this) (?:be )?(?:an? )?(?:good|ok|okay|bad|all right|convenient|fine)(?: time| moment)?\b"
)
_BACK_REFERENCES = ("it", "that", "this", "one", "so", "then")


def is_goal(scenario: Scenario, state: State, reading: Reading, ask: Ask) -> bool:
    """Tell whether an ask is for the goal.

    It is if its proposal names the goal; if it proposes next to nothing, but the line names the goal or an earlier one
    asked for it; or if, after that, it names an amount or time or refers back ("do it then").
    """
    proposal = reading.text[ask.proposal_start : ask.proposal_end] or None
    if ask.no_means is NoMeans.NONE or (ask.family == "bad time" and not proposal) or _asks_for_now(reading, ask):
        return False
    if ask.family == "demand" or (proposal and spoken_of(proposal, scenario.goal.cues)):
        return True
    if proposal is None or len(stems(proposal)) <= _SHORT_PROPOSAL:
        return state.asked_for_goal or bool(spoken_of(reading.text, scenario.goal.cues))
    # "Would it be a nuisance to take twenty minutes on a Thursday?" asks for time, which is what is wanted.
    if scenario.bargain is None and ask.no_means is NoMeans.ACCEPT and _names_a_time(reading, ask):
        return True
    # "I'd like twenty minutes with you and your planner" asks for the meeting, whatever it is called.
    if scenario.kind is Kind.MEETING and ask.family == "wish" and _names_a_while(reading, ask):
        return True
    # Once the goal is known, "can we do it on Sunday then?" is about it.
    # "We could link it to the turnover" says how, and asks nothing.
    frame = reading.text[ask.frame_start : ask.frame_end].lower()
    asks = "?" in reading.text or ask.no_means is NoMeans.ACCEPT or frame.startswith(_QUESTION_WORDS)
    amount = scenario.bargain is not None and figure(scenario.bargain, reading) > 0
    if amount and asks:
        return True
    if state.asked_for_goal and asks and (amount or (scenario.bargain is None and _is_a_time(reading, ask))):
        return True
    return state.asked_for_goal and asks and bool(spoken_of(proposal, _BACK_REFERENCES)) and not _about_talk(proposal)


def _names_a_time(reading: Reading, ask: Ask) -> bool:
    """Tell whether a proposal names a day, a time or how long it would take."""
    when = ("day", "time", "date", "duration")
    return any(term.what in when and term.start >= ask.frame_start for term in reading.terms)


def _names_a_while(reading: Reading, ask: Ask) -> bool:
    """Tell whether a proposal says for how long, and that is longer than for a word in passing."""
    return any(
        term.what == "duration" and (term.value or 0) >= _LONGER_THAN_A_WORD and term.start >= ask.frame_start
        for term in reading.terms
    )


def _is_a_time(reading: Reading, ask: Ask) -> bool:
    """Tell whether a proposal is mostly a day, a time or an amount: "Thursday at three", "half an hour"."""
    inside = [term for term in reading.terms if ask.proposal_start <= term.start and term.end <= ask.proposal_end]
    said = sum(term.end - term.start for term in inside)
    return bool(inside) and said * 2 >= ask.proposal_end - ask.proposal_start


def demand(scenario: Scenario, state: State, reading: Reading) -> Ask | None:
    """Turn a few words that name the goal and nothing else ("eight percent", "saturday then") into an ask for a yes."""
    quiet = all(move.kind in (MoveKind.STATEMENT, MoveKind.OTHER, MoveKind.REASON) for move in reading.moves)
    said = stems(reading.text)
    if not quiet or len(said) > _SHORT_DEMAND or _TELLERS & set(said):
        return None
    named = spoken_of(reading.text, scenario.goal.cues)
    if not named and not (state.asked_for_goal and reading.terms):
        return None
    if (
        named
        and not state.asked_for_goal
        and state.said
        and set(named) <= set(spoken_of(state.said[-1], scenario.goal.cues))
    ):
        return None  # they have just spoken of coffee themselves
    end = len(reading.text)
    return Ask(0, end, 0, end, "demand", "(names the goal)", NoMeans.REFUSE)


def asks_leave(reading: Reading, ask: Ask) -> bool:
    """Tell whether an ask is for permission to speak: "Is now a bad time?", "Can I ask you something?"."""
    if reading.has(MoveKind.OPEN_QUESTION):
        return False
    if _asks_for_now(reading, ask):
        return True
    if ask.family == "bad time":
        return not _A_WHILE.search(reading.text[ask.frame_start : ask.frame_end])
    if ask.family == "hurt":
        # "Does it bother you if they talk?" is about them.
        return not reading.proposal or _about_talk(reading.proposal)
    return _about_talk(reading.proposal or "")


def _asks_for_now(reading: Reading, ask: Ask) -> bool:
    """Tell whether an ask is only whether this is the moment: "is now a good time?"."""
    return _NOW.search(reading.text[ask.frame_start : max(ask.frame_end, ask.proposal_end)]) is not None


def _about_talk(proposal: str) -> bool:
    return bool(
        spoken_of(
            proposal, ("ask", "question", "tell", "say", "explain", "talk about", "show you", "bring up", "mention")
        )
    )
