"""Yes-oriented ask → no-oriented asks with the same content. Every result is read back before it is offered."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .read import read
from .reading import Ask, MoveKind, NoMeans, Reading

MOST_FLIPS = 3

_SUBJECTS = {"we": "we", "us": "we", "you": "you", "i": "i", "me": "i"}
_FILLERS = re.compile(r"^(?:please|now|then|just|maybe|perhaps|possibly|kindly|also|all|sometime soon)[,\s]+", re.I)
_TRAILING = re.compile(r"[\s,;:.!?]*(?:,?\s+(?:please|pls|ok|okay|right|then|thanks))?[\s.!?,;:]*$", re.I)
_DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprt])$")
_NOT_DOUBLED = {
    "open",
    "visit",
    "offer",
    "answer",
    "listen",
    "enter",
    "cover",
    "order",
    "reconsider",
    "consider",
    "deliver",
    "edit",
    "limit",
}
_VOWEL_LIE = {
    "lie": "lying",
    "die": "dying",
    "tie": "tying",
    "be": "being",
    "see": "seeing",
    "agree": "agreeing",
    "free": "freeing",
}
#: Frames whose rest is what somebody gets, not what somebody does.
_NO_NOUN = {
    "for",
    "to",
    "be",
    "is",
    "are",
    "in",
    "of",
    "and",
    "if",
    "not",
    "with",
    "on",
    "at",
    "about",
    "no",
    "yes",
    "you",
    "i",
    "we",
}
_NOUN_CUES = {"how_about", "bare_want", "wish", "any_chance"}


@dataclass(frozen=True, slots=True)
class Content:
    """What an ask is about. `form`: vp, clause, doing or np; `subject`: whose act it is (we, you, i)."""

    form: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    needs: str
    subject: str
    template: str
    example: str


@cache
def _patterns(language: str) -> tuple[_Pattern, ...]:
    with (Path(__file__).with_name(language) / "flips.toml").open("rb") as file:
        return tuple(_Pattern(**row) for row in tomllib.load(file)["flip"])


def flip(line: str, language: str = "english") -> list[str]:
    """Up to three no-oriented rewrites of a line's ask, best first; empty when there is nothing to flip.

    Lines that press or insult are not flipped: the words around the ask are the trouble there.
    Each result is itself read as a no-oriented ask that "No" grants.
    """
    reading = read(line, language=language)
    ask = reading.ask
    if reading.kind is not MoveKind.YES_ORIENTED_ASK or ask is None or reading.has(MoveKind.PRESSURE):
        return []
    content = _content(reading, ask)
    if content is None:
        return []
    found: list[str] = []
    for pattern in _patterns(language):
        text = _filled(pattern, content)
        if text and text not in found and _holds(text, language):
            found.append(text)
    return found[:MOST_FLIPS]


def _holds(text: str, language: str) -> bool:
    again = read(text, language=language)
    return again.kind is MoveKind.NO_ORIENTED_ASK and again.no_means is NoMeans.ACCEPT


def _content(reading: Reading, ask: Ask) -> Content | None:
    """What is asked for, in a form that a new frame can take."""
    frame = reading.text[ask.frame_start : ask.frame_end]
    rest = _TRAILING.sub("", reading.text[ask.frame_end : max(ask.proposal_end, ask.frame_end)]).strip(" ,;:")
    rest = _strip_fillers(rest)
    last = re.findall(r"[^\W\d_]+", frame.lower())
    subject = next((_SUBJECTS[word] for word in reversed(last) if word in _SUBJECTS), "we")
    if _is_choice(rest) or (ask.rule in ("(request)", "(push)") and not any(word in _SUBJECTS for word in last)):
        return None
    if ask.rule == "imperative":
        return Content(
            "vp",
            "you",
            _lowered(_strip_fillers(_TRAILING.sub("", reading.text[ask.proposal_start : ask.proposal_end]))),
        )
    if last and last[-1] == "to" and rest:
        return Content("vp", _whose(ask, subject), _not_away(rest))
    if not rest:
        return None
    head = rest.split()[0].lower()
    if head == "not" and ask.negated:
        return Content("vp", _whose(ask, subject), _not_away(rest))
    if head == "to":
        return Content("vp", _whose(ask, subject), _not_away(rest[2:].strip()))
    if head in ("if", "that") and len(rest) > len(head):
        return Content("clause", "any", rest[len(head) :].strip())
    if re.fullmatch(r"[^\W\d_]{2,}ing", head) and head not in ("morning", "evening", "something", "anything"):
        return Content("doing", "we", _lowered(rest))
    if head in ("we", "you", "i", "us") and ask.rule not in ("(tag)", "(request)"):
        return _from_clause(rest)
    if ask.rule in ("(request)", "lets", "why_not", "can_declared"):
        return Content("vp", subject, _lowered(rest))
    if (ask.rule in _NOUN_CUES or ask.family in ("want", "approval", "time")) and head not in _NO_NOUN:
        return Content("np", "any", _lowered(rest))
    return None


def _is_choice(rest: str) -> bool:
    """ "a yes or just politeness" is a question between two things, not a request for one."""
    return re.search(r"(?i)\bor\b", rest) is not None


def _from_clause(rest: str) -> Content | None:
    """ "we could meet on Tuesday" → meet on Tuesday, by us."""
    match = re.match(
        r"(?i)(we|you|i|us)\s+(?:(?:could|can|would|will|should|might|to)\s+)?(?:just\s+|maybe\s+|perhaps\s+)?(.+)",
        rest,
    )
    return Content("vp", _SUBJECTS[match.group(1).lower()], match.group(2)) if match else None


def _whose(ask: Ask, subject: str) -> str:
    """ "Would you like to meet" is about both; "would you be willing to send" about the other."""
    return "we" if ask.family in ("want", "approval", "chance", "suggestion", "wish") else subject


def _not_away(text: str) -> str:
    """A double negative comes back simplified: "not to meet" → "meet"."""
    return re.sub(r"(?i)^not (?:to )?", "", text)


def _strip_fillers(text: str) -> str:
    while True:
        shorter = _FILLERS.sub("", text)
        if shorter == text:
            return text
        text = shorter


def _lowered(text: str) -> str:
    """A first word in lower case, unless it is a name, a day or "I"."""
    first = text.split(" ", 1)[0]
    keep = first in ("I", "I'd", "I'm") or re.fullmatch(
        r"[A-Z]{2,}.*|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day.*", first
    )
    return text if keep or not text else text[0].lower() + text[1:]


def _filled(pattern: _Pattern, content: Content) -> str:
    if pattern.subject not in ("any", content.subject) and content.form in ("vp", "doing"):
        return ""
    if pattern.needs == content.form:
        return pattern.template.format(**{content.form: content.text})
    if pattern.needs == "doing" and content.form == "vp":
        doing = _doing(content.text)
        return pattern.template.format(doing=doing) if doing else ""
    return ""


def _doing(vp: str) -> str:
    """ "meet on Tuesday" → "meeting on Tuesday"; "" for what is no verb in its base form."""
    verb, space, rest = vp.partition(" ")
    low = verb.lower()
    if not low.isalpha() or low in ("not", "be able") or low.endswith("ing"):
        return ""
    if low in _VOWEL_LIE:
        form = _VOWEL_LIE[low]
    elif low.endswith("e") and not low.endswith(("ee", "oe", "ye")):
        form = low[:-1] + "ing"
    elif _DOUBLED.match(low) and low not in _NOT_DOUBLED and not low.endswith(("w", "x", "y")) and len(low) <= 6:
        form = low + low[-1] + "ing"
    else:
        form = low + "ing"
    return form + space + rest
