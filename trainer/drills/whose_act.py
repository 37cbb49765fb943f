"""Whether an answer asks for an act of the same person, and for the act rather than for leaving it undone."""

from __future__ import annotations

from dataclasses import replace

from ..language import Reading, Request, asked_for
from .akin import akin, converse, root, stopping

#: Acts of the speaker and of the other person; everything else can be either's.
_MINE, _YOURS = ("i", "offer"), ("you", "guest")


def turned_round(prompt: Reading, answer: Reading) -> str:
    """Tell what an answer turns round: other_actor (the same verb, but done by the other), denied, or "" for nothing.

    With another verb the act may well change hands: "can I borrow it" is asked for with "would you mind lending it", too.
    """
    asked, given = _act(prompt), _act(answer)
    if asked is None or given is None:
        return ""
    if _stopped(asked) != _stopped(given) and _named(asked) == _named(given) and not _for_no_reason(answer):
        return "denied"
    one, other = _verb(asked), _verb(given)
    if one != other and (converse(one, other) or not akin(one, other)):
        return ""
    sides = (asked.actor in _MINE and given.actor in _YOURS) or (asked.actor in _YOURS and given.actor in _MINE)
    return "other_actor" if sides else ""


def _for_no_reason(answer: Reading) -> bool:
    """Tell whether it is asked why not: "is there a reason we can't meet?" denies nothing."""
    return answer.ask is not None and answer.ask.family == "any reason"


def _stopped(request: Request) -> bool:
    """Tell whether an act is to be left undone: "not park there", "stop smoking"."""
    return request.negated != (_verb(request) in stopping())


def _named(request: Request) -> str:
    """Return the verb of the act that is done or left undone, as a root: "smoke" of "stop smoking"."""
    words = request.text.lower().split()
    return root(words[1] if len(words) > 1 and _verb(request) in stopping() else words[0])


def _act(reading: Reading) -> Request | None:
    """Return the act that is asked for; "let me go" is an act of the speaker's."""
    request = asked_for(reading)
    if request is None or request.form not in ("vp", "doing"):
        return None
    for opening in ("let me ", "letting me "):
        if request.actor == "you" and request.text.lower().startswith(opening):
            return replace(request, actor="i", text=request.text[len(opening) :])
    return request


def _verb(request: Request) -> str:
    return root(request.text.split(" ", 1)[0].lower())
