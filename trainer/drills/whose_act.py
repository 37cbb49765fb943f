"""Whether an answer asks for an act of the same person, and for the act rather than for leaving it undone. The words are in `whose_act.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..language import Reading, Request, asked_for
from ..language.flipping.verb_forms import root
from .akin import akin, converse, light, stopping
from .facts import without_facts
from .leaning import asks_to_be_let_off

#: How near (cosine) two acts are in which all but the verb is the same.
SAME_THINGS = 0.75
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _table() -> dict[str, dict[str, Any]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Compile a pattern of the table: one of `[patterns]`, or else of `[clauses]`."""
    table = _table()
    return re.compile(table["patterns"].get(name) or table["clauses"][name])


def _does(request: Request, *whose: str) -> bool:
    """Tell whether an act is that of one of some: mine, yours or theirs."""
    return any(request.actor in _table()["actors"][who] for who in whose)


def turned_round(prompt: Reading, answer: Reading) -> str:
    """Tell what an answer turns round: other_actor (the same verb, but done by the other), denied, or "" for nothing.

    With another verb the act may well change hands: "can I borrow it" is asked for with "would you mind lending it", too.
    """
    asked, given = _act(prompt), _act(answer, answers=True)
    if asked is None or given is None or asks_to_be_let_off(answer.text):
        return ""
    if _stopped(asked) != _stopped(given) and _named(asked) == _named(given) and not _for_no_reason(answer):
        return "denied"
    if _left_to_another(asked, given) or _parts(asked, answer):
        return "other_actor"
    one, other = _verb(asked), _verb(given)
    if one == other and _switched(asked, given):
        return "denied"
    if one != other and (converse(one, other) or not akin(one, other)):
        return ""
    return "other_actor" if _changes_hands(asked, given, prompt, answer) else ""


def _changes_hands(asked: Request, given: Request, prompt: Reading, answer: Reading) -> bool:
    """Tell whether the same act is done by somebody else: by the other of the two, by a third, or by one of several."""
    if _does(given, "theirs") and given.named.lower() not in _table()["words"]["nobody"]:
        words = given.named.lower().split()
        known = words and words[-1] in prompt.text.lower()
        only = words[:1] in (["only"], ["just"]) and words[0] not in prompt.text.lower()
        return (
            only or (not known and _does(asked, "mine", "yours")) or (given.actor == "ours" and _does(asked, "yours"))
        )
    if asked.actor == "other" and _does(given, "mine", "yours"):
        return asked.named.lower() not in answer.text.lower()
    if _does(asked, "mine") and _pattern("anyone_does").search(answer.text):
        return True
    return (_does(asked, "mine") and _does(given, "yours")) or (_does(asked, "yours") and _does(given, "mine"))


def _parts(asked: Request, answer: Reading) -> bool:
    """Tell whether what two would do together, or the other, is done by one alone: "without you", "myself"."""
    if _does(asked, "yours") and _pattern("myself").search(answer.text):
        return True
    together = asked.actor == "we" or _pattern("together").search(asked.text) is not None
    return together and _pattern("apart").search(answer.text) is not None


def _switched(asked: Request, given: Request) -> bool:
    """Tell whether the same verb has got the other particle: "turn it on" for "turn it off"."""
    was, now = (set(_pattern("particle").findall(request.text.lower())) for request in (asked, given))
    return "off" in was and "off" not in now and bool(now & {"on", "down", "up"})


def another_act(prompt: Reading, answer: Reading, around: str, near: Callable[[str, str], float]) -> bool:
    """Tell whether an answer has another verb, and all else as it was: "check the cost sheet" for "send the cost sheet".

    A request in other words changes its things as well. `around`: what else the card says, whose verbs are as good.
    """
    asked, given = _act(prompt), _act(answer, answers=True)
    if asked is None or given is None:
        return False
    one, other = _verb(asked), _verb(given)
    if other in light() or converse(one, other) or other in stopping():
        return False
    known = [one, *(root(word) for word in _WORD.findall(f"{prompt.text} {around}".lower()))]
    if any(akin(other, word) for word in known):
        return False
    return near(without_facts(asked.text), without_facts(given.text)) >= SAME_THINGS


def asks_to_leave_off(prompt: Reading) -> bool:
    """Tell whether a prompt asks to leave something undone: "could you stop smoking here?"."""
    asked = _act(prompt)
    return asked is not None and _stopped(asked)


def verbs_of(prompt: Reading, answer: Reading, around: str) -> str:
    """Tell how the verb of an answer goes with that of a prompt: same, known (from the card), light, other, or "" for none.

    `around`: what else the card says. Light verbs, and those of the same act from the other side, say little by themselves.
    """
    asked, given = _act(prompt), _act(answer, answers=True)
    if asked is None or given is None:
        return ""
    one, other = _verb(asked), _verb(given)
    if akin(one, other):
        return "same"
    if any(akin(other, root(word)) for word in _WORD.findall(f"{prompt.text} {around}".lower())):
        return "known"
    return "light" if other in light() or converse(one, other) else "other"


def verbs(prompt: Reading, answer: Reading) -> tuple[str, str]:
    """Return the verbs of what a prompt and an answer ask for, as typed; both "" if one of them cannot be told."""
    asked, given = _act(prompt), _act(answer, answers=True)
    return (_words(asked)[0], _words(given)[0]) if asked is not None and given is not None else ("", "")


def _left_to_another(asked: Request, given: Request) -> bool:
    """Tell whether an act by way of somebody ("get Tom to ring me") is asked of that person alone."""
    by: re.Match[str] | None = _pattern("by_another").match(asked.text)
    if by is None or not _does(asked, "yours"):
        return False
    return root(by[2].lower()) == _verb(given) and _does(given, "theirs", "yours")


def _for_no_reason(answer: Reading) -> bool:
    """Tell whether it is asked why not: "is there a reason we can't meet?" denies nothing."""
    return answer.ask is not None and answer.ask.family == "any reason"


def _stopped(request: Request) -> bool:
    """Tell whether an act is to be left undone: "not park there", "stop smoking", "sing no solo"."""
    none = (_pattern("none_of_it").search(request.text) or _pattern("elsewhere").search(request.text)) is not None
    return (request.negated or none) != (_verb(request) in stopping())


def _named(request: Request) -> str:
    """Return the verb of the act that is done or left undone, as a root: "smoke" of "stop smoking"."""
    words = _words(request)
    return root(words[1] if len(words) > 1 and _verb(request) in stopping() else words[0])


def _act(reading: Reading, answers: bool = False) -> Request | None:
    """Return the act that is asked for; "let me go" is an act of the speaker's."""
    request = asked_for(reading)
    # What is taken for an ask by its leaning alone is none to the reader, or another one.
    if request is None or (answers and reading.no_means != "accept"):
        return _act_of_clause(reading)
    if request.form == "moment" and request.text.startswith("to "):  # "do you have time to read it?"
        request = replace(request, form="vp", actor="you", text=request.text.removeprefix("to "))
    if request.form not in ("vp", "doing"):
        return _act_of_clause(reading)
    if request.text.startswith("to "):
        request = replace(request, text=request.text.removeprefix("to "))
    inner = _pattern("asked_of_you").match(request.text)
    if request.actor == "i" and inner is not None:
        return replace(request, actor="you", text=request.text[inner.end() :])
    for opening in ("let me ", "letting me "):
        if request.actor == "you" and request.text.lower().startswith(opening):
            return replace(request, actor="i", text=request.text[len(opening) :])
    return request


def _act_of_clause(reading: Reading) -> Request | None:
    """Return the act of the first clause that names who acts: "can I …", "… if you named me", "… my paying it"."""
    for name in _table()["clauses"]:
        found = _pattern(name).search(reading.text)
        if found is not None:
            rest = reading.text[found.start(2) :].rstrip("?. ")
            actor = _table()["words"]["who"].get(found[1].lower(), "other")
            named = found[1] if actor == "other" else ""
            return Request("vp", actor, rest, named=named, negated=_pattern("denied").search(rest) is not None)
    return None


def _verb(request: Request) -> str:
    return root(_words(request)[0])


def _words(request: Request) -> list[str]:
    """Return the words of an act from its verb on, in lower case."""
    words = request.text.lower().split()
    begins = len(words) > 1 and words[0] in _table()["words"]["begins"] and words[1].endswith("ing")
    return words[1:] if begins or (len(words) > 1 and words[0] in _table()["words"]["before_verbs"]) else words
