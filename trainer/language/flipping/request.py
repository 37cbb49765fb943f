"""What an ask asks for, in parts that another frame can take: whose act it is, the act or thing, and its place in the line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...safe_text import APOSTROPHES
from ..grammar.clauses import MARKS
from ..matching.tokens import COMMA, Word, sentences, split
from ..reading import Ask, MoveKind, NoMeans, Reading
from ..tables import Frame, flip_table, flip_words, load
from .verb_forms import base_of, is_participle, is_past

#: The longest name of somebody ("the whole finance team"), in words.
_LONGEST_NAME = 6
#: In how many others an act may stand; nobody asks to be asked to suggest more.
_DEEPEST = 4
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Request:
    """What an ask asks for.

    `form`: vp ("meet on Tuesday"), doing ("meeting", "me leaving"), clause_now ("I pay in May"), np ("ten minutes"), time
    ("Thursday at three"), moment ("to talk", the moment of speaking). `actor`: we, us (only our side), you, guest (you, at
    our invitation), i, any (nobody named), or other (`named` says who). `negated`: the act is denied ("not to call").
    `more`: what follows a time ("for the handover"). `tail`: a sentence of its own that was written after it ("I'm
    cooking"). `start`, `end`: the characters of the line that ask.
    """

    form: str
    actor: str
    text: str
    named: str = ""
    negated: bool = False
    more: str = ""
    tail: str = ""
    start: int = 0
    end: int = 0


class _Words:
    """The words of an ask: its frame, and the rest up to the end of what it asks for."""

    def __init__(self, line: str, ask: Ask) -> None:
        self.line, self.ask = line, ask
        words = split(line, load().spelling)
        place = next((i for i, word in enumerate(words) if word.start >= ask.frame_start), 0)
        sentence = next((s for s in sentences(words) if s.first <= place < s.last), None)
        self.sentence: list[Word] = words[sentence.first : sentence.last] if sentence else []
        self.frame = [word for word in words if ask.frame_start <= word.start < ask.frame_end]
        stop = max(ask.proposal_end, ask.frame_end)
        self.rest = _trimmed([word for word in self.sentence if ask.frame_end <= word.start < stop])
        if self.frame and self.frame[-1].norm in flip_words("determiners") and len(self.frame) > 1 and self.rest:
            self.rest.insert(0, self.frame.pop())  # "I could use *a* break"
        self.end = self._end(stop)

    def _end(self, stop: int) -> int:
        """Return where the ask ends: with its sentence, or with a tag inside it ("…, couldn't we, it's barely a mile")."""
        after = [word for word in self.sentence if word.start >= stop]
        inside = next((i for i, word in enumerate(after[:-1]) if i > 1 and word.norm == COMMA), 0)
        return after[inside].end if inside else self.sentence[-1].end if self.sentence else stop

    def text(self, words: Sequence[Word]) -> str:
        """Return the words as they are typed, with one space wherever white space stands."""
        return _SPACES.sub(" ", self.line[words[0].start : words[-1].end]) if words else ""

    @property
    def norms(self) -> list[str]:
        return [word.norm for word in self.frame]


def request_of(line: str, ask: Ask) -> Request | None:
    """Return what a yes-oriented ask asks for; None if it cannot be carried over faithfully."""
    words = _Words(line, ask)
    if not words.frame or ask.rule in flip_words("unturnable") or _alternatives(words):
        return None
    start = words.sentence[0].start if ask.rule == "(tag)" else _start(words)
    cut = _tail(words.rest)
    tail = "" if cut is None else line[words.rest[cut].start : words.end]
    if cut is not None:
        words.rest = _trimmed(words.rest[:cut])
    found = _found(words)
    if found is None or not (found.text or found.form == "moment"):
        return None
    return replace(_rightly_done(found, words), tail=found.tail or tail, start=start, end=words.end)


def telling_ask(reading: Reading) -> Ask | None:
    """Return the ask in an open question that has the form of one: "could you tell me what you thought?"; None for none."""
    if reading.kind is not MoveKind.OPEN_QUESTION:
        return None
    words = split(reading.text, load().spelling)
    for sentence in sentences(words):
        here = words[sentence.first : sentence.last]
        for one, two in pairwise(here):
            asks = one.norm in load().classes["request_aux"] and two.norm == "you"
            wonders = one.norm == "you" and two.norm in ("could", "would", "can", "might")
            if asks or (wonders and not {"wondering", "hoping"}.isdisjoint(word.norm for word in here)):
                return Ask(one.start, two.end, two.end, here[-1].end, "request", "(request)", NoMeans.REFUSE)
    return None


def _found(words: _Words) -> Request | None:
    ask = words.ask
    if ask.rule == "(tag)":
        return _claimed(words)
    if _is_order(ask.rule) or words.norms[0] in ("tell", "marry"):
        return _ordered(words)
    if _of_others(words):
        return _by_others(words)
    if _speaks_against(ask):
        return None
    judged = frame_of(ask)
    if judged is not None and judged.valence == "negative":
        found = _plain(words)
        return replace(found, negated=False) if found is not None and found.negated else None
    if not flip_words("leeway").isdisjoint(words.norms):
        return _by_chance(words)
    special = {"time": _for_time, "chance": _by_chance}.get(ask.family)
    if special:
        return special(words)
    if [word.norm for word in words.rest[:2]] == ["as", "to"]:
        return _act(words, words.rest[2:], "you")
    if ask.rule in ("suits", "good_idea", "worth"):
        return _approved(words)
    if ask.family == "willing":
        return _willing(words)
    return _plain(words)


def _of_others(words: _Words) -> bool:
    """Tell whether a frame has a noun for its subject: "would *your mother* like to come"."""
    row = frame_of(words.ask)
    named = row is not None and "np" in row.subjects and row.id not in flip_words("about_things")
    first = words.norms[1] if len(words.frame) > 1 else ""
    return named and words.norms[0] in load().classes["auxiliaries"] and first not in load().pronouns and first != "not"


def _by_others(words: _Words) -> Request | None:
    """Return what a frame with a noun for its subject asks of them, if it is an act."""
    stop = next((i for i, word in enumerate(words.frame) if i > 1 and word.norm in flip_words("predicates")), 0)
    if not stop or not words.rest or not (words.rest[0].norm == "to" or words.norms[-1] == "to"):
        return None
    act = _act(words, words.rest, "other")
    return replace(act, named=lowered(words.text(words.frame[1:stop]))) if act else None


# -- the parts of a line


def _trimmed(words: list[Word]) -> list[Word]:
    """Take fillers off the beginning, and marks and "please" and the like off the end."""
    first, last = 0, len(words)
    while first < last and (words[first].norm in flip_words("fillers") or words[first].norm in MARKS):
        first += 1
    while last > first and _idles_at_the_end(words, last - 1):
        last -= 1
    return words[first:last]


def _idles_at_the_end(words: Sequence[Word], place: int) -> bool:
    norm, before = words[place].norm, words[place - 1].norm if place else ""
    after_mark = norm in flip_words("trailing_after_mark") and before in MARKS
    return norm in flip_words("trailing") or norm in MARKS or after_mark


def _start(words: _Words) -> int:
    """Return where the ask begins; a condition in front of a wish ("if you have a minute, I'd like …") is not part of it."""
    norms = words.norms
    if norms[0] in flip_words("conditions"):
        place = next((i for i, norm in enumerate(norms) if i > 1 and norm in ("i", "we")), 0)
        return words.frame[place].start
    return _preface_start(words)


def _preface_start(words: _Words) -> int:
    """Return where "I was wondering whether" begins, if that stands before the frame; else where the frame begins."""
    tables = load()
    norms = [word.norm for word in words.sentence]
    place = next(i for i, word in enumerate(words.sentence) if word.start == words.frame[0].start)
    if place and norms[place - 1] in ("please", "sure"):
        return words.sentence[place - 1].start
    if place > 1 and norms[place - 1] == "and" and norms[place - 2] in ("come", "go"):
        return words.sentence[place - 2].start
    linked = place - 1 if place and norms[place - 1] in tables.classes["links"] else place
    keys = tables.keys(norms)
    for begin in range(place):
        ends = {end for _, end in tables.automata["prefaces"].match(keys, begin, place)}
        if linked in ends or place in ends:
            return words.sentence[begin].start
    return words.frame[0].start


def _tail(rest: Sequence[Word]) -> int | None:
    """Return where a separate sentence begins that is written after a comma: "come over, I'm cooking"; None for none."""
    for place in range(1, len(rest) - 1):
        norms = [word.norm for word in rest[place : place + 3]]
        if norms[0] == "and" and norms[1] in ("i", "we", "you") and norms[2:] and norms[2] in ("will", "can"):
            return place
        if norms[0] in flip_words("own_sentence") and place > 1:
            return place
        if rest[place].norm != COMMA:
            continue
        first, second = rest[place + 1].norm, rest[place + 2].norm if place + 2 < len(rest) else ""
        verbs = load().classes["auxiliaries"]
        stands = first in load().pronouns and (second in verbs or second in flip_words("verbs") or is_past(second))
        named = first in flip_words("determiners") and any(word.norm in verbs for word in rest[place + 2 : place + 5])
        if (stands or named) and first not in flip_words("joining"):
            return place + 1
    return None


def _alternatives(words: _Words) -> bool:
    """Tell whether a choice or a trade is offered: "shall we go, or are you tired?", "600 and I throw in the helmet"."""
    norms = [word.norm for word in words.rest]
    trade = any(
        norms[i] == "and" and norms[i + 1] in ("i", "we", "he", "she", "they") and norms[i + 2] not in ("will", "can")
        for i in range(len(norms) - 2)
    )
    if trade:
        return True
    return any(one == "or" and two in flip_words("after_or") for one, two in pairwise(norms))


def _is_order(rule: str) -> bool:
    return any(cue.id == rule and cue.family == "imperative" for cue in load().cues)


def frame_of(ask: Ask) -> Frame | None:
    """Return the frame an ask matched, None if a cue or a rule in code found it."""
    return next((row for row in load().frames if row.id == ask.rule), None)


def _speaks_against(ask: Ask) -> bool:
    """Tell whether the opposite of the named act is wanted: "it would be silly to wait, wouldn't it?"."""
    frame = frame_of(ask)
    return frame is not None and frame.valence == "negative" and not ask.negated


# -- whose act


def _actor(norms: Sequence[str]) -> str:
    """Return the actor that a frame names last, "" for none."""
    subjects: dict[str, str] = flip_table()["subjects"]
    return next((subjects[norm] for norm in reversed(norms) if norm in subjects), "")


def _rightly_done(found: Request, words: _Words) -> Request:
    """Correct who acts: only our side in "can we get a discount", the guest in "want to come"."""
    if found.form != "vp":
        return found
    if found.actor == "other" and found.named.split()[0].lower() in flip_words("claiming"):
        return replace(found, actor="ours")
    if found.negated and found.text.startswith("forget "):
        return replace(found, text=f"remember {found.text.removeprefix('forget ')}", negated=False)
    verb = found.text.split()[0].lower()
    if verb in flip_words("coming") and found.actor in ("we", "you", "guest"):
        return replace(found, actor="guest")
    together = not flip_words("together").isdisjoint(word.norm for word in words.sentence)
    if verb in flip_words("receiving") and found.actor == "we" and not together:
        return replace(found, actor="us")
    return found


# -- acts, things and clauses


def _act(words: _Words, rest: Sequence[Word], actor: str, depth: int = 0) -> Request | None:
    """Return an act in its base form. `depth`: in how many other acts it stands ("suggest we ask you to …")."""
    rest = _trimmed(list(rest))
    while rest and rest[0].norm in flip_words("modals"):
        rest = rest[1:]  # "a chance you'*d* forget"
    negated = "not" in [word.norm for word in rest[:2]] and rest[0].norm in ("not", "to", "do", "did")
    if negated:
        rest = rest[1 if rest[0].norm == "not" else 2 :]
    if rest and rest[0].norm == "to":
        rest = rest[1:]
    if (
        not rest
        or not rest[0].norm.isalpha()
        or (words.line[rest[0].start].isupper() and rest[0].start > words.sentence[0].start)
    ):
        return None
    head = rest[0].norm
    if words.line[rest[0].start] in APOSTROPHES:
        return None  # "you'*ve* got one I could borrow"
    if negated and words.norms[0] == "will":
        negated = False  # "will you not sit down?" invites
    if head in flip_words("determiners") or head in flip_words("no_act") or is_participle(head):
        return None
    if head == "be" and (len(rest) == 1 or rest[1].norm not in flip_words("be_allowed")):
        return None
    inner = _inner(words, rest, actor, depth + 1) if depth < _DEEPEST else None
    return inner or Request("vp", actor, lowered(words.text(rest)), negated=negated)


def _inner(words: _Words, rest: Sequence[Word], actor: str, depth: int) -> Request | None:
    """Return what is really asked for: "suggest we sign", "ask you to sign", "ask for an hour", "say nine"."""
    norms = [word.norm for word in rest]
    for opening, whose in (
        ("suggest we", "we"),
        ("propose we", "we"),
        ("suggest that we", "we"),
        ("ask you to", "you"),
        ("invite you to", "guest"),
    ):
        size = len(opening.split())
        if norms[:size] == opening.split() and len(rest) > size:
            return _act(words, rest[size:], whose, depth)
    if norms[:3] == ["invite", "you", "for"] and len(rest) > len(norms[:3]):
        return Request("np", "any", lowered(words.text(rest[3:])))
    if norms[:2] == ["ask", "for"] and actor in ("i", "we", "us") and len(rest) > len(("ask", "for")):
        return Request("np", "any", lowered(words.text(rest[2:])))
    terms = load().terms
    said = len(norms) > 1 and (
        norms[1][0].isdigit()
        or any(norms[1] in terms[kind] for kind in ("numbers", "weekdays", "days", "noon", "months"))
    )
    return Request("np", "any", words.text(rest[1:])) if norms[0] == "say" and said else None


def _plain(words: _Words) -> Request | None:
    """Return what follows a frame that is only a frame: an act after "to" or a modal, a clause, somebody's act, a thing."""
    norms, rest = words.norms, words.rest
    if not rest:
        return None
    actor, head = _actor(norms), rest[0].norm
    if words.ask.rule == "(request)" and norms[:2] == ["would", "not"] and actor == "we":
        return None  # "wouldn't we all sleep better"
    if words.ask.rule == "(request)" and head == "and":
        return _with_others(words)
    if words.ask.rule == "(request)" and not actor:
        return _somebodys(words, [*words.frame[1:], *rest])
    if head == "and" and words.ask.rule == "dear":
        return _act(words, rest[1:], "you")
    if words.ask.rule == "dear":
        return None
    if norms[-1] == "and":
        return _act(words, rest, "you")
    if norms[-1] == "to" or head == "to" or (head == "not" and words.ask.negated):
        return _act(words, rest, _wishing(words, actor))
    if norms[-1] in flip_words("modals") or words.ask.rule in flip_words("act_follows"):
        return _act(words, rest, actor or "we")
    if head in flip_words("modals") and actor:
        return _act(words, rest, actor)
    if norms[-1] in flip_table()["subjects"] and words.ask.family != "willing" and head != "to":
        return _clause(words, [words.frame[-1], *rest])
    return _after(words, rest)


def _with_others(words: _Words) -> Request | None:
    """Return what "would you and Priya like to come" invites to."""
    norms = [word.norm for word in words.rest]
    place = next((i for i, norm in enumerate(norms) if norm in flip_words("wanting")), 0)
    if place < len(("and", "priya")) or norms[place + 1 : place + 2] != ["to"] or words.norms[-1] != "you":
        return None
    act = _act(words, words.rest[place + 2 :], "guest")
    return replace(act, named=f"you {words.text(words.rest[:place])}") if act else None


def _wishing(words: _Words, actor: str) -> str:
    """Return who acts after "to": "do you want to go" invites, "I'd like you to go" asks, "I'd like to go" asks leave."""
    if words.ask.family in flip_words("inviting_families") and actor in ("you", "") and words.norms[-1] != "you":
        return "guest"
    return actor or "any"


def _after(words: _Words, rest: Sequence[Word]) -> Request | None:
    """Return what words without a frame of their own ask for: a clause, somebody's act, something done, a thing."""
    head = rest[0].norm
    if head in ("if", "that") and len(rest) > 1:
        return _clause(words, rest[1:])
    if head == "it":
        linked = next((i for i, word in enumerate(rest[:5]) if word.norm == "if"), 0)
        return _clause(words, rest[linked + 1 :]) if linked else None
    if head == "for" and any(word.norm == "to" for word in rest[2 : _LONGEST_NAME + 2]):
        return _for_somebody(words, rest[1:])
    if head in ("me", "us", "you") and len(rest) > 1 and rest[1].norm == "to":
        return _act(words, rest[2:], {"me": "i", "us": "we", "you": "you"}[head])
    if head in ("me", "us") and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", "any", words.text(rest))
    if is_participle(head):
        return Request(
            "doing", "guest" if words.ask.family in flip_words("inviting_families") else "we", lowered(words.text(rest))
        )
    if head in load().pronouns and len(rest) > 1:
        return _clause(words, rest)
    return _thing(words, rest)


def _clause(words: _Words, rest: Sequence[Word]) -> Request | None:
    """Return the act of a clause: "you could send it", "we met", "my sister came"."""
    subject = flip_table()["subjects"].get(rest[0].norm, "")
    if not subject:
        return _somebodys(words, rest)
    place = 1
    while place < len(rest) and (
        rest[place].norm in flip_words("modals") or rest[place].norm in ("just", "maybe", "all", "both")
    ):
        place += 1
    if [word.norm for word in rest[place : place + 2]] in (["do", "not"], ["did", "not"]):
        return _act(words, rest[place:], subject)
    if place >= len(rest):
        return None
    found = _act(words, rest[place:], subject)
    if found is None or place > 1:
        return found
    verb = rest[place].norm
    base = base_of(verb) if is_past(verb) else verb
    if not base:
        return None
    return replace(found, text=f"{base}{found.text[len(verb) :]}") if found.text.lower().startswith(verb) else found


def _somebodys(words: _Words, rest: Sequence[Word]) -> Request | None:
    """Split a named person from their act at the first verb: "Leo | stay until six"."""
    rest = [
        word for word in rest if word.norm not in ("please", "maybe", "perhaps", "possibly") and word.norm not in MARKS
    ]
    for place in range(1, min(len(rest), _LONGEST_NAME + 1)):
        before, norm = rest[place - 1].norm, rest[place].norm
        verb = base_of(norm) if norm not in flip_words("verbs") and is_past(norm) else norm
        anybody = place == 1 and before in flip_words("anybody")
        if (verb in flip_words("verbs") or anybody) and before not in flip_words("determiners"):
            modal = place > 1 and before in flip_words("modals")
            named = words.text(rest[: place - 1 if modal else place])
            act = _act(words, rest[place:], "other")
            if act is None or act.form != "vp":
                return None
            return replace(act, named=lowered(named), text=verb + act.text[len(norm) :])
    return None


def _for_somebody(words: _Words, rest: Sequence[Word]) -> Request | None:
    place = next(i for i, word in enumerate(rest) if word.norm == "to")
    subject = flip_table()["subjects"].get(rest[0].norm, "") if place == 1 else ""
    act = _act(words, rest[place + 1 :], subject or "other")
    return replace(act, named="" if subject else lowered(words.text(rest[:place]))) if act else None


def _thing(words: _Words, rest: Sequence[Word]) -> Request | None:
    """Return a thing that is asked for; a preposition before it belongs to the frame."""
    if rest[0].norm in flip_words("prepositions") and len(rest) > 1:
        rest = rest[1:]
        if is_participle(rest[0].norm) or (rest[0].norm in ("me", "us", "my") and len(rest) > 1):
            return _after(words, rest)
    if len(rest) == 1 and rest[0].norm in load().pronouns:
        return None
    if rest[0].norm in flip_words("no_thing") or rest[0].norm in flip_words("prepositions"):
        return None
    return Request("np", "any", lowered(words.text(rest)))


# -- asks of a kind of their own


def _ordered(words: _Words) -> Request | None:
    """Return the act of an order: "send me the file", "let me pay", "be a love and pass the salt"."""
    order = [
        word
        for word in words.sentence
        if words.frame[0].start <= word.start < max(words.ask.proposal_end, words.ask.frame_end)
    ]
    norms = [word.norm for word in order]
    if "and" in norms and norms[0] == "be":
        order = order[norms.index("and") + 1 :]
    order = _trimmed(order)
    while order and order[0].norm in flip_words("before_order"):
        order = order[1:]
    cut = _tail(order)
    tail = "" if cut is None else words.line[order[cut].start : words.end]
    order = _trimmed(order[:cut]) if cut is not None else order
    norms = [word.norm for word in order[:2]]
    if norms[:1] == ["let"] and norms[1:] in (["me"], ["us"]):
        return _act(words, order[2:], "i" if norms[1] == "me" else "we")
    if norms == ["do", "not"]:
        found = _act(words, order[2:], "you")
        return replace(found, negated=True, tail=tail) if found else None
    found = _act(words, order, "you")
    return replace(found, tail=tail) if found else None


def _claimed(words: _Words) -> Request | None:
    """Return the act of a claim with a tag: "you'll bring the cones, won't you?"."""
    stop = words.ask.proposal_end
    claim = [word for word in words.sentence if word.end <= stop]
    while claim and claim[0].norm in load().classes["connectives"] | {COMMA}:
        claim = claim[1:]
    if len(claim) < len(("you", "will", "come")) or claim[0].norm not in flip_table()["subjects"]:
        return None
    place = 1
    while place < len(claim) and (claim[place].norm in flip_words("modals") or claim[place].norm == "not"):
        place += 1
    return _act(words, claim[place:], flip_table()["subjects"][claim[0].norm]) if place > 1 else None


def _for_time(words: _Words) -> Request | None:
    """Return what an ask for time asks for: "ten minutes to look at it"; "do you have time to talk" asks for the moment."""
    norms = words.norms
    verb = next((i for i, norm in enumerate(norms) if norm in flip_words("having")), None)
    amount = words.frame[verb + 1 :] if verb is not None else words.frame[1:]
    while amount and amount[0].norm in ("not", "you", "got", "have", "any", "the", "to", "for"):
        amount = amount[1:]
    rest = words.rest
    vague = {word.norm for word in amount} <= flip_words("vague_time")
    asked = words.text([*[word for word in words.frame if word.norm in ("to", "for")][-1:], *rest]) if rest else ""
    if vague:
        return Request("moment", "any", _for_or_to(words, rest) if rest else "")
    if not amount:
        return None
    joined = words.line[amount[0].start : (rest or amount)[-1].end]
    return Request("np", "any", lowered(_SPACES.sub(" ", joined))) if asked or not rest else None


def _for_or_to(words: _Words, rest: Sequence[Word]) -> str:
    """Return what a moment is for, with its "to" or "for", which may have been the end of the frame."""
    text = words.text(rest)
    if rest[0].norm in ("to", "for"):
        return text
    return f"{words.norms[-1]} {text}" if words.norms[-1] in ("to", "for") else ""


def _by_chance(words: _Words) -> Request | None:
    """Return what a chance is asked for: leeway ("any flexibility on the date"), an act, a thing."""
    leeway = [word for word in words.frame if word.norm in flip_words("leeway")]
    rest = words.rest
    if _named_moment(words) and not flip_words("good_moment").isdisjoint(words.norms):
        return _time(words, _for_or_to(words, rest) if rest else "")
    if leeway and rest:
        link = words.norms[-1] if words.norms[-1] in ("on", "in", "for") else ""
        first = next(i for i, word in enumerate(words.frame) if word.norm in flip_words("leeway"))
        held = words.text(words.frame[first : len(words.frame) - bool(link)])
        thing = words.text(rest)
        if not link and rest[0].norm not in ("on", "in", "for", "about", "with"):
            return None
        return Request("np", "any", f"some {held} {link} {thing}".replace("  ", " "))
    if not rest or not flip_words("no_chance").isdisjoint(words.norms):
        return None
    if words.norms[-1] == "way" and rest[0].norm not in load().pronouns and rest[0].norm not in ("to", "for"):
        return None  # "any way round it"
    if words.norms[-1] == "of" and not is_participle(rest[0].norm):
        return _thing(words, rest)
    return _plain(words)


def _approved(words: _Words) -> Request | None:
    """Return what is to be approved: an act or clause after the frame, or else its subject ("does Thursday work for you?")."""
    rest = words.rest
    if (rest and rest[0].norm in ("to", "if")) or (
        rest and rest[0].norm == "for" and any(w.norm == "to" for w in rest[2:5])
    ):
        if rest[0].norm == "to" and _named_moment(words):
            return _time(words, words.text(rest))
        return _act(words, rest, "any") if rest[0].norm == "to" else _after(words, rest)
    return _time(words, words.text(rest))


def _named_moment(words: _Words) -> bool:
    return not flip_words("moments").isdisjoint(words.norms)


def _time(words: _Words, more: str) -> Request | None:
    """Return the thing before the predicate, mostly a time: "does *Thursday* work", "is *now* a good time"."""
    frame = words.frame
    if frame[0].norm not in load().classes["auxiliaries"]:
        return None
    stop = next((i for i, word in enumerate(frame) if i > 1 and word.norm in flip_words("predicates")), 0)
    subject = [word for word in frame[1:stop] if word.norm not in load().classes["auxiliaries"] | {"not"}]
    if not subject or (subject[0].norm in load().pronouns and len(subject) == 1 and not _named_moment(words)):
        return None
    name = words.text(subject)
    timely = any(
        norm in load().terms["weekdays"]
        or norm in load().terms["months"]
        or norm[0].isdigit()
        or norm in flip_words("times")
        for norm in (word.norm for word in subject)
    )
    form = "time" if timely else "np"
    return Request(
        form,
        "any",
        lowered(name),
        more=more if not more or more.split()[0].lower() in ("for", "to", "at", "in", "on") else "",
    )


def _willing(words: _Words) -> Request | None:
    """Return what somebody is asked to be willing, free or open to."""
    rest = words.rest
    if not rest:
        return None
    if not flip_words("free").isdisjoint(words.norms):
        return _free(words)
    if rest[0].norm in flip_words("prepositions") and len(rest) > 1 and is_participle(rest[1].norm):
        return Request("doing", _with_us(rest), lowered(words.text(rest[1:])))
    if words.norms[-1] in flip_words("prepositions") and is_participle(rest[0].norm):
        return Request("doing", _with_us(rest), lowered(words.text(rest)))
    if rest[0].norm == "to" and len(rest) > 1 and rest[1].norm in flip_words("determiners"):
        return Request("np", "any", lowered(words.text(rest[1:])))
    if rest[0].norm == "to" or words.norms[-1] == "to":
        if words.norms[-1] == "to" and (rest[0].norm in flip_words("determiners") or is_participle(rest[0].norm)):
            return _after(words, rest)
        return _act(words, rest, _actor(words.norms) or "you")
    return _after(words, rest)


def _with_us(rest: Sequence[Word]) -> str:
    """Return who does it: the guest in "running with me", else you."""
    with_us = any(one.norm == "with" and two.norm in ("me", "us") for one, two in pairwise(rest))
    return "guest" if with_us else "you"


def _free(words: _Words) -> Request | None:
    """Return the time somebody is asked to be free, and what for: "free on Sunday to help me paint"."""
    rest = list(words.rest)
    if rest[0].norm in ("on", "at", "in", "this", "next", "around", "by") and rest[0].norm not in ("this", "next"):
        rest = rest[1:]
    cut = next((i for i, word in enumerate(rest) if i and word.norm in ("to", "for")), len(rest))
    if rest and rest[0].norm in ("to", "for") and not flip_words("times").isdisjoint(w.norm for w in rest):
        return _thing(words, rest) if rest[0].norm == "for" else _act(words, rest, "guest")
    if not rest or rest[0].norm in ("to", "for"):
        return Request("moment", "any", words.text(words.rest)) if words.rest[0].norm in ("to", "for") else None
    return Request("time", "any", words.text(rest[:cut]), more=words.text(rest[cut:]))


def lowered(text: str) -> str:
    """Return a text with its first word in lower case, unless that is a name, a day or "I"."""
    first = re.sub(r"['’].*", "", text.split(" ", 1)[0])
    lists = (flip_words("verbs"), flip_words("determiners"), load().vocabulary, load().common)
    known = any(first.lower() in words for words in lists)
    weekday = first.lower() in load().terms["weekdays"] or first.lower() in load().terms["months"]
    plain = text and known and not weekday and first != "I" and not first.isupper()
    return text[0].lower() + text[1:] if plain else text
