"""Words → asks. A small grammar: auxiliary + subject + predicate, wherever a clause may ask.

What a plain "No" means is computed, never looked up:

- "No" denies a negative predicate ("be a bad idea"): the proposal is granted;
- "No" denies a positive one ("be possible") too: the proposal is refused;
- a frame that *judges* an act is reversed when the act itself is negative ("a bad idea *not* to meet"); one that
  asks *permission* takes the proposal as it stands ("do you mind not smoking");
- a frame that asks for a *reason* supports its clause, so the clause must be negative for "No" to grant
  ("any reason we could*n't*");
- a speaker who states the claim first and wants it confirmed ("wouldn't it be mad to wait?", "it would be mad to
  wait, wouldn't it?") is contradicted by "No", whatever the predicate.

Polarity of answers after Holmberg, "The Syntax of Yes and No": in English "No" goes with a negative clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise

from ..matching.templates import NUMBER, PARTICIPLE
from ..matching.tokens import COMMA
from ..reading import Ask, NoMeans
from ..tables import Frame
from .clause_heads import Head, heads
from .clauses import MARKS, Clauses

#: Families that judge whether a thing makes sense; those of manners ask permission ("rude to skip it?").
_OF_SENSE = ("bad idea", "mistake")
_WITHOUT = frozenset(("without",))
#: Within how many words of an act it is told what it leaves out ("turn it *down*").
_OMISSION = 8
#: Families of what a person feels or does; the others judge a thing.
_OF_PEOPLE = ("opposed", "mind", "feeling", "willing", "want")


def find_asks(clauses: Clauses) -> list[Ask]:
    """Return all asks of a sentence that match a frame of the table, in order, none inside another."""
    tables = clauses.tables
    conditional = not clauses.classes["indirect"].isdisjoint(clauses.norms[clauses.sentence.first : clauses.last])
    best: dict[int, tuple[tuple[bool, int, int], Ask]] = {}
    for head in heads(clauses):
        matches = tables.automata["frames"].match(clauses.keys, head.predicate, clauses.last, head.before)
        if conditional:
            matches += tables.automata["conditional"].match(clauses.keys, head.predicate, clauses.last, head.before)
        for number, end in matches:
            frame = tables.frames[number]
            if not _frame_fits(clauses, head, frame, end):
                continue
            ask = _compose(clauses, head, frame, end)
            # General rows count only if no other matches. Then the nearest predicate wins, as the clause's own, and of
            # those that begin there the longest, as it says most.
            rank = (not frame.general, -head.predicate, end)
            if ask and (head.start not in best or rank > best[head.start][0]):
                best[head.start] = (rank, ask)
    found = [ask for _, ask in sorted(best.values(), key=lambda pair: pair[1].frame_start)]
    return _outermost(found)


def _outermost(asks: list[Ask]) -> list[Ask]:
    kept: list[Ask] = []
    for ask in asks:
        if kept and ask.frame_start < kept[-1].frame_end:
            continue
        kept.append(ask)
    return kept


def _frame_fits(clauses: Clauses, head: Head, frame: Frame, end: int) -> bool:
    """Tell whether a frame that matches up to `end` applies: its conditions hold, subject and continuation fit."""
    if (frame.fronted and not head.fronted) or (frame.question and not clauses.sentence.question):
        return False
    if frame.aux and head.aux not in frame.aux:
        return False
    if frame.general and clauses.norms[end - 1] == "not":
        return False  # the "not" of "cowardly not to" belongs to the act
    if frame.family in _OF_PEOPLE and _asks_which(clauses, end):
        return False
    if head.subject == "bare":
        asks = clauses.sentence.question or clauses.norms[head.predicate] == "any"
        subject_fits = "bare" in frame.subjects or (bool(head.before) and frame.valence == "negative" and asks)
    elif head.subject == "they":
        subject_fits = "np" in frame.subjects and frame.composes == "permission"
    else:
        subject_fits = head.subject in frame.subjects
    if not subject_fits:
        return False
    # A question about the past, or about what others think, wants only to know.
    if head.aux in clauses.classes["past_aux"] and not frame.past:
        return False
    if frame.composes == "permission" and not _about_now(clauses, head, frame):
        return False
    if head.mood == "ended":
        judges = frame.composes == "judgement" or frame.family in ("bad time", "in use", "problem")
        return judges and frame.valence == "negative" and end == clauses.last and "end" in frame.then
    if (
        frame.family == "hurt"
        and head.subject == "np"
        and head.aux in clauses.classes["do"]
        and not _own(clauses, head)
    ):
        return any(_follows(clauses, head, kind, end) for kind in frame.then - {"end"})
    return any(_follows(clauses, head, kind, end) for kind in frame.then)


def _asks_which(clauses: Clauses, end: int) -> bool:
    """Tell whether "or" narrows the question down to which part: "… against all of it, or only the noisy part?"."""
    return clauses.last_of(clauses.classes["narrowing"], before="or") > end


def _own(clauses: Clauses, head: Head) -> bool:
    """Tell whether the subject is the speaker's own doing ("does my singing bother you"), not a noise in the street."""
    first = clauses.norms[head.subject_start]
    second = clauses.norms[head.subject_start + 1]
    own = first in clauses.classes["own"] or second in clauses.classes["mulled"]
    return own or clauses.class_of(first) in (PARTICIPLE, NUMBER)


def _about_now(clauses: Clauses, head: Head, frame: Frame) -> bool:
    """Tell whether permission is asked for now; "do they still object", "has he given up" ask what others do or did."""
    if head.aux in clauses.classes["modals"] or head.mood in ("bare", "ended"):
        return True
    between = clauses.norms[head.start : head.predicate]
    if head.subject == "they" or any(word in clauses.classes["habit"] for word in between):
        return frame.family in ("problem", "bad time") and head.subject != "they"
    anybody = clauses.norms[head.subject_start] == "any"
    return head.subject != "np" or anybody or frame.family not in _OF_PEOPLE or head.aux in clauses.classes["do"]


def _follows(clauses: Clauses, head: Head, kind: str, end: int) -> bool:
    """Tell whether the words after the predicate are of this kind, one of a frame's `then`."""
    norms, last = clauses.norms, clauses.last
    if kind in ("act", "if", "if_we") and norms[end : end + 2] == [COMMA, "if"]:
        end += 1
    nxt = norms[end] if end < last else ""
    ended = end >= last or nxt in MARKS
    if kind == "marked_end":
        named = head.subject == "np" and norms[head.subject_start] in clauses.classes["named"]
        return ended and (not named or any(word in ("for", "with", "to") for word in norms[head.predicate : end]))
    if kind == "end":
        if nxt == "or" and head.subject == "i":
            return False  # "am I mad or is that him?"
        return ended or (nxt in clauses.classes["trailing"] and head.mood != "bare")
    if ended:
        return False
    if kind == "act":
        clause = nxt == "that" and norms[end + 1 : end + 2] in (["we"], ["i"], ["you"])
        return clause or nxt in clauses.classes["act_start"] or clauses.class_of(nxt) == PARTICIPLE
    if kind == "if_we":
        return nxt == "if" and norms[end + 1 : end + 2] in (["i"], ["we"], ["my"], ["our"])
    if kind == "to_it":
        return nxt in clauses.classes["to_it"]
    if kind in ("to", "if", "for", "with", "on", "from", "before"):
        return nxt == kind or (nxt == "not" and kind == "to")
    if kind == "denied":
        return _denied(norms, end, last)
    if kind == "ask_object":
        if nxt in ("with", "in", "about", "around", "on"):
            return False  # the preposition belongs to the frame
        matched = norms[head.predicate : end]
        strong = any(word in clauses.classes["strong_objection"] for word in matched)
        # "a problem with the meeting being recorded", but not "problems with the heating"
        near = norms[end - 1 : min(end + 9, last)]
        acts = any(
            clauses.class_of(word) == PARTICIPLE and left not in clauses.classes["named"]
            for left, word in pairwise(near)
        )
        return strong or nxt in clauses.classes["object_start"] or acts or nxt not in clauses.classes["named"]
    if kind == "wish":
        if head.aux in clauses.classes["do"] and not head.fronted:
            taste = norms[end - 1] in clauses.classes["tastes"] and norms[end - 2] not in clauses.classes["feels"]
            return not taste or nxt == "the"
        return nxt not in ("about",)
    return True


def _denied(norms: Sequence[str], start: int, last: int) -> bool:
    """Tell whether the clause that begins here is negative ("not to …", "we shouldn't …")."""
    return (
        "not" in norms[start : min(start + 5, last)]
        or "against" in norms[start : start + 1]
        or norms[start : start + 1] == ["never"]
    )


def _compose(clauses: Clauses, head: Head, frame: Frame, end: int) -> Ask | None:
    """Combine frame, negations and tag into an ask with what "No" means; None for a claim that asks nothing."""
    negated = _negated_proposal(clauses, end) or (head.subject == "np" and _negated_subject(clauses, head))
    if frame.family in _OF_SENSE:
        negated = negated or _omits(clauses, head, end)
    bare_claim = end >= clauses.last or clauses.norms[end] in MARKS
    if frame.composes == "reason":
        granted = True
        negated = True
    else:
        granted = frame.valence == "negative" and not (negated and _turns(clauses, head, frame, end))
    if head.mood == "claim":
        outcome = _claim(clauses, head, frame, granted)
        if outcome is None:
            return None
        granted = outcome
    elif head.fronted and (frame.composes == "judgement" or head.subject == "you"):
        if bare_claim and head.subject == "it" and frame.id == "crazy":
            return None
        granted = False
    no_means = NoMeans.ACCEPT if granted else NoMeans.REFUSE
    return _ask(clauses, head, frame, end, no_means, negated)


def _turns(clauses: Clauses, head: Head, frame: Frame, end: int) -> bool:
    """Tell whether a negative act reverses the answer: it is judged, or harms a thing ("hurt the launch not to …")."""
    harms = (
        frame.family == "hurt"
        and "you" not in clauses.norms[head.predicate : end + 2]
        and head.aux in ("would", "will")
    )
    return frame.composes == "judgement" or harms


def _omits(clauses: Clauses, head: Head, end: int) -> bool:
    """Tell whether the act is itself an omission: "a mistake to turn it down", "to let it lapse"."""
    first, last = (head.subject_start, head.predicate) if head.subject == "np" else (end, clauses.last)
    if "without" in clauses.norms[first:last] if head.subject == "np" else clauses.last_of(_WITHOUT) >= first:
        return True
    told = (place for place in range(first, last) if clauses.norms[place] not in ("to", "if", "we", "i"))
    act = [clauses.norms[place] for place in islice(told, _OMISSION)]
    omitting, omitted = clauses.classes["omitting"], clauses.classes["omitted"]
    return bool(act) and (act[0] in omitting and any(norm in omitted for norm in act))


def _claim(clauses: Clauses, head: Head, frame: Frame, granted: bool) -> bool | None:
    """Return whether "No" grants what a claim proposes; None if the claim does not ask.

    A claim asks only with a tag, with a question mark, or as "you wouldn't mind …".
    """
    tag, question = clauses.tag, clauses.sentence.question
    if tag is None and head.fronted:
        return None
    if tag is not None:
        return granted if head.denied or not tag[1] else False
    if head.denied and head.subject == "you" and frame.valence == "negative" and head.aux in ("would", "will"):
        return granted
    if question and frame.valence == "negative":
        return granted
    return None if not (question and head.subject == "you") else granted


def _negated_proposal(clauses: Clauses, end: int) -> bool:
    """Tell whether the proposal that begins at `end` is negative: "not to meet", "to not meet", "never to".

    After "if", "for" and "that" the denial follows a subject ("if we didn't meet", "for us not to meet"), so the four
    words after the link are searched; after "to" only the next word counts.
    """
    norms, last = clauses.norms, clauses.last
    here = norms[end : min(end + 5, last)]
    if not here:
        return False
    if here[0] in ("not", "never"):
        return True
    if here[:2] == ["if", "i"]:
        return False  # asking to be let off is the proposal: "dreadful if I didn't sing?"
    if here[0] in ("to", "for", "if", "that"):
        return any(word in clauses.classes["denying"] for word in here[1 : 2 if here[0] == "to" else 5])
    return False


def _negated_subject(clauses: Clauses, head: Head) -> bool:
    return clauses.norms[head.subject_start : head.subject_start + 1] == ["not"]


def _between(clauses: Clauses) -> frozenset[str]:
    """Return the words that may stand between a subject and its predicate."""
    return clauses.classes["auxiliaries"] | clauses.classes["adverbs"] | {"not"}


def _ask(clauses: Clauses, head: Head, frame: Frame, end: int, no_means: NoMeans, negated: bool) -> Ask:
    """Build the ask. The proposal is what follows the frame, or else the subject ("would *a coffee* be a mistake?")."""
    words, norms, last = clauses.words, clauses.norms, clauses.last
    start = end
    while start < last and norms[start] in ("to", "if", "that") and start < end + 2:
        start += 1
    stop = max(clauses.unmarked_last, start)
    if start < stop:
        proposal = words[start].start, words[stop - 1].end
    elif head.subject == "np" and head.subject_start < head.predicate:
        stop, between = head.predicate, _between(clauses)
        while stop > head.subject_start + 1 and norms[stop - 1] in between:
            stop -= 1  # "a coffee would not | be a mistake" proposes a coffee
        proposal = words[head.subject_start].start, words[stop - 1].end
    else:
        proposal = words[end - 1].end, words[end - 1].end
    frame_start = words[head.start].start if head.mood != "ended" else words[head.predicate].start
    return Ask(frame_start, words[end - 1].end, *proposal, frame.family, frame.id, no_means, negated)
