"""Whether an answer asks for an act of the same person, and for the act rather than for leaving it undone."""

from __future__ import annotations

from dataclasses import replace

from ..language import Reading, Request, asked_for
from ..language.topics import stem

#: Acts of the speaker and of the other person; everything else can be either's.
_MINE, _YOURS = ("i", "offer"), ("you", "guest")


def turned_round(prompt: Reading, answer: Reading) -> str:
    """Tell what an answer turns round: other_actor (the same verb, but done by the other), denied, or "" for nothing.

    With another verb the act may well change hands: "can I borrow it" is asked for with "would you mind lending it", too.
    """
    asked, given = _act(prompt), _act(answer)
    if asked is None or given is None or _verb(asked) != _verb(given):
        return ""
    if asked.negated != given.negated:
        return "denied"
    sides = (asked.actor in _MINE and given.actor in _YOURS) or (asked.actor in _YOURS and given.actor in _MINE)
    return "other_actor" if sides else ""


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
    return stem(request.text.split(" ", 1)[0].lower())
