"""Why a frame that matches asks for nothing here: each reason a rule with a name, a row of `refusals.toml` for its examples.

A rule takes the clauses of a sentence and a match, and tells whether it refuses the match.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from ..matching.templates import NUMBER, PARTICIPLE
from .clauses import Clauses
from .continuations import ends, follows
from .match import Match
from .stakes import Stake, is_now, stake_of

_ACT = frozenset(("to", "if"))
#: Within how many words before a clause a view is named ("so you think it is …").
_VIEW = 5

Rule = Callable[[Clauses, Match], bool]


def refusal_of(clauses: Clauses, match: Match) -> str:
    """Return the name of the first rule that refuses a match, "" for none."""
    return next((name for name, refuses in REFUSALS.items() if refuses(clauses, match)), "")


def _not_fronted(_clauses: Clauses, match: Match) -> bool:
    return match.frame.fronted and not match.head.fronted


def _no_question_mark(clauses: Clauses, match: Match) -> bool:
    return match.frame.question and not clauses.sentence.question


def _other_auxiliary(_clauses: Clauses, match: Match) -> bool:
    return bool(match.frame.aux) and match.head.aux not in match.frame.aux


def _denial_of_the_act(clauses: Clauses, match: Match) -> bool:
    """Tell whether the last "not" of the frame belongs to the act: "cowardly not to"."""
    return match.frame.general and clauses.norms[match.end - 1] == "not"


def _asks_which(clauses: Clauses, match: Match) -> bool:
    """Tell whether "or" narrows the question down to which part: "… against all of it, or only the noisy part?"."""
    narrowed = clauses.last_of(clauses.classes["narrowing"], before="or") > match.end
    return match.frame.kin.of_person and narrowed


def _other_subject(clauses: Clauses, match: Match) -> bool:
    head, frame = match.head, match.frame
    if frame.named and frame.named.isdisjoint(clauses.norms[max(head.subject_start, 0) : head.predicate]):
        return True
    if head.subject == "bare":
        asks = clauses.sentence.question or clauses.norms[head.predicate] == "any"
        return not ("bare" in frame.subjects or (bool(head.before) and frame.valence == "negative" and asks))
    if head.subject == "they":
        return not ("np" in frame.subjects and frame.composes == "permission")
    return head.subject not in frame.subjects


def _past(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is about the past, and so wants only to know."""
    return match.head.aux in clauses.classes["past_aux"] and not match.frame.past


def _habit_of_others(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked what others do ("has he given up") or what is so as a rule ("do you ever mind")."""
    head, frame = match.head, match.frame
    if frame.composes != "permission" or head.aux in clauses.classes["modals"] or head.mood in ("bare", "ended"):
        return False
    between = clauses.norms[head.start : head.predicate]
    if head.subject == "they" or any(word in clauses.classes["habit"] for word in between):
        return not frame.kin.asked_as_a_rule or head.subject == "they"
    anybody = clauses.norms[head.subject_start] == "any"
    others = head.subject == "np" and not anybody and head.aux not in clauses.classes["do"]
    return others and frame.kin.of_person


def _not_last(clauses: Clauses, match: Match) -> bool:
    """Tell whether a frame cut down to its end judges no thing, or does not stand last ("Friday too soon?" does)."""
    head, frame = match.head, match.frame
    if head.mood != "ended":
        return False
    judges = frame.composes == "judgement" or frame.kin.cut_short
    fits = judges and frame.valence == "negative" and match.end == clauses.last and "end" in frame.then
    return not fits


def _noise_in_the_street(clauses: Clauses, match: Match) -> bool:
    """Tell whether a thing not of the speaker's making may bother on its own: "does the traffic bother you?"."""
    head = match.head
    if not match.frame.kin.harms or head.subject != "np" or head.aux not in clauses.classes["do"]:
        return False
    first, second = clauses.norms[head.subject_start], clauses.norms[head.subject_start + 1]
    own = first in clauses.classes["own"] or second in clauses.classes["mulled"]
    own = own or clauses.class_of(first) in (PARTICIPLE, NUMBER)
    return not own and not any(follows(clauses, match, kind) for kind in match.frame.then - {"end"})


def _exclaims(clauses: Clauses, match: Match) -> bool:
    """Tell whether a judgement with "not" in front and nothing after it exclaims: "isn't that crazy?"."""
    head, frame = match.head, match.frame
    judges = frame.composes == "judgement" and frame.valence == "negative"
    pointed = clauses.subject_at(head.subject_start)[0] == "it"
    return judges and head.mood == "question" and head.fronted and pointed and ends(clauses, match.end)


def _after_a_question_word(clauses: Clauses, match: Match) -> bool:
    """Tell whether words without a verb go on with an open question: "in what way, too much?"."""
    return match.head.mood in ("bare", "ended") and clauses.first_question_word < match.head.start


def _their_view(clauses: Clauses, match: Match) -> bool:
    """Tell whether the other's view is put to them: "so you think it's too much?"."""
    start = match.head.start
    lead = clauses.norms[max(clauses.sentence.first, start - _VIEW) : start]
    if match.head.mood != "embedded" or not is_now(clauses, match) or "you" not in lead:
        return False
    place = start - len(lead) + lead.index("you")
    viewed = any(norm in clauses.classes["viewing"] for norm in lead[lead.index("you") :])
    asked = place > clauses.sentence.first and clauses.norms[place - 1] in clauses.classes["auxiliaries"] | {"not"}
    return viewed and not asked


def _told_in_passing(clauses: Clauses, match: Match) -> bool:
    """Tell whether a judgement stands inside a question about something else: "did you think, this is crazy, …?"."""
    head = match.head
    if head.mood != "claim" or clauses.tag is not None:
        return False
    if head.subject == "i" and match.frame.kin.given_up:
        return True  # "so we ought to give up on it?"
    if clauses.norms[head.start] not in clauses.classes["pointing"]:
        return False
    return clauses.first_of(clauses.classes["auxiliaries"]) < head.start


def _for_others(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked how a thing is for others: "is it too heavy for one person?", "bad for hard drives?"."""
    if not match.frame.kin.of_things or clauses.tag is not None or match.end + 1 >= clauses.last:
        return False
    link, whom = clauses.norms[match.end : match.end + 2]
    if link != "for" or whom in clauses.classes["ours"] or whom in clauses.classes["yours"]:
        return False
    supposed = not is_now(clauses, match) and not match.frame.kin.of_sense
    rest = clauses.norms[match.end + 2 : min(match.end + _VIEW, clauses.last)]
    to_do = "to" in rest and whom not in ("a", "an", "one")
    if whom in clauses.classes["others"]:
        return "to" not in rest
    return not supposed and not to_do and clauses.class_of(whom) != PARTICIPLE and match.head.mood != "ended"


def _act_of_the_world(clauses: Clauses, match: Match) -> bool:
    """Tell whether the act is the world's: "would it be so terrible if they taxed it?"."""
    here = clauses.norms[match.end : min(match.end + 2 * _VIEW, clauses.last)]
    for place, (link, whom) in enumerate(pairwise(here)):
        if link == "if":
            return whom in clauses.classes["the_world"]
        if link == "for" and place == 0 and "to" in here:
            return is_now(clauses, match) and whom in ("a", "an") and match.frame.composes == "judgement"
    return False


def _asks_which_is_so(clauses: Clauses, match: Match) -> bool:
    """Tell whether "or" offers another state of things: "is anything wrong with it, or is it just noisy?"."""
    kin = match.frame.kin
    if not is_now(clauses, match) or not (kin.of_things or kin.given_up):
        return False
    return clauses.last_of(clauses.classes["stating_aux"], before="or") > match.end


def _where_it_is_so(clauses: Clauses, match: Match) -> bool:
    """Tell whether a place or time is judged: "is it crazy at the club on Thursdays?"."""
    head = match.head
    if match.frame.composes != "judgement" or head.subject != "it" or not is_now(clauses, match):
        return False
    if match.end + 1 >= clauses.last or clauses.tag is not None:
        return False
    place = clauses.norms[match.end] in ("at", "in") and clauses.norms[match.end + 1] in clauses.classes["definite"]
    return place and clauses.last_of(_ACT) < match.end


def _tedious(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked how laborious a thing is: "is it a pain to fold?"."""
    said = clauses.norms[match.head.predicate : match.end]
    tedious = not clauses.classes["tedious"].isdisjoint(said) and "you" not in said and clauses.tag is None
    return tedious and is_now(clauses, match) and stake_of(clauses, match) is Stake.ACT


def _trouble_of_theirs(clauses: Clauses, match: Match) -> bool:
    """Tell whether a thing gives others trouble: "is that still giving him trouble?"."""
    said = clauses.norms[match.head.start : match.end]
    return is_now(clauses, match) and not clauses.classes["others"].isdisjoint(said) and match.frame.kin.of_things


def _perfect(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked what would have been: "would anybody have objected?"."""
    first, second = (*clauses.norms[match.head.predicate : match.head.predicate + 2], "", "")[:2]
    lead = clauses.norms[match.head.predicate - 1]
    perfect = first == "have" and (second in clauses.classes["past_parts"] or second.endswith("ed"))
    return match.head.aux in clauses.classes["modals"] and (perfect or lead == "have")


def _in_general(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked what holds in general: "as a rule, do you refuse?", "would you ever turn it down?"."""
    between = clauses.norms[match.head.start : match.end]
    return ("ever" in between and match.head.subject in ("you", "np")) or clauses.speaks_generally


def _of_a_kind(clauses: Clauses, match: Match) -> bool:
    """Tell whether the subject is any of a kind: "do Germans mind it?", "would a normal person be upset?"."""
    head = match.head
    if head.subject != "np" or not (match.frame.kin.of_person or match.frame.kin.given_up):
        return False
    first = clauses.norms[head.subject_start]
    plural = head.aux in ("do", "have", "are") and first not in clauses.classes["determiners"]
    some = first in ("a", "an") and head.mood == "question" and "you" not in clauses.norms[head.predicate : match.end]
    return some or (plural and first not in clauses.classes["everybody"])


def _pushed_on_feelings(clauses: Clauses, match: Match) -> bool:
    """Tell whether surprise at the other's feelings is put as a question: "don't you mind the quiet?"."""
    head, kin = match.head, match.frame.kin
    asked = head.fronted and head.mood == "question" and head.aux not in clauses.classes["modals"]
    return asked and (kin.of_stand or kin.harms)


def _names_the_trouble(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked which thing is the trouble: "is the salary the sticking point?"."""
    said = clauses.norms[match.head.predicate : match.end]
    named = said[:1] == ["the"] or said[:2] == ["be", "the"]
    return named and match.head.subject == "np" and is_now(clauses, match) and match.frame.kin.of_things


def _bad_for_a_thing(clauses: Clauses, match: Match) -> bool:
    """Tell whether harm to a thing is asked about: "would a late frost be bad for the dahlias?"."""
    here = clauses.norms[match.end - 1 : match.end + 2]
    harmed = len(here) > 2 and here[0] in clauses.classes["bad_for"] and here[1] == "for"
    return harmed and here[2] not in clauses.classes["ours"] and here[2] not in clauses.classes["yours"]


def _own_state(clauses: Clauses, match: Match) -> bool:
    """Tell whether a state is judged, not an act: "is it a crime to be tired on a Monday?"."""
    here = clauses.norms[match.end : match.end + 2]
    return match.frame.composes == "judgement" and is_now(clauses, match) and here in (["to", "be"], ["to", "feel"])


def _of_all(clauses: Clauses, match: Match) -> bool:
    """Tell whether everybody is asked, as before a vote: "does anyone object", "is any member against"."""
    return clauses.norms[match.head.subject_start] in clauses.classes["everybody"]


def _only_supposed(clauses: Clauses, match: Match) -> bool:
    """Tell whether a frame that asks only of what would be is asked of what is: "is it hard to learn?"."""
    return match.frame.supposed and (is_now(clauses, match) or match.head.mood == "bare")


def _how_things_are(clauses: Clauses, match: Match) -> bool:
    """Tell whether it is asked how a thing is that is there anyway: "is the rota unreasonable?"."""
    if match.frame.composes == "reason":
        return False  # a clause follows: "any reason you couldn't come?"
    if not match.frame.kin.of_things or not is_now(clauses, match) or _of_all(clauses, match):
        return False
    return stake_of(clauses, match) in (Stake.KNOWN, Stake.GENERIC)


def _trouble_doing(clauses: Clauses, match: Match) -> bool:
    """Tell whether somebody's own trouble with doing something is meant: "any trouble finding the house?"."""
    said = clauses.norms[match.head.predicate : match.end]
    troubles = (
        said[-1:] and said[-1] in clauses.classes["own_trouble"] and match.head.aux not in clauses.classes["supposing"]
    )
    if not troubles or not clauses.classes["foreseeing"].isdisjoint(said):
        return False
    return match.end < clauses.last and clauses.class_of(clauses.norms[match.end]) == PARTICIPLE


def _said_of_others(clauses: Clauses, match: Match) -> bool:
    """Tell whether "does that bother you?" is about what others do: the line says nothing of the speaker before it."""
    said = clauses.norms[match.head.predicate : match.end]
    troubled = bool(said) and (
        not clauses.classes["own_trouble"].isdisjoint(said[-2:]) or {"wrong", "with"} <= set(said[-3:])
    )
    if not (match.frame.kin.harms or troubled) or match.head.aux in clauses.classes["supposing"] or clauses.tag:
        return False
    stake = stake_of(clauses, match)
    if stake is not Stake.POINTED and not (troubled and (stake is Stake.NOTHING or _there(clauses, match))):
        return False
    return clauses.first_ours >= max(match.head.start, clauses.sentence.first)


def _there(clauses: Clauses, match: Match) -> bool:
    return clauses.norms[match.end : match.end + 1] in (["there"], ["it"])


def _their_stand(clauses: Clauses, match: Match) -> bool:
    """Tell whether the other's stand is asked or remarked on: "are you against the tram?", "you're against it, then?"."""
    head, frame = match.head, match.frame
    if _of_all(clauses, match):
        return False
    if not frame.kin.of_person or frame.valence != "negative":
        return False
    if not is_now(clauses, match) or head.mood == "bare":
        return _remarked(clauses, match)
    return _remarked(clauses, match) or (frame.kin.of_stand and stake_of(clauses, match) is Stake.KNOWN)


def _remarked(clauses: Clauses, match: Match) -> bool:
    """Tell whether the other's stand is remarked on, as a question only by its mark: "you're against it, then?"."""
    head = match.head
    said = head.mood == "claim" or (head.mood == "bare" and clauses.norms[head.start] == "you")
    wanted = clauses.last_ours >= match.end
    return said and not wanted and clauses.tag is None and not head.denied


def _nothing_fitting_follows(clauses: Clauses, match: Match) -> bool:
    if match.head.mood == "ended":
        return False
    return not any(follows(clauses, match, kind) for kind in match.frame.then)


#: In the order they are tried; the first that refuses is the reason shown.
REFUSALS: Mapping[str, Rule] = {
    "exclaims": _exclaims,
    "not_fronted": _not_fronted,
    "no_question_mark": _no_question_mark,
    "other_auxiliary": _other_auxiliary,
    "denial_of_the_act": _denial_of_the_act,
    "asks_which": _asks_which,
    "other_subject": _other_subject,
    "past": _past,
    "perfect": _perfect,
    "in_general": _in_general,
    "of_a_kind": _of_a_kind,
    "pushed_on_feelings": _pushed_on_feelings,
    "names_the_trouble": _names_the_trouble,
    "bad_for_a_thing": _bad_for_a_thing,
    "habit_of_others": _habit_of_others,
    "not_last": _not_last,
    "noise_in_the_street": _noise_in_the_street,
    "after_a_question_word": _after_a_question_word,
    "their_view": _their_view,
    "told_in_passing": _told_in_passing,
    "only_supposed": _only_supposed,
    "tedious": _tedious,
    "own_state": _own_state,
    "for_others": _for_others,
    "act_of_the_world": _act_of_the_world,
    "asks_which_is_so": _asks_which_is_so,
    "where_it_is_so": _where_it_is_so,
    "trouble_of_theirs": _trouble_of_theirs,
    "how_things_are": _how_things_are,
    "trouble_doing": _trouble_doing,
    "said_of_others": _said_of_others,
    "their_stand": _their_stand,
    "nothing_fitting_follows": _nothing_fitting_follows,
}

#: Rules that tell what the question is: where one refuses, nothing else asks either.
SETTLING = frozenset(("exclaims", "in_general", "perfect", "pushed_on_feelings"))
