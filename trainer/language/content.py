"""What an ask is about, in a form that another frame can take: an act, a clause, or a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .reading import Ask, Reading
from .tables import flip_words, load

_SUBJECTS = {"we": "we", "us": "we", "you": "you", "u": "you", "ya": "you", "i": "i", "me": "i"}
_FILLERS = re.compile(r"^(?:please|now|then|just|maybe|perhaps|possibly|kindly|also|still|all)[,\s]+", re.I)
_TRAILING = re.compile(r"[\s,;:.!?]*(?:,?\s+(?:please|pls|ok|okay|right|then|thanks|yes|yeah|deal))?[\s.!?,;:]*$", re.I)
_CLAUSE = re.compile(r"(?i)(we|you|u|i|us)\s+(?:(?:could|can|would|will|should|might|to)\s+)?(.+)")
_FOR_SOMEBODY = re.compile(r"(?i)for (me|us|you) to (.+)")
_DETERMINERS = {
    "the",
    "a",
    "an",
    "my",
    "your",
    "our",
    "their",
    "his",
    "her",
    "this",
    "that",
    "these",
    "those",
    "some",
    "any",
    "it",
}
_PREPOSITIONS = {"for", "with", "on", "at", "about", "of"}
#: With these a rest is neither an act nor a thing that could stand alone.
_NO_START = _PREPOSITIONS | {
    "to",
    "be",
    "is",
    "are",
    "in",
    "and",
    "if",
    "not",
    "no",
    "yes",
    "you",
    "you'd",
    "we",
    "i",
    "it",
    "there",
    "rather",
    "me",
    "us",
    "something",
    "anything",
}
_NO_PARTICIPLE = {"morning", "evening", "something", "anything", "nothing", "everything"}
#: Rules after which an act in its base form follows.
_UNTURNABLE = {"(push)", "(tag)", "think_so", "do_not_please"}
_SMALL_WORDS = {"just", "maybe", "perhaps", "possibly", "please"}
_MODALS = {"can", "could", "will", "would", "should", "might", "d", "ll"}
_ACTS = {"(request)", "lets", "why_not", "can_declared"}
#: Families of which both would be part; elsewhere the act is that of the frame's subject.
_TOGETHER = {"want", "approval", "chance", "suggestion", "wish"}


@dataclass(frozen=True, slots=True)
class Content:
    """`form`: vp ("meet on Tuesday"), clause ("we met"), clause_now ("I meet"), doing ("meeting"), np ("Thursday").

    `subject`: whose act it is: we, you, i, or any.
    """

    form: str
    subject: str
    text: str


def content_of(reading: Reading, ask: Ask) -> Content | None:
    """The content of a yes-oriented ask; None where it cannot be carried over faithfully."""
    frame = reading.text[ask.frame_start : ask.frame_end]
    words = re.findall(r"[^\W\d_]+", frame.lower())
    subject = next((_SUBJECTS[word] for word in reversed(words) if word in _SUBJECTS), "")
    if _speaks_against(ask) or ask.rule in _UNTURNABLE:
        return None
    if ask.rule in ("imperative", "please"):
        return _act(_tidy(reading.text[ask.frame_start : ask.proposal_end]), "you")
    rest = _tidy(reading.text[ask.frame_end : max(ask.proposal_end, ask.frame_end)])
    if not rest or re.search(r"(?i)\bor\b", rest) or (ask.rule == "(request)" and not subject):
        return None
    whose = "we" if ask.family in _TOGETHER or not subject else subject
    if words and words[-1] in ("to", "wanna"):
        return _act(rest, whose)
    act = re.sub(r"^['’](?:d|ll|ve) ", "", rest)
    modal = next((word for word in reversed(words) if word not in _SMALL_WORDS), "")
    if act != rest or (modal in _MODALS and ask.rule != "(request)"):
        return _act(_tidy(act), subject or "you")
    return _after_frame(ask, rest, whose, subject or "we")


def _after_frame(ask: Ask, rest: str, whose: str, subject: str) -> Content | None:
    head = rest.split()[0].lower()
    if head == "to" or (head == "not" and ask.negated):
        return _act(re.sub(r"(?i)^to ", "", rest), whose)
    if head == "that" and ask.family == "want":
        return None
    if head in ("if", "that"):
        return _clause(rest[len(head) :].strip())
    somebody = _FOR_SOMEBODY.match(rest)
    if somebody:
        return _act(somebody.group(2), _SUBJECTS[somebody.group(1).lower()])
    if re.fullmatch(r"[^\W\d_]{2,}ing", head) and head not in _NO_PARTICIPLE:
        return Content("doing", "we", lowered(rest))
    clause = _CLAUSE.match(rest)
    if clause and ask.rule != "(request)":
        return _act(_tidy(clause.group(2)), _SUBJECTS[clause.group(1).lower()])
    if ask.rule in _ACTS:
        return _act(rest, subject)
    if head in ("can", "could", "will", "would"):
        return _act(_tidy(rest.partition(" ")[2]), subject)
    if head in _PREPOSITIONS and ask.family in ("willing", "time", "chance"):
        rest = rest.partition(" ")[2]
        head = rest.split()[0].lower() if rest else "to"
    return None if head in _NO_START else Content("np", "any", lowered(rest))


def _speaks_against(ask: Ask) -> bool:
    """ "It would be silly to wait, wouldn't it?": what is asked for is the opposite of what stands there."""
    frame = next((row for row in load().frames if row.id == ask.rule), None)
    return frame is not None and frame.valence == "negative" and not ask.negated


def _act(text: str, subject: str) -> Content | None:
    """An act in its base form; a double negative comes back simplified: "not to meet" → "meet"."""
    act = lowered(_tidy(re.sub(r"(?i)^(?:to )?not (?:to )?", "", text)))
    head = act.split()[0].lower() if act else ""
    if not head.isalpha() or head in _DETERMINERS or head in _NO_START - {"be"}:
        return None
    return Content("vp", subject, act)


def _clause(text: str) -> Content | None:
    """ "we met" goes with "would", "I pay" with "is"."""
    words = text.lower().split()
    if len(words) < 2:
        return None
    past = words[1].endswith("ed") or words[1] in flip_words("past") or "could" in words[1:3] or "would" in words[1:3]
    return Content("clause" if past else "clause_now", "any", re.sub(r"^i ", "I ", text))


def _tidy(text: str) -> str:
    """Without fillers in front and pleases behind."""
    text = _TRAILING.sub("", text).strip(" ,;:")
    while True:
        shorter = _FILLERS.sub("", text)
        if shorter == text:
            return text
        text = shorter


def lowered(text: str) -> str:
    """A first word in lower case, unless it is a name, a day or "I"."""
    first = text.split(" ", 1)[0]
    keep = first in ("I", "I'd", "I'm") or re.fullmatch(
        r"[A-Z]{2,}.*|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day.*", first
    )
    return text if keep or not text else text[0].lower() + text[1:]
