"""The steps of a round: what "next" and "back" mean in each phase, as tables."""

from __future__ import annotations

from .state import Phase, Workshop

#: Phase → its name on the console.
NAMES = {
    Phase.BRIEF: "The brief",
    Phase.TALK: "The talk",
    Phase.PROPOSE: "Proposals",
    Phase.VOTE: "First vote",
    Phase.DISCUSS: "Discussion",
    Phase.VOTE_AGAIN: "Second vote",
    Phase.PREDICT: "Prediction",
    Phase.REVEAL: "The answer",
    Phase.COMPARE: "Attempts compared",
    Phase.END: "The end",
}
#: Phase → the one that "next" leads to. After the prediction the chosen line is said first.
_NEXT = {
    Phase.BRIEF: Phase.TALK,
    Phase.TALK: Phase.PROPOSE,
    Phase.PROPOSE: Phase.VOTE,
    Phase.VOTE: Phase.DISCUSS,
    Phase.DISCUSS: Phase.VOTE_AGAIN,
    Phase.VOTE_AGAIN: Phase.PREDICT,
    Phase.PREDICT: Phase.REVEAL,
    Phase.REVEAL: Phase.TALK,
    Phase.COMPARE: Phase.END,
}
#: Phase → the one that "back" leads to, as far as nothing was said in between.
_BACK = {
    Phase.TALK: Phase.BRIEF,
    Phase.PROPOSE: Phase.TALK,
    Phase.VOTE: Phase.PROPOSE,
    Phase.DISCUSS: Phase.VOTE,
    Phase.VOTE_AGAIN: Phase.DISCUSS,
    Phase.PREDICT: Phase.VOTE_AGAIN,
    Phase.REVEAL: Phase.TALK,
    Phase.COMPARE: Phase.TALK,
    Phase.END: Phase.COMPARE,
}


def next_name(workshop: Workshop) -> str:
    """Return the name of what comes next, "" at the end."""
    following = _NEXT.get(workshop.phase)
    return NAMES[following] if following else ""


def forward(workshop: Workshop) -> Workshop:
    """Return the workshop one step on. Raises TrainerError where a vote lacks lines.

    From the prediction on it stands still: there a line has to be said, which `RunningWorkshop.play` does.
    """
    if workshop.phase in (Phase.PROPOSE, Phase.DISCUSS):
        return workshop.voting()
    if workshop.phase is Phase.VOTE_AGAIN:
        return workshop.choosing(workshop.leading())
    if workshop.phase is Phase.PREDICT or workshop.phase not in _NEXT:
        return workshop
    return workshop.at(_NEXT[workshop.phase])


def back(workshop: Workshop) -> Workshop:
    """Return the workshop one step back, or as it is where there is none."""
    return workshop.at(_BACK[workshop.phase]) if workshop.phase in _BACK else workshop
