"""Which asks of a line can be turned into no-oriented ones, the one that matters most first."""

from __future__ import annotations

import re
from itertools import pairwise

from ..matching.tokens import sentences, split
from ..reading import Ask, MoveKind, NoMeans, Reading
from ..tables import flip_words, load
from .kinds_of_asks import is_order

#: Orders that only want an answer, and words by which one formally asks.
_ANSWER = re.compile(
    r"(?:please |so |and |just |do )*"
    r"(?:confirm|reply|respond|tell me|let me know|let us know|have a think|think about it|think it over)\b"
)
_PETITION = re.compile(r"\b(?:request|apply|propos\w+|suggestion)\b")
#: So many characters after a frame stands its verb: "I would like *to request*".
_NEAR_VERB = 12


def asks_to_turn(reading: Reading) -> list[Ask]:
    """Return the yes-oriented asks of a line, whatever else it does, the deciding one first; none if one that no grants is there."""
    if reading.has(MoveKind.NO_ORIENTED_ASK):
        return []
    asks = [ask for ask in (reading.ask, *reversed(reading.asks)) if ask and ask.no_means is NoMeans.REFUSE]
    other = telling_ask(reading) or offer_of_help(reading)
    asks = [ask for ask in dict.fromkeys(asks) if not any(_lies_in(ask, outer) for outer in asks)]
    return sorted(asks, key=lambda ask: _weight(reading.text, ask)) or ([other] if other else [])


def _lies_in(ask: Ask, outer: Ask) -> bool:
    """Tell whether an ask is part of what another asks for: "have a coffee" of "come and have a coffee"."""
    return is_order(ask.rule) and outer.frame_start < ask.frame_start < outer.proposal_end


def _weight(line: str, ask: Ask) -> int:
    """Return how late an ask comes to be turned: one that says "request" or "propose" first, one that only wants an answer last."""
    said = line[ask.frame_start : max(ask.frame_end, ask.proposal_end)].lower()
    if _ANSWER.match(said):
        return 1
    return -1 if _PETITION.search(said[: ask.frame_end - ask.frame_start + _NEAR_VERB]) else 0


def offer_of_help(reading: Reading) -> Ask | None:
    """Return the ask in an offer to do something, which the reader takes for none: "do you want me to carry it?", "shall I help you?"."""
    words = split(reading.text, load().spelling)
    for sentence in sentences(words):
        here = words[sentence.first : sentence.last]
        norms = [word.norm for word in here]
        offers = next((i for i in range(len(norms) - 2) if norms[i : i + 2] in (["shall", "i"], ["should", "i"])), None)
        if offers is not None and norms[offers + 2] in flip_words("offered"):
            first, last = here[offers], here[offers + 1]
            return Ask(
                first.start, last.end, here[offers + 2].start, here[-1].end, "request", "(request)", NoMeans.REFUSE
            )
        for place in range(len(norms) - 3):
            if norms[place] in ("like", "want") and norms[place + 1] in ("me", "us") and norms[place + 2] == "to":
                return Ask(
                    here[0].start, here[place].end, here[place + 1].start, here[-1].end, "want", "want", NoMeans.REFUSE
                )
    return None


def telling_ask(reading: Reading) -> Ask | None:
    """Return the ask in an open question that has the form of one: "could you tell me what you thought?"; None for none."""
    if reading.kind is not MoveKind.OPEN_QUESTION:
        return None
    words = split(reading.text, load().spelling)
    for sentence in sentences(words):
        here = words[sentence.first : sentence.last]
        for one, two in pairwise(here):
            asks = one.norm in load().classes["request_aux"] and two.norm in ("you", "we")
            wonders = one.norm == "you" and two.norm in ("could", "would", "can", "might")
            if asks or (wonders and not {"wondering", "hoping"}.isdisjoint(word.norm for word in here)):
                return Ask(one.start, two.end, two.end, here[-1].end, "request", "(request)", NoMeans.REFUSE)
    return None
