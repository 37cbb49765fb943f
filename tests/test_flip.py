from __future__ import annotations

import sys

import pytest

from trainer.language import MoveKind, NoMeans, Reading, flip, read
from trainer.language.flipping.flip import Pattern, patterns
from trainer.language.flipping.same_request import same_request
from trainer.language.flipping.verb_forms import doing


@pytest.mark.parametrize(
    ("line", "best"),
    [
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Tuesday?"),
        ("Shall we have a cup of tea one day?", "Would it be crazy if we had a cup of tea one day?"),
        ("could you send me the figures by Friday", "Would it be a problem to send me the figures by Friday?"),
        ("Let's grab lunch tomorrow.", "Would it be crazy if we grabbed lunch tomorrow?"),
        ("I'd like a raise of 10%.", "Would you be against a raise of 10%?"),
        ("How about Thursday at noon?", "Would you be against Thursday at noon?"),
        ("Please send me the file.", "Would you mind sending me the file?"),
        ("Can I sit here?", "Would you object if I sat here?"),
        ("Would it be possible to meet on Monday?", "Would it be too much to ask to meet on Monday?"),
        ("Any chance we could talk on Friday?", "Would you be against talking on Friday?"),
        ("I was wondering if you could help me move.", "Would it be too much trouble to help me move?"),
        ("Why don't we get dinner?", "Would it be a bad idea to get dinner?"),
        ("Would it be a bad idea not to meet?", "Would it be too much to ask to meet?"),
        ("Is it ok if I pay half now?", "Would it bother you if I paid half now?"),
        ("Would you be up for a walk on Sunday?", "Would you be against a walk on Sunday?"),
        ("I'd love for you to join us in May.", "Would you be against joining us in May?"),
        ("pls can u resend the link", "Would it be a problem to resend the link?"),
        ("wanna come to the quiz tonight?", "Would it spoil your plans to come to the quiz tonight?"),
        ("Can my sister join us on Friday?", "Would it be a problem if my sister joined us on Friday?"),
        (
            "Come over on Sunday, I'm making soup.",
            "Would it spoil your plans to come over on Sunday? I'm making soup.",
        ),
        ("Could we get a discount?", "Would you object if we got a discount?"),
        ("Let me buy you lunch.", "Would it be a problem if I bought you lunch?"),
        ("Do you have ten minutes to look at it?", "Would it be too much to ask you for ten minutes to look at it?"),
        ("It would make my day if you sang for us.", "Would it be too much trouble to sing for us?"),
        ("Shall we say nine o'clock?", "Would you be against nine o'clock?"),
        (
            "Is there any flexibility on the start date?",
            "Would it be too much to ask for some flexibility on the start date?",
        ),
        ("Do you have a minute?", "Is this a bad moment?"),
        ("Are you free on Sunday to help me paint?", "Would Sunday be a bad time for you to help me paint?"),
        ("Is now a good time to talk?", "Would now be a bad time to talk?"),
        ("Does Thursday work for the handover?", "Would Thursday be inconvenient for the handover?"),
        ("Would you like me to print it?", "Would you rather I didn't print it?"),
        ("Are you interested in joining us?", "Would it spoil your plans to join us?"),
        ("I was wondering if you could show me how you build it.", "Would you mind showing me how you build it?"),
        ("Could you tell me what you thought of it?", "Would you mind telling me what you thought of it?"),
        ("If I finish early, can I leave at three?", "If I finish early, would you object if I left at three?"),
        ("My quote is 3,400. Can you match that?", "My quote is 3,400. Would you be opposed to matching that?"),
        (
            "Could you look at the file plan.docx before noon?",
            "Would it be too much to ask you to look at the file plan.docx before noon?",
        ),
        ("Could you ask for Mr. Olsen?", "Would it put you out to ask for Mr. Olsen?"),
        ("Could you not park there?", "Would you mind not parking there?"),
        ("Don't forget the keys, please.", "Would it be too much to ask you to remember the keys?"),
        (
            "Would you and Priya like to come round for tea?",
            "Would you and Priya be against coming round for tea?",
        ),
        (
            "You'll bring the cones on Saturday, won't you?",
            "Would it be too much trouble to bring the cones on Saturday?",
        ),
        ("Can you call her and book it, please?", "Would you mind calling her and booking it?"),
        ("Are you okay with me leaving at three?", "Would you be opposed to me leaving at three?"),
        ("I need you to sign it by noon.", "Would it be a problem to sign it by noon?"),
        ("I'd like my deposit back.", "Would it be too much to ask for my deposit back?"),
        (
            "we could walk there, couldn't we, it's barely a mile",
            "Would it be a bad idea to walk there? it's barely a mile",
        ),
        ("Can/people visit the garden?", "Would it be a problem for people to visit the garden?"),
        ("Could\tsomebody help?", "Would it be a problem for somebody to help?"),
        ("Could\u00a0Ida go for a walk?", "Would it be a problem for Ida to go for a walk?"),
        ("can/we go for a walk?", "Would it be a problem for we to go for a walk?"),
        ("Can we\u2009meet\non Tuesday?", "Would it be a bad idea to meet on Tuesday?"),
        ("Can 3 people come?", "Would it be a problem for 3 people to come?"),
        ("Shall we discuss a bundle deal?", "Would it be a problem if we discussed a bundle deal?"),
        ("Can I work from home and leave at three?", "Would it be a problem if I worked from home and left at three?"),
    ],
)
def test_the_best_flip(line: str, best: str) -> None:
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
    ("verb", "form"),
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
def test_the_ing_form(verb: str, form: str) -> None:
    assert doing(f"{verb} you") == f"{form} you"


@pytest.mark.parametrize("verb", ["send", "lend", "mend", "spend"])
def test_a_verb_in_nd_is_the_same_in_ing(verb: str) -> None:
    """Their stems are not those of their forms in -ing, so these flips were once lost."""
    assert same_request(read(f"Could you {verb} it?"), read(f"Would you mind {verb}ing it?"))


def test_no_more_is_read_than_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try reads the whole line again, which may be long."""
    module, tried = sys.modules[flip.__module__], list[str]()
    holds = module._holds

    def tries(asked: Reading, text: str, language: str) -> bool:
        tried.append(text)
        return bool(holds(asked, text, language))

    monkeypatch.setattr(module, "_holds", tries)
    assert flip("Could you send me the report?") == tried and len(tried) == 3


@pytest.mark.parametrize(
    ("line", "flipped"),
    [
        # the question is dropped with the words that only ask, and no line is made without what else it says
        ("Are you well? Could you call me on Friday?", "Would you mind calling me on Friday?"),
        ("Is the strimmer still available? Would you take 25 for it?", ""),
        # a no is no answer to this one
        (
            "Could you water the plants? When is the concert?",
            "Would you mind watering the plants? When is the concert?",
        ),
    ],
)
def test_no_other_question_is_left_that_a_no_would_answer(line: str, flipped: str) -> None:
    assert flipped in flip(line) if flipped else flip(line) == []


def test_a_short_word_before_a_stop_ends_its_sentence_unless_a_number_follows() -> None:
    assert flip("I love modern art. Can we meet on Tuesday?")[0].startswith("I love modern art. Would")
    assert all("p. 37 of" in text for text in flip("Could you fix the typo on p. 37 of the draft?"))
    assert flip("Could you fix the typo on p. 37 of the draft?") != []


def test_what_is_to_be_done_to_a_thing_gets_no_flip_and_a_thing_does() -> None:
    assert flip("I want the pans scrubbed by six.") == []
    assert "a more detailed quote by Friday" in flip("I'd like a more detailed quote by Friday.")[0]
