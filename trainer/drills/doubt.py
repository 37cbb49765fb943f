"""Where the judge of typed answers cannot know, and asks the learner instead: is it still the same request, is it what they feel?

Words and meaning tell most answers from one another, but not "publish" from "record" where both would fit. An answer that is
taken or refused by less than its words is told to be open, with what differs, beside the model answer; the learner decides.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from ..language import Reading, read
from ..language.flipping.verb_forms import root
from ..safe_text import heard
from . import flip_answers, label_answers
from .akin import akin, telling
from .cards import Card, DrillKind
from .leaning import opens_question
from .verdict import Nearness, in_full, table
from .whose_act import verbs, verbs_of

#: How near (cosine) a label must be to what may be felt if it holds no word for it.
NEAR_FEELING = 0.55
#: How near it must be for a reason in words of its own to be in no doubt, if it is hardly nearer to it than to what was said.
SURE_FEELING, NEARER = 0.6, 0.1
#: So many words of an answer that the card does not have are other words for all of it, rather than one put for another.
QUITE_OTHER = 2
#: How alike (0–100) two words are of which one is the other, mistyped: "headfones", "bedrm".
SLIP = 72
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
#: What is taken for an ask by the order of its words, or by one word in it.
_BY_ORDER = ("(request)", "wish", "meet_you_halfway")


def doubt(card: Card, answer: str, failed: str, near: Nearness | None) -> str:
    """Return what the learner is asked about an answer that was judged so, "" where the judge is sure.

    `failed`: as in `Verdict`; `near`: as in `judge`.
    """
    asked = table()["doubt"]
    if card.kind is DrillKind.FLIP:
        return _of_flip(
            card, flip_answers.read_as_meant(flip_answers.without_address(card, heard(answer))), failed, asked
        )
    if card.kind is DrillKind.NAME:
        text = in_full(heard(answer))
        vague = not failed and _is_vague(card, text, near)
        return asked["feeling"] if vague or (failed == "not_a_label" and label_answers.speaks_of_them(text)) else ""
    return ""


def _of_flip(card: Card, answer: Reading, failed: str, asked: dict[str, str]) -> str:
    prompt = read(heard(card.prompt))
    if failed == "content":
        return _named(*_differing(card, prompt, answer), prompt.text, answer.text, asked)
    if failed == "not_an_ask":
        return asked["no_ask"] if "?" in answer.text or opens_question(answer.text) else ""
    if failed == "still_yes":
        by_order = answer.ask is not None and answer.ask.rule in _BY_ORDER
        return asked["no_ask"] if by_order and _has_own_words(card, answer) else ""
    return "" if failed else _swapped(card, answer, asked)


def _swapped(card: Card, answer: Reading, asked: dict[str, str]) -> str:
    """Return the question about an answer that leans rightly and has another verb or thing in it than the card.

    What is as in the prompt, or as in the model answer, is in no doubt.
    """
    if answer.no_means == "refuse" and answer.ask is not None and answer.ask.rule not in _BY_ORDER:
        return asked["no_ask"]  # its words lean to no, but it ends as an ask for a yes
    if answer.no_means != "accept":
        return ""  # what no frame is known for was taken by its meaning as a whole
    prompt = read(heard(card.prompt))
    if not _differs(card, prompt, answer) or _is_model(card, answer):
        return ""
    gone, new = _differing(card, prompt, answer)
    if not gone and not new:
        lost, come = verbs(prompt, answer)
        return asked["swapped"].format(new=come, gone=lost)
    return _named(gone, new, prompt.text, answer.text, asked)


def _is_model(card: Card, answer: Reading) -> bool:
    """Tell whether an answer has the verb and all the telling words of the model answer, and none that is not on the card."""
    model = read(heard(card.model))
    return verbs_of(model, answer, card.model) in ("same", "") and not any(_differing(card, model, answer))


def _has_own_words(card: Card, answer: Reading) -> bool:
    """Tell whether an answer has a word that is not on the card, which could turn it: "Can we meet on Tuesday?" has none."""
    known = telling(answer, f"{card.prompt} {card.situation} {card.model}")
    return any(not any(akin(word, other) for other in known) for word in telling(answer, answer.text))


def _differs(card: Card, prompt: Reading, answer: Reading) -> bool:
    """Tell whether an answer may ask for something else than the prompt of its card."""
    gone, new = _differing(card, prompt, answer)
    kind = verbs_of(prompt, answer, f"{card.situation} {card.model}")
    if not gone and not new:
        return kind in ("known", "light")
    return _is_open(kind, len(gone), len(new))


def _differing(card: Card, base: Reading, answer: Reading) -> tuple[list[str], list[str]]:
    """Return the roots of a line's telling words that an answer has not, and of its own that are nowhere on the card."""
    wanted, said = telling(base, base.proposal or base.text), telling(answer, answer.text)
    around = telling(base, f"{card.prompt} {card.situation} {card.model}")
    gone = [word for word in wanted if not any(akin(word, other) for other in said)]
    given = telling(answer, answer.proposal or answer.text)
    new = [word for word in given if not any(akin(word, other) for other in around)]
    slips = [(one, other) for one in new for other in (*gone, *around) if fuzz.ratio(one, other) >= SLIP]
    return (
        [word for word in gone if word not in {other for _, other in slips}],
        [word for word in new if word not in {one for one, _ in slips}],
    )


def _is_open(kind: str, gone: int, new: int) -> bool:
    """Tell whether an answer may ask for something else. `kind`: of its verb (see `verbs_of`); `gone`, `new`: how many words.

    Which of these say little was counted on the answers of `tests/answers` that may be seen.
    """
    if kind == "other":
        return True
    if kind == "same":
        return new == 1 or (new > 1 and not gone)
    if not gone:
        return True
    if gone == 1 and kind in ("known", "light"):
        return True
    return gone == new == 1 or (kind != "" and new < QUITE_OTHER)


def _named(gone: list[str], new: list[str], prompt: str, answer: str, asked: dict[str, str]) -> str:
    """Return the question with the words in it that differ, as they were typed."""
    lost, come = _typed(gone, prompt), _typed(new, answer)
    if lost and come:
        return asked["swapped"].format(new=come, gone=lost)
    return (
        asked["added"].format(new=come) if come else asked["gone"].format(gone=lost) if lost else asked["other_words"]
    )


def _typed(roots: list[str], text: str) -> str:
    """Return the first word of a text that has one of these roots."""
    return next((word for word in _WORD.findall(text) if root(word.lower()) in roots), "")


def _is_vague(card: Card, text: str, near: Nearness | None) -> bool:
    """Tell whether a label that was taken may name nothing, or give a reason that nobody told."""
    reasons = label_answers.reasons(card, text)
    if reasons is None:
        return near is None or label_answers.nearness(card, text, near)[1] < NEAR_FEELING
    reason = min(reasons, key=len)
    untold = _untold(card, reason)
    if reason.startswith("because ") and untold > 1 / 2:
        return True
    if near is None or not untold:
        return False
    said, felt = label_answers.nearness(card, text, near)
    return felt < SURE_FEELING and said > felt - NEARER


def _untold(card: Card, reason: str) -> float:
    """Return the share (0–1) of the words of a reason that are nowhere on a card: "… that somebody will steal the bags"."""
    known = telling(read(card.says), f"{card.says} {card.model} {card.explanation} {' '.join(card.feels)}")
    words = telling(read(reason), reason) if reason else []
    return sum(not any(akin(word, other) for other in known) for word in words) / len(words) if words else 0.0
