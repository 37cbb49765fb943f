from __future__ import annotations

import sys

import pytest

from trainer.language import MoveKind, NoMeans, Reading, flip, read
from trainer.language.flipping.flip import Pattern, patterns, plainer
from trainer.language.flipping.same_request import same_request
from trainer.language.flipping.verb_forms import doing
from trainer.language.reading import Ask
from trainer.language.tables import flip_table


@pytest.mark.parametrize(
    ("line", "best"),
    [
        ("Can we meet on Tuesday?", "Would you mind if we met on Tuesday?"),
        ("Shall we have a cup of tea one day?", "Would it be a terrible idea to have a cup of tea one day?"),
        ("could you send me the figures by Friday", "Would it be too much trouble to send me the figures by Friday?"),
        ("Let's grab lunch tomorrow.", "Would it be a terrible idea to grab lunch tomorrow?"),
        ("I'd like a raise of 10%.", "Would it be unreasonable to ask for a raise of 10%?"),
        ("How about Thursday at noon?", "Would Thursday at noon be inconvenient?"),
        ("Please send me the file.", "Would you mind sending me the file?"),
        ("Can I sit here?", "Would you have any objection if I sat here?"),
        ("Would it be possible to meet on Monday?", "Would it be too much to ask to meet on Monday?"),
        ("Any chance we could talk on Friday?", "Would you mind if we talked on Friday?"),
        ("I was wondering if you could help me move.", "Would it be too much trouble to help me move?"),
        ("Why don't we get dinner?", "Would you be against getting dinner?"),
        ("Would it be a bad idea not to meet?", "Would it be too much to ask to meet?"),
        ("Is it ok if I pay half now?", "Would it be a problem if I paid half now?"),
        ("Would you be up for a walk on Sunday?", "Would you say no to a walk on Sunday?"),
        ("I'd love for you to join us in May.", "Would it be out of the question to join us in May?"),
        ("pls can u resend the link", "Would you mind resending the link?"),
        ("wanna come to the quiz tonight?", "Would you be too busy to come to the quiz tonight?"),
        ("Can my sister join us on Friday?", "Would it be a problem if my sister joined us on Friday?"),
        (
            "Come over on Sunday, I'm making soup.",
            "Would you be too busy to come over on Sunday? I'm making soup.",
        ),
        ("Could we get a discount?", "Would it be cheeky to ask for a discount?"),
        ("Let me buy you lunch.", "Would it be inconvenient if I bought you lunch?"),
        ("Do you have ten minutes to look at it?", "Would it be too much to ask for ten minutes to look at it?"),
        ("It would make my day if you sang for us.", "Would it be too much to ask you to sing for us?"),
        ("Shall we say nine o'clock?", "Would nine o'clock be inconvenient?"),
        (
            "Is there any flexibility on the start date?",
            "Would it be too much to ask for some flexibility on the start date?",
        ),
        ("Do you have a minute?", "Is this a bad moment?"),
        ("Are you free on Sunday to help me paint?", "Would Sunday be a bad time for you to help me paint?"),
        ("Is now a good time to talk?", "Would now be a bad time to talk?"),
        ("Does Thursday work for the handover?", "Would Thursday be inconvenient for the handover?"),
        ("Would you like me to print it?", "Would I be overstepping if I printed it?"),
        ("Are you interested in joining us?", "Would you be too busy to join us?"),
        (
            "I was wondering if you could show me how you build it.",
            "Would it be too much trouble to show me how you build it?",
        ),
        ("Could you tell me what you thought of it?", "Would you mind telling me what you thought of it?"),
        ("If I finish early, can I leave at three?", "If I finish early, would it be a problem if I left at three?"),
        ("My quote is 3,400. Can you match that?", "My quote is 3,400. Would it be out of the question to match that?"),
        (
            "Could you look at the file plan.docx before noon?",
            "Would it be a problem to look at the file plan.docx before noon?",
        ),
        ("Could you ask for Mr. Olsen?", "Would you mind asking for Mr. Olsen?"),
        ("Could you not park there?", "Would it be too much to ask you not to park there?"),
        ("Don't forget the keys, please.", "Would you mind remembering the keys?"),
        (
            "Would you and Priya like to come round for tea?",
            "Would you and Priya be too busy to come round for tea?",
        ),
        (
            "You'll bring the cones on Saturday, won't you?",
            "Would you mind bringing the cones on Saturday?",
        ),
        ("Can you call her and book it, please?", "Would it be a problem to call her and book it?"),
        ("Are you okay with me leaving at three?", "Would you object to me leaving at three?"),
        ("I need you to sign it by noon.", "Would you mind signing it by noon?"),
        ("I'd like my deposit back.", "Would you mind giving me my deposit back?"),
        (
            "we could walk there, couldn't we, it's barely a mile",
            "Would you be against walking there? it's barely a mile",
        ),
        ("Can/people visit the garden?", "Would it be a problem for people to visit the garden?"),
        ("Could\tsomebody help?", "Would it be a problem for somebody to help?"),
        ("Could\u00a0Ida go for a walk?", "Would it be a problem for Ida to go for a walk?"),
        ("can/we go for a walk?", "Would you be against going for a walk?"),
        ("Can we\u2009meet\non Tuesday?", "Would you mind if we met on Tuesday?"),
        ("Can 3 people come?", "Would it be a problem for 3 people to come?"),
        ("Shall we discuss a bundle deal?", "Would it be inconvenient if we discussed a bundle deal?"),
        (
            "Would Wednesday 12 Feb. at 10 a.m. be convenient for a site visit?",
            "Would Wednesday 12 Feb. at 10 a.m. be inconvenient for a site visit?",
        ),
        (
            "I'd be grateful for a talk in the week of 14 April about my file (ref. 24/0187).",
            "Would it be too much to ask for a talk in the week of 14 April about my file (ref. 24/0187)?",
        ),
        (
            "Please refund the fare; the train never came.",
            "Would it be a lot of trouble to refund the fare? The train never came.",
        ),
        (
            "I need you to cover reception on Friday, Dan's off sick.",
            "Would it be too much to ask you to cover reception on Friday? Dan's off sick.",
        ),
        (
            "Send me the notes pls i was at the dentist",
            "Would you mind sending me the notes? I was at the dentist.",
        ),
        (
            "Our offer is 18,500 for everything. Does that work for you?",
            "Our offer is 18,500 for everything. Would that be out of the question?",
        ),
        (
            "I want to paint the hallway green. Are you okay with that?",
            "I want to paint the hallway green. Would that be out of the question?",
        ),
        ("200 for the pair, can you do that?", "200 for the pair. Would that be out of the question?"),
        (
            "I wonder if the parish council would let me repair the sundial.",
            "Is there any reason the parish council couldn't let me repair the sundial?",
        ),
        (
            "I was wondering whether the deposit could be paid in two parts.",
            "Would it be out of the question for the deposit to be paid in two parts?",
        ),
        ("I should like the full fare reimbursed.", "Would you object if the full fare were reimbursed?"),
        ("Could I get the reduced rate?", "Would it be unreasonable to ask for the reduced rate?"),
        ("May I have a look at it?", "Would it be a problem if I had a look at it?"),
        ("Will you be my referee?", "Would it be too much to ask you to be my referee?"),
        ("Would you join our advisory board?", "Would it be too much of a burden to join our advisory board?"),
        (
            "Will you let us put a poster in your window?",
            "Would it be a problem if we put a poster in your window?",
        ),
        (
            "Can we run the harvester across your field?",
            "Would it be a problem if we ran the harvester across your field?",
        ),
        (
            "Does anybody feel like taking over the newsletter?",
            "Would anybody mind taking over the newsletter?",
        ),
        ("Are you happy for the agent to come on Thursday?", "Would it bother you if the agent came on Thursday?"),
        ("I'd like to talk about my salary.", "Would you be against talking about my salary?"),
        (
            "We propose to extend the date to 30 November.",
            "Would you mind if we extended the date to 30 November?",
        ),
        ("I'm proposing a new rent of €1,140.", "Would you be against a new rent of €1,140?"),
        ("What would you say to sharing the cost?", "Would you be against sharing the cost?"),
        ("Got 20 minutes to see a demo?", "Would it be too much to ask you for 20 minutes to see a demo?"),
        ("Do you have a minute after rehearsal?", "Would after rehearsal be a bad time?"),
        ("Do me a favour and ring the bell twice.", "Would you mind ringing the bell twice?"),
        (
            "Would you agree to my subletting the small room?",
            "Would you have any objection if I subletted the small room?",
        ),
        (
            "We'd like to grow, and I'd like you to lead with 200.",
            "We'd like to grow. Would it be too much trouble to lead with 200?",
        ),
        ("Could Rex's check-up wait until Friday?", "Would it be a problem for Rex's check-up to wait until Friday?"),
        (
            "I'd like you to take over in May. Have a think and tell me.",
            "Would it be too much trouble to take over in May? Have a think and tell me.",
        ),
        ("Would you like me to carry it?", "Would it be too much if I carried it?"),
        ("Mum can I stay at Ellie's till 11?", "Mum, would it be inconvenient if I stayed at Ellie's till 11?"),
        ("We'd love to have you at our wedding in May.", "Would you be too busy to join us at our wedding in May?"),
        (
            "I'd like to propose that we drop the stand-up and post a note instead.",
            "Would it be a problem if we dropped the stand-up and posted a note instead?",
        ),
        (
            "Could you let me through with this one bottle?",
            "Would you mind letting me through with this one bottle?",
        ),
        (
            "We need someone to take over the minutes.",
            "Would it be a problem for someone to take over the minutes?",
        ),
        (
            "Can we talk tonight about where things are going?",
            "Would you mind if we talked tonight about where things are going?",
        ),
        ("Is it okay if our group uses the reading room?", "Would it be a problem if our group used the reading room?"),
        (
            "Can I work from home and leave at three?",
            "Would you have any objection if I worked from home and left at three?",
        ),
    ],
)
def test_the_best_flip(line: str, best: str) -> None:
    assert flip(line)[0] == best


@pytest.mark.parametrize(
    "line",
    [
        "Let us know whether you'd be happy to have your photo on the page.",
        "Would anybody in their right mind pay nine euros for a sandwich?",
        "Do you want me to book the 6.10 or shall I get the later one?",
        "Can you see the castle from the breakfast room?",
        "Would you say the second dose hurt more than the first?",
        "Is there a chance of frost tonight?",
        "Please find attached my essay.",
        "Could that meeting have been any longer?",
        "Would you ever have guessed that he used to dance?",
        "May we use your logo, and would you like the back page or the front one?",
        "Who's up for a beach day on Saturday?",
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
    same = module.same_request

    def tries(asked: Reading, rewritten: Reading, *more: Ask | int | None) -> bool:
        tried.append(rewritten.text)
        return bool(same(asked, rewritten, *more))

    monkeypatch.setattr(module, "same_request", tries)
    assert flip("Could you send me the report?") == tried and len(tried) == 3


@pytest.mark.parametrize(
    ("line", "flipped"),
    [
        # the question is dropped with the words that only ask, and no line is made without what else it says
        ("Are you well? Could you call me on Friday?", "Would it be too much trouble to call me on Friday?"),
        (
            "Is the strimmer still available? Would you take 25 for it?",
            "If the strimmer is still available, would it be cheeky to ask you to take 25 for it?",
        ),
        # a no is no answer to this one
        (
            "Could you water the plants? When is the concert?",
            "Would it be cheeky to ask you to water the plants? When is the concert?",
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


@pytest.mark.parametrize("row", flip_table()["guise"], ids=lambda row: row["example"])
def test_every_guise_is_needed_and_leads_to_flips(row: dict[str, str]) -> None:
    """An ask without the form of one is said plainly first; a row that changes nothing stands for nothing."""
    assert next(plainer(row["example"])) != row["example"]
    found = flip(row["example"])
    assert found and all(read(text).no_means is NoMeans.ACCEPT for text in found)


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("Can you two keep an eye on our house?", "you two"),
        ("Is anyone able to take my shift on Wednesday?", "Would anyone mind taking my shift on Wednesday?"),
        ("Might you have a spare ticket for the festival?", "a spare ticket for the festival"),
        ("I'm asking for the hedge to be cut back to two metres.", "cut back to two metres?"),
        ("I'd appreciate it if someone could come and look at the lift.", "come and look at the lift"),
        ("Could somebody look at the pothole in front of no. 19?", "in front of no. 19"),
        ("I request a refund for the crossing, booking ref. KX-2091.", "booking ref. KX-2091"),
        ("Could we meet on Saturday, 17 May, at the hall?", "on Saturday, 17 May, at the hall?"),
        (
            "I'd be glad to stay on, provided that we can agree on four days.",
            ", provided that we can agree on four days?",
        ),
        ("Let's rename the flag before it ships, what do you reckon?", "before it ships? What do you reckon?"),
        ("Let's meet every two weeks, we hardly ever have enough to talk about.", "weeks? We hardly ever have"),
        (
            "Is the sofa still available, and could you deliver it?",
            "If the sofa is still available, would you mind delivering it?",
        ),
        ("I'd like to book a haircut for Friday.", "be too late to book a haircut for Friday?"),
    ],
)
def test_nothing_of_a_request_is_lost_or_cut(line: str, held: str) -> None:
    assert held in flip(line)[0]


def test_no_casual_frame_stands_in_a_formal_line() -> None:
    casual = [row.template for row in patterns() if row.casual]
    assert casual
    lines = ("could you lend me your ladder?", "can I have a discount?", "could you feed the hens until Monday?")
    begun = tuple(template.split("{")[0] for template in casual)
    for line in lines:
        assert not any(
            text.removeprefix("Dear Mr Oyelaran, ").capitalize().startswith(begun)
            for text in flip(f"Dear Mr Oyelaran, {line}")
        )
