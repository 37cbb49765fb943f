from __future__ import annotations

import sys

import pytest

from trainer.language import MoveKind, NoMeans, flip, read
from trainer.language.flipping.flip import Pattern, patterns
from trainer.language.flipping.verb_forms import did, doing


@pytest.mark.parametrize(
    ("line", "best"),
    [
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Tuesday?"),
        ("Shall we have a cup of tea one day?", "Would it be a bad idea to have a cup of tea one day?"),
        (
            "could you send me the figures by Friday",
            "Would it be too much to ask you to send me the figures by Friday?",
        ),
        ("Let's grab lunch tomorrow.", "Would it be a bad idea to grab lunch tomorrow?"),
        ("I'd like a raise of 10%.", "Would you be opposed to a raise of 10%?"),
        ("How about Thursday at noon?", "Would you be opposed to Thursday at noon?"),
        ("Please send me the file.", "Would it be too much to ask you to send me the file?"),
        ("Can I sit here?", "Would it be out of line for me to sit here?"),
        ("Would it be possible to meet on Monday?", "Would it be a bad idea to meet on Monday?"),
        ("Any chance we could talk on Friday?", "Would it be a bad idea to talk on Friday?"),
        ("I was wondering if you could help me move.", "Would it be too much to ask you to help me move?"),
        ("Why don't we get dinner?", "Would it be a bad idea to get dinner?"),
        ("Would it be a bad idea not to meet?", "Would it be a bad idea to meet?"),
        ("Is it ok if I pay half now?", "Is it a problem if I pay half now?"),
        ("Would you be up for a walk on Sunday?", "Would you be opposed to a walk on Sunday?"),
        ("I'd love for you to join us in May.", "Would it be too much to ask you to join us in May?"),
        ("pls can u resend the link", "Would it be too much to ask you to resend the link?"),
        ("wanna come to the quiz tonight?", "Would you be opposed to coming to the quiz tonight?"),
        ("Can my sister join us on Friday?", "Would it be a problem for my sister to join us on Friday?"),
        (
            "Come over on Sunday, I'm making soup.",
            "Would it be too much to ask you to come over on Sunday? I'm making soup.",
        ),
        ("Could we get a discount?", "Would it be a problem for us to get a discount?"),
        ("Let me buy you lunch.", "Would it be out of line for me to buy you lunch?"),
        (
            "Do you have ten minutes to look at it?",
            "Would it be too much to ask you to take ten minutes to look at it?",
        ),
        ("It would make my day if you sang for us.", "Would it be too much to ask you to sing for us?"),
        ("Shall we say nine o'clock?", "Would you be opposed to nine o'clock?"),
    ],
)
def test_the_best_flip(line: str, best: str) -> None:
    assert flip(line)[0] == best


@pytest.mark.parametrize(
    ("line", "best"),
    [
        ("Can/people visit the garden?", "Would it be a problem for people to visit the garden?"),
        ("Could\tsomebody help?", "Would it be a problem for somebody to help?"),
        ("Could\u00a0Ida go for a walk?", "Would it be a problem for Ida to go for a walk?"),
        ("Can=people visit the garden?", "Would it be a problem for people to visit the garden?"),
        ("can/we go for a walk?", "Would it be a bad idea to go for a walk?"),
        ("Can we\u2009meet\non Tuesday?", "Would it be a bad idea to meet on Tuesday?"),
        ("Can 3 people come?", "Would it be a problem for 3 people to come?"),
    ],
)
def test_what_stands_between_two_words_changes_no_flip(line: str, best: str) -> None:
    assert flip(line)[0] == best


@pytest.mark.parametrize(
    "line",
    [
        "",
        "It rained.",
        "Would it be a bad idea to meet?",
        "You idiot, can we meet?",
        "You have to come now. Can we meet?",
        "What do you need?",
    ],
)
def test_nothing_to_flip(line: str) -> None:
    assert flip(line) == []


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.template)
def test_every_pattern_reads_back_as_no_oriented(pattern: Pattern) -> None:
    reading = read(pattern.example)
    assert (reading.kind, reading.no_means) == (MoveKind.NO_ORIENTED_ASK, NoMeans.ACCEPT)


@pytest.mark.parametrize(
    ("verb", "doing"),
    [
        ("meet", "meeting"),
        ("have", "having"),
        ("grab", "grabbing"),
        ("see", "seeing"),
        ("visit", "visiting"),
        ("lie", "lying"),
        ("show", "showing"),
        ("play", "playing"),
        ("be", "being"),
        ("get", "getting"),
        ("talk", "talking"),
    ],
)
def test_the_ing_form(verb: str, doing: str) -> None:
    assert doing_form(f"{verb} you") == f"{doing} you"


def test_no_more_is_read_than_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try reads the whole line again, which may be long."""
    module, tried = sys.modules[flip.__module__], list[str]()
    holds = module._holds

    def tries(text: str, language: str) -> bool:
        tried.append(text)
        return bool(holds(text, language))

    monkeypatch.setattr(module, "_holds", tries)
    assert flip("Could you meet me on Tuesday?") == tried and len(tried) == 3
