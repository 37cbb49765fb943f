"""What a workshop may hold: its phases, and how much of everything. Its steps keep to it, and a stored one is held to it."""

from __future__ import annotations

from enum import StrEnum

LETTERS = "ABCD"
#: Candidates in one vote.
FEWEST, MOST = 2, 4
LONGEST_LINE = 140
#: Text size of the audience window, in percent.
SMALLEST, LARGEST, STEP = 70, 160, 10
#: Attempts at one talk, and lines of all of them together. Each step says them all again, 30 lines in a second; a room says
#: a hundred in an hour and a half.
MOST_ATTEMPTS, MOST_LINES = 50, 300
#: Votes for a line; points of a guess; the part of a plan that is in hand; minutes of a plan.
MOST_VOTES, MOST_POINTS, MOST_PART, MOST_MINUTES = 100_000, 999_999, 1_000, 1_440
#: The id of a talk that was erased in the file while memory stood in for it: there is no such row.
ERASED = -1


class Phase(StrEnum):
    """Where a round is. It goes round: talk → propose → vote → discuss → vote again → predict → reveal → talk."""

    BRIEF = "brief"
    TALK = "talk"
    PROPOSE = "propose"
    VOTE = "vote"
    DISCUSS = "discuss"
    VOTE_AGAIN = "vote_again"
    PREDICT = "predict"
    REVEAL = "reveal"
    COMPARE = "compare"
    END = "end"

    @property
    def voting(self) -> bool:
        """Whether votes are counted now."""
        return self in (Phase.VOTE, Phase.VOTE_AGAIN)
