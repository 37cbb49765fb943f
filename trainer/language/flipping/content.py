"""What an ask is about, in a form that another frame can take: an act, somebody's act, a clause, or a thing.

The lists of words used here are `[words]` of `flips.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...safe_text import spaced
from ..reading import Ask, Reading
from ..tables import Frame, flip_table, flip_words, load

#: Marks that carry nothing at the end of a proposal, and a word before them that does not.
_MARKS = ",;:.!?"
_TRAILING = re.compile(r"\s(?:please|pls|ok|okay|right|(?<!since )then|thanks|yes|yeah|deal)\Z", re.I)
#: Verbs that only introduce what is wanted: suggest (that) we …, ask you to …, ask for …, interest you in …, say nine.
_INNER = re.compile(
    r"(?i)(?:suggest|propose)(?: that)? we (.+)|(?:ask|invite) you to (.+)|(?:ask for|interest you in) (.+)|say ((?:\d|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|half|noon|a |an |the ).*)"
)
#: "our director would like to meet".
_OTHERS_WISH = re.compile(r"(?i)((?:the|my|our) .+?|\S+['’]s \S+) would (?:love|like) to (\w+)")
#: Only plain letters: beside "i" and "s", `(?i)` would take letters of other alphabets that no table has.
_CLAUSE = re.compile(
    r"(?i)((?a:we|you|u|i|us))(?:['’](?:d|ll))?\s+(?:(?:could|can|would|will|should|might|to)\s+)?(.+)"
)
_FOR_SOMEBODY = re.compile(r"(?i)for ((?a:me|us|you)) to (.+)")
_AND_OTHERS = re.compile(r"(?i)^and ((?:\w+['’]?s? ){1,3}?)(\w+ .+)")
#: "let me", "allow me to", "let's": they say whose act follows.
_LETTING = re.compile(r"(?i)^(?:lemme|let(?:['’]?s| me| us)|allow (?:me|us) to) ")
_TAIL = re.compile(r", (?=\S)| and (?=(?:i|we|you)(?:['’]ll| will| can)\b)", re.I)
_OR_ELSE = re.compile(r"(?i)\bor (?:do|does|did|are|is|should|would|shall|not|else|you|we|i|they|maybe|just)\b")
_VOWELS = frozenset("aeiouy")
_LETTERS = re.compile(r"[^\W\d_]+")
#: The first word of a frame, its apostrophes included, and the spaces or marks between it and the next.
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*(?:[^\w$€£]|_)*")
#: What stands between two words, apart from the narrow space within a number.
_SPACES = re.compile(r"[^\S\u202f]+")
#: Longest name of somebody ("the whole finance team"), in words.
_LONGEST_NAME = 5
#: In how many others an act may stand; nobody asks to be asked to suggest more.
_DEEPEST = 4
#: Rules whose asks cannot be flipped.
_UNTURNABLE = {"(push)", "(tag)", "think_so", "do_not_please"}
#: Rules after which a verb in its base form follows.
_ACTS = {"(request)", "lets", "why_not", "can_declared"}
#: Families of acts that both would do together; for others the act belongs to the frame's subject.
_TOGETHER = {"want", "approval", "chance", "suggestion", "wish"}


@dataclass(frozen=True, slots=True)
class Content:
    """The content of an ask.

    `form`: vp ("meet on Tuesday"), doing ("meeting"), clause ("we met"), clause_now ("I meet"), np ("Thursday"), or
    for_to ("Leo to stay until six"). `subject`: who acts: we, you, guest (you, at our invitation), i, or any. `tail`: a
    separate sentence that followed ("Grandma is cooking").
    """

    form: str
    subject: str
    text: str
    tail: str = ""


def content_of(reading: Reading, ask: Ask) -> Content | None:
    """Return the content of a yes-oriented ask; None if it cannot be carried over faithfully."""
    if _speaks_against(ask) or ask.rule in _UNTURNABLE:
        return None
    frame = _one_line(reading.text[ask.frame_start : ask.frame_end])
    imperative = ask.rule in ("imperative", "please")
    start = ask.frame_start if imperative else ask.frame_end
    rest, tail = _without_tail(_tidy(_one_line(reading.text[start : max(ask.proposal_end, start)])))
    if not rest or _OR_ELSE.search(rest):
        return None
    content = _ordered(rest) if imperative else _asked(ask, frame, rest)
    if content is None or not content.text:
        return None  # "have you got time for"
    content = _rightly_done(content, frame)
    return Content(content.form, content.subject, content.text, tail)


def _one_line(text: str) -> str:
    """Return a text with one space wherever white space of any kind stands: what follows cuts it at spaces."""
    return _SPACES.sub(" ", spaced(text))


def _rightly_done(content: Content, frame: str) -> Content:
    """Correct who acts, if assumed to be both: in "want to come" the guest, in "can we get a discount" only us."""
    verb = content.text.split()[0].lower()
    words = re.findall(r"[^\W\d_]+", frame.lower())
    if content.form != "vp" or content.subject != "we":
        return content
    if verb in flip_words("coming") and words[:1] in (["do"], ["would"], ["want"], ["wanna"]):
        return Content("vp", "guest", content.text)
    mine = "i" in words or words[:1] == ["hoping"]
    asks_leave = words[:1] in (["can"], ["could"], ["may"], ["might"]) and "we" in words
    from_you = re.search(r"(?i)\b(?:you|yours?)\b", content.text) is not None
    if verb in flip_words("receiving") and mine and from_you:
        return Content("vp", "i", content.text)
    if (
        verb in flip_words("receiving")
        and asks_leave
        and not re.search(r"(?i)\b(?:together|coffee|lunch|dinner|drink)\b", content.text)
    ):
        return Content("for_to", "any", f"us to {content.text}")
    return content


def _ordered(text: str) -> Content | None:
    """Return the content of an imperative: "send me the file", "let me pay", "let's meet"."""
    letting = _LETTING.match(text)
    if letting:
        mine = letting.group().lower().strip().endswith(("me", "me to"))
        return _act(text[letting.end() :], "i" if mine else "we")
    return _act(text, "you")


def _asked(ask: Ask, frame: str, rest: str) -> Content | None:
    words = re.findall(r"[^\W\d_]+", frame.lower())
    subjects = flip_table()["subjects"]
    subject = next((subjects[word] for word in reversed(words) if word in subjects), "")
    if ask.rule == "(request)" and (not subject or _AND_OTHERS.match(rest)):
        named = f"{_FIRST_WORD.sub('', frame, count=1)} {rest}".strip()
        own = None if subject else _CLAUSE.match(named)  # "can/we go": a mark hid the subject
        return _act(own.group(2), subjects[own.group(1).lower()]) if own else _somebodys_act(named)
    wish = _OTHERS_WISH.fullmatch(frame)
    if wish:
        return Content("for_to", "any", f"{lowered(wish.group(1))} to {wish.group(2)} {rest}")
    other = _other_subject(ask, frame)
    if other:
        return _for_other(ask, other, rest)
    whose = "we" if ask.family in _TOGETHER or not subject else subject
    if ask.family == "time":
        return _time(frame, rest)
    if words and words[-1] in ("to", "wanna"):
        return _act(rest, whose)
    act = re.sub(r"^['’](?:d|ll|ve) ", "", rest)
    modal = next((word for word in reversed(words) if word not in flip_words("small")), "")
    if act != rest or (modal in flip_words("modals") and ask.rule != "(request)"):
        return _act(_tidy(act), subject or "you")
    return _after_frame(ask, rest, whose, subject or "we")


def _after_frame(ask: Ask, rest: str, whose: str, subject: str) -> Content | None:
    head = rest.split()[0].lower()
    if head == "to" or (head == "not" and ask.negated):
        return _act(re.sub(r"(?i)^to ", "", rest), whose)
    if head == "that" and ask.family == "want":
        return None
    if head == "it" and rest.lower().startswith("it if "):
        head, rest = "if", rest.partition(" ")[2]
    if head in ("if", "that"):
        return _clause(rest[len(head) :].strip())
    somebody = _FOR_SOMEBODY.match(rest)
    if somebody:
        return _act(somebody.group(2), flip_table()["subjects"][somebody.group(1).lower()])
    if is_participle(head):
        return Content("doing", "we", lowered(rest))
    clause = _CLAUSE.match(rest)
    if clause and ask.rule != "(request)":
        verb, _, more = clause.group(2).partition(" ")
        if _is_past(verb.lower()) and _base(verb.lower()):
            clause = _CLAUSE.match(f"{clause.group(1)} {_base(verb.lower())} {more}") or clause
        return _act(_tidy(clause.group(2)), flip_table()["subjects"][clause.group(1).lower()])
    if ask.rule in _ACTS:
        return _act(rest, subject)
    if head in ("can", "could", "will", "would"):
        return _act(_tidy(rest.partition(" ")[2]), subject)
    return _thing(ask, rest)


def _thing(ask: Ask, rest: str) -> Content | None:
    head = rest.split()[0].lower()
    if head in flip_words("prepositions") and ask.family in ("willing", "time", "chance", "want", "wish"):
        rest = rest.partition(" ")[2]
        head = rest.split()[0].lower() if rest else "to"
    if not rest or head in flip_words("no_start") | flip_words("prepositions"):
        return None
    # "I'd like my pay to reflect that" wants an act of the pay, so to speak.
    named = re.match(r"(?i)((?:my|our|the|your) (?:\w+ ){1,3}?)to (\w+.*)", rest)
    if named and named.group(2).split()[0].lower() not in flip_words("determiners"):
        return Content("for_to", "any", lowered(rest))
    return Content("np", "any", lowered(rest))


def _time(frame: str, rest: str) -> Content | None:
    """Return the content of an ask for time: "got a minute to look" → take a minute; "time for a call" → a call."""
    amount = re.search(r"(?i)(?:have|got|spare|find|make) (?:you )?(?:got )?(.+)$", frame)
    head = rest.split()[0].lower()
    if head in ("for", "to") and (amount is None or amount.group(1).lower() in ("time", "the time", "room")):
        thing = rest.partition(" ")[2]
        return _act(thing, "you") if head == "to" else Content("np", "any", lowered(thing))
    if amount is None:
        return None
    if head not in ("to", "for") and re.search(r"(?i)\bto \w+", rest) is None:
        return Content("np", "any", lowered(f"{amount.group(1)} {rest}"))
    joined = rest if not frame.rstrip().endswith(" to") else f"to {rest}"
    return _act(f"take {lowered(amount.group(1))} {joined}", "you")


def _frame(ask: Ask) -> Frame | None:
    """Return the frame an ask matched, None if a cue or a rule in code found it."""
    return next((row for row in load().frames if row.id == ask.rule), None)


def _other_subject(ask: Ask, frame: str) -> str:
    """Return a subject before the predicate that is neither you nor I ("would [your mother] like"), "" for none."""
    row = _frame(ask)
    words = frame.split()
    if row is None or "np" not in row.subjects or len(words) < len(("would", "it", "be")):
        return ""
    if (
        re.sub(r"\W.*", "", words[1].lower()) in load().pronouns
        or words[0].lower() not in load().classes["auxiliaries"]
    ):
        return ""
    for place in range(2, min(len(words), 2 + _LONGEST_NAME)):
        if words[place].lower() in flip_words("predicates"):
            return lowered(" ".join(words[1:place]))
    return ""


def _for_other(ask: Ask, other: str, rest: str) -> Content | None:
    """Return what is asked of a third: an act ("would your mother like to come"), a thing ("would Tuesday suit")."""
    head = rest.split()[0].lower()
    if head == "to":
        return Content("for_to", "any", f"{other} {rest}")
    if ask.family == "approval" and head in ("for", "at", "in", "on"):
        return Content("np", "any", f"{other} {rest}")
    return None


def _somebodys_act(text: str) -> Content | None:
    """Split a named person from their act at the first verb: "Leo stay until six" → Leo to stay until six."""
    words = text.split()
    for place in range(1, min(len(words), _LONGEST_NAME + 1)):
        if words[place].lower() in flip_words("verbs") and words[place - 1].lower() not in flip_words("determiners"):
            name = " ".join(words[:place])
            return Content("for_to", "any", f"{lowered(name)} to {_tidy(' '.join(words[place:]))}")
    return None


def _speaks_against(ask: Ask) -> bool:
    """Tell whether the opposite of the named act is wanted: "It would be silly to wait, wouldn't it?"."""
    frame = _frame(ask)
    return frame is not None and frame.valence == "negative" and not ask.negated


def _act(text: str, subject: str, depth: int = 0) -> Content | None:
    """Return an act in its base form, without a "not": frame and "not" cancel each other ("not to meet" → "meet").

    `depth`: in how many other acts it stands ("suggest we ask you to …").
    """
    act = lowered(_tidy(re.sub(r"(?i)^(?:to )?not (?:to )?", "", text)))
    inner = _INNER.match(act)
    if inner:
        return _inner(inner, subject, depth + 1) if depth < _DEEPEST else None
    head = act.split()[0].lower() if act else ""
    if not head.isalpha() or head in flip_words("determiners") or head in flip_words("no_start") - {"be"}:
        return None
    # Of "be my guest" only the other can be the subject.
    return Content("vp", "you" if re.match(r"(?i)be (?:my|our)\b", act) else subject, act)


def _inner(found: re.Match[str], subject: str, depth: int) -> Content | None:
    """Return what is really asked for: "suggest we sign" → sign, "ask for an hour" → an hour, "say nine" → nine."""
    proposed, told, thing, said = found.groups()
    if proposed:
        return _act(proposed, "we", depth)
    if told:
        return _act(told, "you", depth)
    if thing:
        return Content("np", "any", thing)
    return Content("np", "any", said) if subject == "we" else Content("vp", subject, found.group())


def _clause(text: str) -> Content | None:
    """Return a clause, past ("we met", for "would") or present ("I pay", for "is"), or the act in "you sang"."""
    words = text.lower().split()
    if len(words) < len(("we", "met")):
        return None
    if words[0] in ("you", "u") and _is_past(words[1]):
        base = _base(words[1])
        return _act(" ".join((base, *text.split()[2:])), "you") if base else None
    verbs = words[1:2] if words[0] in load().pronouns else words[1:4]
    past = any(map(_is_past, verbs)) or any(word in words[1:4] for word in ("could", "would"))
    if words[0] in ("you", "u") and words[1] in flip_words("modals"):
        return _act(" ".join(text.split()[2:]), "you")
    return Content("clause" if past else "clause_now", "any", re.sub(r"^i ", "I ", text))


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in flip_table()["past"]


def _base(past: str) -> str:
    """Return the base form of a past form, "" if it cannot be told."""
    irregular: str = flip_table()["past"].get(past, "")
    stems: Sequence[str] = (past[:-2], past[:-1], past[:-3], f"{past[:-3]}y")
    return irregular or next((stem for stem in stems if stem in flip_words("verbs")), "")


def _without_tail(text: str) -> tuple[str, str]:
    """Split a proposal from a separate sentence written after it with only a comma: "come over, I'm cooking"."""
    words = list(_LETTERS.finditer(text))
    place = 0
    for mark in _TAIL.finditer(text):
        while place < len(words) and words[place].start() < mark.end():
            place += 1
        if _stands_alone([word.group().lower() for word in words[place : place + 1 + _LONGEST_NAME]]):
            after = text[mark.end() :]
            return text[: mark.start()].rstrip(" ,"), after[0].upper() + after[1:] + "."
    return text, ""


def _stands_alone(words: Sequence[str]) -> bool:
    """Tell whether a sentence of its own begins with these words: the first of it, or all of a short one."""
    if not words or words[0] in flip_words("joining"):
        return False
    if words[0] in load().pronouns or words[0] in ("that", "there"):
        return len(words) > 1
    verbs = load().classes["be"] | load().classes["have"] | load().classes["request_aux"]
    return any(word in verbs for word in words[1:]) or (words[0] in ("no", "my") and len(words) < 4)


def is_participle(word: str) -> bool:
    """Tell whether a word is a verb in -ing: "meeting" is, "bring", "morning" and "something" are not."""
    low = word.lower()
    ended = low.endswith("ing") and not _VOWELS.isdisjoint(low[: -len("ing")]) and _LETTERS.fullmatch(low) is not None
    return ended and low not in load().endings.not_participles


def _tidy(text: str) -> str:
    """Return a text without fillers in front and "please" and the like behind."""
    end = _before_marks(text, len(text))
    trailing = _TRAILING.search(text, 0, end)
    text = text[: _before_marks(text, trailing.start()) if trailing else end].strip(" ,;:")
    start, fillers = 0, flip_words("fillers")
    while True:
        space = text.find(" ", start)
        if not 0 <= space < len(text) - 1 or text[start:space].lower().strip(",") not in fillers:
            return text[start:]
        start = space + 1
        while start < len(text) and text[start] in " ,":
            start += 1


def _before_marks(text: str, end: int) -> int:
    """Return where the marks and spaces that stand before this place begin."""
    while end and (text[end - 1] in _MARKS or text[end - 1].isspace()):
        end -= 1
    return end


def lowered(text: str) -> str:
    """Return a text with its first word in lower case, unless that is a name, a day or "I"."""
    first = re.sub(r"['’].*", "", text.split(" ", 1)[0])
    lists = (flip_words("verbs"), flip_words("determiners"), load().vocabulary, load().common)
    known = any(first.lower() in words for words in lists)
    weekday = first.lower() in load().terms["weekdays"] or first.lower() in load().terms["months"]
    return (
        text[0].lower() + text[1:] if text and known and not weekday and first != "I" and not first.isupper() else text
    )
