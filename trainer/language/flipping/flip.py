"""Yes-oriented ask → no-oriented asks with the same request. Every result is read again and compared before it is offered."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from ...safe_text import heard
from ..read import read
from ..reading import MoveKind
from ..tables import flip_table, flip_words, load
from .acts import Request
from .asked_words import lowered
from .kinds_of_acts import kind_of_act
from .request import request_of
from .same_request import same_request
from .turnable import asks_to_turn
from .verb_forms import did, doing, is_participle

MOST_FLIPS = 3
_MARKS = ".?!…"
#: The longest thing, in words, that stands well before its predicate ("would 10% off be …").
_SHORT = 4
#: Frames that ask to leave something undone.
_STOPPING = ("Would you mind", "Would it be too much to ask", "Would it be a problem if")
_ANY = "any"
#: Kinds of act for which frames stand that fit most others.
_PLAIN = ("favour", "plan")
#: What joins an ask to a statement before it: a question is not joined so.
_AND = re.compile(r",? and $")
#: What stood before an ask and only asked, too.
_LEFT_OVER = re.compile(r"(?i)\b(?:perhaps|maybe|do me a favou?r,|with your permission,)\s*$")
#: What is said of the speaker before an ask: "As treasurer, I …", "Having paid, I …".
_DANGLING = re.compile(r"(?i)(?:^|[.!?] )(?:as (?:an? |the |your )?[a-z-]+|having|being)\b[^.?!]*, $")
_OF_YOU = ("Would you", "Are you")
#: What joins two questions.
_JOINED = ("and", "or", "so", "but")
#: Whom a line speaks to, typed without its comma.
_VOCATIVE = re.compile(r"(?i)^((?:hey |hi )?(?:mum|mom|mam|dad|nan|gran|babe|love|mate|boss|sir|hey|guys))\s+$")
#: Another question in the line, without the mark before it.
_QUESTION = re.compile(r"(?:(?<=[.?!…])|^)\s*[^.?!…]*\?\s*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A no-oriented frame to flip into: a row of `flips.toml`, which explains the columns."""

    needs: str
    actor: frozenset[str]
    acts: frozenset[str]
    template: str
    example: str
    to_do: bool = False
    casual: bool = False
    often: int = 1


@cache
def patterns(language: str = "english") -> tuple[Pattern, ...]:
    """Return the no-oriented frames of a language."""
    rows = flip_table(language)["flip"]
    return tuple(Pattern(**{**row, "actor": frozenset(row["actor"]), "acts": frozenset(row["acts"])}) for row in rows)


def flip(line: str, language: str = "english") -> list[str]:
    """Rewrite a line's ask in up to three no-oriented ways, what stands around it as it is; empty if nothing can be flipped.

    Lines with pressure are not flipped: there the words around the ask are the trouble. Each result is itself read as a
    no-oriented ask that "No" grants, and asks for the same.
    """
    line = heard(line)
    said = chain(plainer(line, language, first=True), (line,), plainer(line, language))
    return next(filter(None, (_flipped(one, language) for one in said)), [])


def plainer(line: str, language: str = "english", first: bool = False) -> Iterator[str]:
    """Yield a line with an ask in another guise said plainly ("how would you feel about going" → "how about going").

    `first`: only by the rows that come before the line as it stands.
    """
    for row in flip_table(language)["guise"]:
        if first and not row.get("first"):
            continue
        found = re.search(f"(?i){row['said']}", line)
        if found is not None:
            inside = found.expand(row["plain"])
            if found[0][:1].isupper():
                inside = inside[:1].upper() + inside[1:]
            named = found.re.groups > 0 and found.start(1) == 0  # what began the line stands in the middle now
            yield (
                line[: found.start()]
                + (inside.replace(found[1], lowered(found[1])) if named else inside)
                + line[found.end() :]
            )


def _flipped(line: str, language: str) -> list[str]:
    reading = read(line, language=language)
    asks = [] if reading.has(MoveKind.PRESSURE) else asks_to_turn(reading)
    parts = ((ask, request_of(line, ask)) for ask in asks)
    ask, request = next((pair for pair in parts if pair[1] is not None), (None, None))
    if request is None or _asks_before(line[: request.start]):
        return []
    found: list[str] = []
    for text in _asks(line, request, language):
        if len(found) == MOST_FLIPS:  # each further one would be a reading of the whole line
            break
        whole = _in_place(line, request, text)
        if whole not in found and same_request(reading, read(whole, language=language), ask, request.start):
            found.append(whole)
    return found


def _asks(line: str, request: Request, language: str) -> list[str]:
    """Return the new asks by the frames that fit the kind of act and the line, in an order drawn by the request's words."""
    kind, unfit = kind_of_act(request, language), _unfit_for(line, request)
    fitting = [row for row in patterns(language) if _fits(row, request) and not unfit(row)]
    plain = [row for row in fitting if not row.acts.isdisjoint(_PLAIN)]
    rows = [row for row in fitting if kind in row.acts or _ANY in row.acts] or plain or fitting
    return _all_filled(_drawn(rows, request), request) or _all_filled(plain, request)


def _all_filled(rows: list[Pattern], request: Request) -> list[str]:
    return [text for row in rows if (text := _filled(row, request))]


def _drawn(rows: list[Pattern], request: Request) -> list[Pattern]:
    """Return frames beginning with one that the request's words draw, in which a frame stands as often as its row says."""
    if not rows:
        return []
    places = [place for place, row in enumerate(rows) for _ in range(row.often)]
    drawn = zlib.crc32(f"{request.named} {request.text}".encode("utf-8", "surrogatepass")) % len(places)
    return rows[places[drawn] :] + rows[: places[drawn]]


def _unfit_for(line: str, request: Request) -> Callable[[Pattern], bool]:
    """Return what tells a frame that fits an ask and not the line: a joke in a letter, "you" after "As treasurer, …"."""
    formal = _is_formal(line)
    dangling = _DANGLING.search(line[: request.start]) is not None
    return lambda row: (formal and row.casual) or (dangling and row.template.startswith(_OF_YOU))


def _is_formal(line: str) -> bool:
    """Tell whether a line is written as to somebody one does not joke with: "Dear Mr Oyelaran, I am writing …"."""
    return not flip_words("formal").isdisjoint(word.strip(",.;:") for word in line.lower().split())


def _fits(pattern: Pattern, request: Request) -> bool:
    takes = {"vp": ("vp", "did", "doing"), "doing": ("doing_as_is",)}.get(request.form, (request.form,))
    if request.actor in ("other", "ours") and request.form != "passive":
        return pattern.needs == "named" and request.actor in pattern.actor
    return pattern.needs in takes and request.actor in pattern.actor


def _filled(pattern: Pattern, request: Request) -> str:
    """Return the pattern with the parts of the request; "" if a form of its verb cannot be told."""
    denied, text = request.negated, request.text
    if request.named and request.actor in ("guest", "you") and not _takes_a_name(pattern.template, request.named):
        return ""  # "you and Priya" has to stand in it
    if "{who} couldn't" in pattern.template and request.named in flip_words("anybody"):
        return ""
    if pattern.template.startswith(("Would {np}", "Is {np}")) and not _stands_as_subject(text):
        return ""
    if not flip_words("not_twice").isdisjoint(_words(pattern.template) & _words(text)):
        return ""
    if denied and not pattern.template.startswith(_STOPPING):
        return ""
    if request.form == "time" and "instead of" in request.more and "problem" not in pattern.template:
        return ""
    if request.form == "time" and (" to " in f" {request.more}" or request.text == "now") and not pattern.to_do:
        return ""
    parts = {"vp": f"not {text}" if denied else text, "who": request.named}
    parts["us"] = "us" if request.ours else "me"
    parts |= dict.fromkeys(("np", "time", "moment", "done"), text)
    parts["more"] = f" {request.more}" if request.more else ""
    if "{doing}" in pattern.template and _takes_a_participle(text):
        return ""
    if "{doing}" in pattern.template:
        form = text if request.form == "doing" else doing(text)
        parts["doing"] = f"not {form}" if denied and form else form
    if "{did}" in pattern.template:
        parts["did"] = f"didn't {text}" if denied else did(text)
    if "to {vp}" in pattern.template and denied:
        return pattern.template.replace("to {vp}", "not to {vp}").format(**{**parts, "vp": text})
    template = pattern.template
    if request.named and request.actor not in ("other", "ours"):
        template = template.replace(" you ", f" {request.named} ", 1)
    return (
        template.format(**parts).replace(" ?", "?").replace(" ,", ",")
        if all(parts.get(key) for key in ("doing", "did") if key in parts)
        else ""
    )


def _stands_as_subject(thing: str) -> bool:
    """Tell whether a thing stands well before its predicate: one of few words, with no adverb after it ("the code again")."""
    words = thing.lower().split()
    pointed = words[0] in ("this", "that", "these", "those")  # "this without onions"
    return len(words) <= _SHORT and not pointed and words[-1] not in flip_words("after_things")


def _takes_a_name(template: str, named: str) -> bool:
    """Tell whether somebody stands well for "you" in a frame; "anyone" does where it asks for their pleasure."""
    if named in flip_words("anybody"):
        return template.startswith("Would you mind")
    return " you " in template and not template.startswith("Are ")


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip("?.,") for word in text.lower().split())


def _takes_a_participle(act: str) -> bool:
    """Tell whether another verb in -ing follows: "stop burning leaves", so that "mind stopping burning" would be odd."""
    first, second = (*act.split(" ")[:2], "", "")[:2]
    return first.lower() in flip_words("before_participle") and is_participle(second)


def _in_place(line: str, request: Request, text: str) -> str:
    """Put the new ask where the old one stood: what is said before it and after it stays."""
    before = _AND.sub(". ", _without_questions(line[: request.start]))
    after = _without_questions(_without_tag(line[request.end :].lstrip(_MARKS).strip())).strip()
    after = _begun(after, capital=line.lstrip()[:1].isupper())
    before = _LEFT_OVER.sub("", before)
    if request.form == "told" and before.endswith(", "):
        before = f"{before[:-2]}. "  # "I'll give you 40 for the two, deal?"
    before = _VOCATIVE.sub(r"\1, ", before)
    opens = not before.strip() or before.rstrip()[-1] in _MARKS + '"”)\n'
    opens = opens and not (before.rstrip().endswith(("...", "…")) and line[request.start].islower())
    parts = [text if opens else text[0].lower() + text[1:], _own_sentence(request.tail), after]
    return before + " ".join(part for part in parts if part)


def _asks_before(before: str) -> bool:
    """Tell whether the sentence of an ask begins with another question: "may we use it, and would you like …"."""
    words = re.split(r"[.!?…;:]\s+", before)[-1].lower().split()
    return len(words) > 2 and words[0] in load().classes["auxiliaries"] and words[-1].strip(",") in _JOINED


def _begun(after: str, capital: bool) -> str:
    """Make a sentence of what followed an ask: after the new one its own begins. `capital`: the line is typed with capitals."""
    stripped = after.lstrip(";:—–-… )")
    return stripped[:1].upper() + stripped[1:] if capital or stripped != after else after


def _without_questions(around: str) -> str:
    """Return what stands around an ask without questions that its "no" would answer as well: "when is it?" is none."""
    wh = load().classes["question_words"]
    return _QUESTION.sub(lambda found: found[0] if found[0].split()[0].lower() in wh else "", around)


def _without_tag(after: str) -> str:
    """Return what follows an ask without a word that waits for a yes: after the new ask, "Okay?" would ask the contrary."""
    tag, _, rest = after.partition("?")
    return rest.strip() if tag.strip().lower() in flip_words("trailing_after_mark") else after


def _own_sentence(tail: str) -> str:
    """Make a sentence of what was written after an ask: a reason ("because I'm late"), a reservation, a further clause."""
    words = tail.rstrip(_MARKS + " ").split(" ")
    if words[0].lower() in ("because", "and") and len(words) > 1:
        words = words[1:]
    if not words[0]:
        return ""
    if words[0].lower() == "or" and len(words) > 1:
        words[0] = "Otherwise"
    asks = words[0].lower() in load().classes["question_words"]
    ending = ", of course." if words[0].lower() == "unless" else "?" if asks else "."
    told = " ".join(words)
    return told[0].upper() + told[1:] + ending
