"""Whose act an ask asks for, where its words alone would tell it wrongly: the other's in "can I get a refund", ours in "can we
cross your field", the guest's in "want to come"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..tables import flip_words, load
from .acts import Request
from .asked_words import AskedWords
from .kinds_of_asks import of_others
from .verb_forms import base_of, base_of_doing, is_past

#: A step returns the request set right, or None if it has nothing to set right.
_Step = Callable[[Request, AskedWords], Request | None]
#: "get a reference from you for the flat": a thing, and what follows it.
_FROM_YOU = re.compile(r"(?:get|have) (.+?) from you(.*)")
#: What is asked of somebody who is to let it happen.
_LET = re.compile(r"(?:let|allow|permit) (me|us) (?:to )?(?!know\b)(?=([a-z]+))")
#: A price that is offered.
_OFFERED = re.compile(r"offer (?:you )?[$€£]?\d")
#: Talking that is not done with the one who is asked.
_WITH_OTHERS = re.compile(r"\w+ (?:to |with (?!you\b))")
_YOURS = re.compile(r"\byours?\b")
#: Who acts where the frame ends with one of these.
_OURS = {"me": "i", "my": "i", "us": "we", "our": "we"}
#: The speaker's side.
_SPEAKERS = ("i", "we", "us")
#: "Get some feedback": whoever is asked gives it. It stands within so many words after the verb.
_GETTING, _NEAR = ("get", "have"), 3
#: Whoever would get one of these is given it.
_SOME = ("a", "an", "some", "another")


def rightly_done(found: Request, words: AskedWords) -> Request:
    """Return a request with the one who acts in it set right, by the first step that knows."""
    if found.form == "np":
        return _given_thing(found, words)
    if found.form == "doing":
        base = base_of_doing(found.text) if found.actor != "any" else ""
        if not base:
            return found
        found = replace(found, form="vp", text=base)
        if found.actor == "you" and words.frame[-1].norm in _OURS:  # "a problem with me keeping it"
            return replace(found, actor=_OURS[words.frame[-1].norm])
    if found.form != "vp":
        return found
    return next(filter(None, (step(found, words) for step in _STEPS)), found)


def _given_thing(found: Request, words: AskedWords) -> Request:
    possible = words.ask.rule == "good_idea" and "possible" in words.norms
    given = words.ask.family in ("wish", "chance") or possible
    wanted = found.actor == "any" and given and flip_words("proposing").isdisjoint(words.norms)
    return replace(found, actor="you") if wanted else found


def _named_by_us(found: Request, words: AskedWords) -> Request | None:
    """Set right whose somebody is: "can my sister come", "are you happy for the agent to come" ask leave."""
    if found.actor != "other":
        return None
    permitted = words.ask.family in ("willing", "approval") or (
        words.ask.rule == "bare_want" and words.norms[-1] == "if"
    )
    ours = found.named.split()[0].lower() in flip_words("claiming") or (permitted and not of_others(words))
    return replace(found, actor="ours") if ours else None


def _remembered(found: Request, _words: AskedWords) -> Request | None:
    if not found.negated or not found.text.startswith("forget "):
        return None
    return replace(found, text=f"remember {found.text.removeprefix('forget ')}", negated=False)


def _let(found: Request, words: AskedWords) -> Request | None:
    """Set right who acts in "let me read for it" and who gives in "allow us three more weeks"."""
    granted = _LET.match(found.text) if found.actor == "you" else None
    if granted is None:
        return None
    if granted[2] not in flip_words("verbs") and not _names_a_thing(granted[2]):
        return None  # "let me through"
    if granted[2] not in flip_words("verbs"):
        return replace(found, form="np", text=found.text[granted.start(2) :])
    actor = "i" if granted[1] == "me" else "us"
    return rightly_done(replace(found, actor=actor, text=found.text[granted.end() :]), words)


def _talked(found: Request, _words: AskedWords) -> Request | None:
    talks = found.text.split(" ", 1)[0] in flip_words("talking") and not _WITH_OTHERS.match(found.text)
    return replace(found, actor="we") if found.actor == "i" and talks else None


def _got(found: Request, words: AskedWords) -> Request | None:
    """Set right who gives what the speaker would get or have, and who does what is to be done to a thing."""
    if found.actor not in _SPEAKERS:
        return None
    if _OFFERED.match(found.text):
        return replace(found, form="np", actor="deal", text=found.text.split(" ", 1)[1])
    wanted = _FROM_YOU.fullmatch(found.text)
    if wanted:
        return replace(found, form="np", actor="you", text=wanted.group(1) + wanted.group(2))
    verb, *things = found.text.split(" ")
    done = _done_to(things) if verb in _GETTING else 0
    if done:  # "get the invoice split in two"
        return replace(
            found, form="passive", actor="other", named=" ".join(things[:done]), text=" ".join(things[done:])
        )
    if _two_things(things):
        return None  # "get the juniors an extra lane"
    given = verb in _GETTING and not flip_words("given").isdisjoint(things[:_NEAR])
    some = words.ask.family == "wish" and verb == "get" and things[:1] and things[0] in _SOME
    if given or some or _given_by_you(found.text.lower(), words):
        return replace(found, form="np", actor="you", text=" ".join(things))
    return None


def _given_by_you(act: str, words: AskedWords) -> bool:
    """Tell whether whoever acts gets something from the other: "have the recipe", not "have a look"."""
    verb, *things = act.split(" ")
    together = not flip_words("together").isdisjoint(word.norm for word in words.sentence)
    return (
        verb in (*_GETTING, "receive")
        and len(things) > 1
        and _names_a_thing(things[0])
        and not together
        and flip_words("had_as_acts").isdisjoint(things[:_NEAR])
    )


def _two_things(things: Sequence[str]) -> bool:
    """Tell whether one thing follows another with nothing between them: "the juniors an extra lane"."""
    links = (
        flip_words("prepositions") | flip_words("joining") | flip_words("after_verb") | {"of", "than", "all", "both"}
    )
    return any(
        two in ("a", "an", "the", "some", "my", "our") and one not in links and not one.endswith(",")
        for one, two in pairwise(things[: _NEAR + 2])
    )


def _names_a_thing(word: str) -> bool:
    known = flip_words("determiners") | {"some", "another", "something", "anything"}
    return word in known or word in load().terms["numbers"] or word[0].isdigit() or word[-2:] in ("'s", "’s")


def _done_to(things: Sequence[str]) -> int:
    """Return the place of what is to be done to a thing, 0 for nothing: "the kitchen *painted*", not "the reduced rate"."""
    near = list(enumerate(things))[2 : _NEAR + 1]
    return next((place for place, word in near if is_past(word) and base_of(word)), 0)


def _both(found: Request, words: AskedWords) -> Request | None:
    """Name both where two are asked: "would you and Priya like to come"."""
    norms = words.norms
    if found.actor not in ("guest", "you") or "and" not in norms or norms[norms.index("and") - 1] != "you":
        return None
    link = norms.index("and")
    stop = link + 2 + (norms[link + 1] in flip_words("determiners"))
    return replace(found, named=words.text(words.frame[link - 1 : stop]))


def _several(found: Request, _words: AskedWords) -> Request | None:
    """Name whom an ask speaks to where they are more than one: "can you two keep an eye on it"."""
    first, _, act = found.text.partition(" ")
    several = found.actor in ("you", "guest") and first in flip_words("several") and act
    return replace(found, named=f"you {first}", text=act.removeprefix("please ")) if several else None


def _offered(found: Request, words: AskedWords) -> Request | None:
    return replace(found, actor="offer") if words.norms[:2] in (["shall", "i"], ["should", "i"]) else None


def _had(found: Request, words: AskedWords) -> Request | None:
    """Set right what is asked for where the other may have it: "might you have a spare ticket?"."""
    verb, _, thing = found.text.partition(" ")
    if found.actor != "you" or verb != "have" or words.norms[0] not in flip_words("modals"):
        return None
    owned = _names_a_thing(thing.split(" ", 1)[0]) and flip_words("had_as_acts").isdisjoint(thing.split(" ")[:_NEAR])
    return replace(found, form="np", text=thing) if owned else None


def _us_alone(found: Request, words: AskedWords) -> Request | None:
    """Set right what only our side does: "may we record it", "can we cross your field", "could we get a table"."""
    if found.actor != "we":
        return None
    first = words.norms[:1]
    together = not flip_words("together").isdisjoint(word.norm for word in words.sentence)
    receives = found.text.split(" ", 1)[0].lower() in flip_words("receiving") and not together
    alone = first == ["may"] or (first in (["can"], ["could"]) and _YOURS.search(found.text)) or receives
    return replace(found, actor="us") if alone else None


def _anybody(found: Request, words: AskedWords) -> Request | None:
    anybody = next((norm for norm in words.norms if norm in flip_words("anybody")), "")
    return replace(found, actor="you", named=anybody) if anybody and found.actor in ("guest", "you") else None


def _invited(found: Request, words: AskedWords) -> Request | None:
    coming = found.text.split(" ", 1)[0].lower() in flip_words("coming") and not found.text.startswith("come down")
    if found.actor == "guest" and found.text.split(" ", 1)[0].lower() in flip_words("mutual"):
        return replace(found, actor="we")  # "do you want to swap desks?"
    if found.actor == "we" and _YOURS.search(found.text):
        return None  # "could we come to yours?"
    if words.ask.rule == "why_not" and found.actor == "you" and not coming:
        return replace(found, actor="urged")
    return replace(found, actor="guest") if coming and found.actor in ("we", "you", "guest") else None


_STEPS: tuple[_Step, ...] = (
    _named_by_us,
    _remembered,
    _let,
    _talked,
    _got,
    _had,
    _both,
    _several,
    _offered,
    _anybody,
    _invited,
    _us_alone,
)
