"""The days, amounts and times of an ask: kept by another line or not. One pair a kind of slip, and one that is none."""

import pytest

from trainer.drills.facts import facts, keeps_facts, without_facts


@pytest.mark.parametrize(
    ("asked", "kept", "lost"),
    [
        ("Can we talk on Monday?", "any prob if we talk mon", "any problem if we talk on Sunday"),
        ("Can we talk on Monday?", "Would Monday be bad for a talk?", "Would it be bad to talk?"),
        ("Can I have the van at seven?", "mind if i have the van @ 7", "Would you mind if I had the van at eight?"),
        ("Can you lend me 4,000?", "Would it be mad to lend me 4k?", "Would it be mad to lend me 400?"),
        ("Can I come at half past eight?", "Is 8.30 too early?", "Is half past nine too early?"),
        # an amount in other words
        ("Do you have an hour?", "Would sixty minutes be too long?", "Would six minutes be too long?"),
        ("Can I keep it two weeks?", "Would a fortnight be too long?", "Would two months be too long?"),
        # what is replaced by what
        ("Can we meet at two instead of five?", "Is 2 not 5 a bad idea?", "Would it hurt to meet at five instead of two?"),
        ("Could I pay on the 8th rather than the 3rd?", "Is the 8th not the 3rd bad?", "Is the 3rd, not the 8th, bad?"),
        ("Can we meet at two instead of three?", "Would two, an hour sooner, be bad?", "Would an hour at two be bad?"),
        # from when and until when, and whose day it is
        ("Will you take 60 from May?", "Is 60 starting in May too little?", "Is 60 until May too little?"),
        ("Will you take 60 from June?", "Is 60 starting in June too little?", "Is 60 until June too little?"),
        ("Can you swap your Friday for my Sunday?", "mind swapping ur fri for my sun", "Mind swapping my Friday for your Sunday?"),
        ("Can I have your hose on Friday?", "Mind if my beds get your hose Friday?", "Mind if I have the hose on your Sunday?"),
        # of what there are so many
        ("Will you feed it twice a day for three weeks?", "mind feeding it 2x a day 3 wks", "Mind feeding it three times a day for two weeks?"),
        ("Can you write two pages?", "Are 2 pgs too many?", "Are two lines too many?"),
        # a day, and a word that looks like one
        ("Can I sit here?", "Would you mind if I sat here?", "Would you mind if I came here Sat?"),
        # the other side of a contrast
        ("Will you pay half of it?", "Would half of it be too much?", "Would all of it, the full sum, be too much?"),
        ("Can you read my talk by Friday?", "mind reading it by fri", "Mind writing it by Friday?"),
        ("Can I lead the first half?", "mind if i lead the 1st half", "Mind if I lead the second half?"),
    ],
)  # fmt: skip
def test_a_fact_is_kept_or_lost(asked: str, kept: str, lost: str) -> None:
    assert keeps_facts(asked, kept), facts(kept)
    assert not keeps_facts(asked, lost), facts(lost)


def test_what_the_card_tells_may_be_named() -> None:
    assert not keeps_facts("Can we start at two?", "Would it be odd to start on Monday at two?")
    assert keeps_facts(
        "Can we start at two?", "Would it be odd to start on Monday at two?", "It is about Monday's meeting."
    )


def test_words_without_the_facts() -> None:
    assert without_facts("Can I keep the 3 bikes until Friday?").split() == [
        "can",
        "i",
        "keep",
        "the",
        "bikes",
        "until",
    ]
