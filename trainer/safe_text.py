"""Text from anywhere, shown so that no character in it acts: no controls, no change of the direction of writing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate

#: Joiners that scripts and emoji need; they neither act nor hide anything.
_JOINERS = "\u200c\u200d"
#: Unicode categories that act: controls, formats, lone surrogates, separators of lines and paragraphs.
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
#: Characters that a screen shows as nothing (Default_Ignorable_Code_Point of Unicode, with the marks of annotations),
#: and controls that are no spaces.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
#: Those that turn the direction of writing round for all that follows.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: The flag of a part of a country: a black flag, followed by the letters of its code, which are seen only so.
_FLAG = re.compile(r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
#: White space of any kind but the narrow space that parts thousands; empty lines, which end a paragraph, stay.
_SPACE = re.compile(r"\n\s*\n|(?!(?<=\d)\u202f(?=\d))\s")
#: A picture of six dots of Braille, none of them raised: seen by nobody, though it counts as a picture.
_EMPTY_BRAILLE = "\u2800"


def seen(text: str) -> str:
    """Return a text without the characters that nobody sees, joiners and what chooses the look of an emoji included."""
    return _UNSEEN.sub("", text)


def seen_places(text: str) -> Sequence[int]:
    """Return, for each character of `seen(text)`, its place in `text`."""
    hidden = {place for run in _UNSEEN.finditer(text) for place in range(*run.span())}
    return [place for place in range(len(text)) if place not in hidden] if hidden else range(len(text))


def spaced(text: str) -> str:
    """Return a text, as long as it was, with a space for white space of any kind: what is pasted has spaces of its own.

    Empty lines stay, since they part sentences, and so does the narrow space within a number.
    """
    return _SPACE.sub(lambda found: found.group() if len(found.group()) > 1 else " ", text)


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen."""
    return not seen(text).replace(_EMPTY_BRAILLE, "").strip()


def acting(text: str) -> str:
    """Return the first character that would act rather than be seen, "" for none; line breaks and tabs do not count."""
    if text.isprintable():
        return ""
    return next((char for char in _FLAG.sub("", text) if _acts(char)), "")


def _acts(char: str) -> bool:
    return char not in "\n\t" and char not in _JOINERS and unicodedata.category(char) in _ACTING


def visible(text: str) -> str:
    """Return a text in which nothing acts: what would is replaced, what is shown as nothing left out, and tabs become
    spaces. Line breaks stay, and joiners and flags whole.
    """
    return text if text.isprintable() else "".join(_shown(text))


def visible_places(text: str) -> Sequence[int]:
    """Return, for each character of a text and for its end, the place in `visible(text)` where it stands."""
    return range(len(text) + 1) if text.isprintable() else list(accumulate(map(len, _shown(text)), initial=0))


def _shown(text: str) -> Iterator[str]:
    """Yield what each character of a text is shown as."""
    flags = {place for flag in _FLAG.finditer(text) for place in range(*flag.span())}
    for place, char in enumerate(text):
        if char == "\t":
            yield " "
        elif place in flags or not _acts(char):
            yield char
        else:
            # A control may belong to a command to a terminal, so that its trace is shown.
            hides = _UNSEEN.match(char) and char not in _TURNING and unicodedata.category(char) != "Cc"
            yield "" if hides else "\ufffd"


def signed(points: int) -> str:
    """Return a change in points with its sign, as it is shown: "+4", "−8" with a true minus, "0"."""
    return f"{points:+d}".replace("-", "−") if points else "0"
