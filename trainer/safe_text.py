"""Text from anywhere, shown so that no character in it acts: no controls, no change of the direction of writing."""

from __future__ import annotations

import unicodedata

#: Joiners that scripts and emoji need; they neither act nor hide anything.
_JOINERS = "\u200c\u200d"
#: Unicode categories that act: controls, formats, lone surrogates, separators of lines and paragraphs.
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def acting(text: str) -> str:
    """Return the first character that would act rather than be seen, "" for none; line breaks and tabs do not count."""
    if text.isprintable():
        return ""
    return next((char for char in text if _acts(char)), "")


def _acts(char: str) -> bool:
    return char not in "\n\t" and char not in _JOINERS and unicodedata.category(char) in _ACTING


def visible(text: str) -> str:
    """Return a text in which nothing acts: such characters are replaced, tabs become spaces, line breaks stay."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _acts(char) else char for char in text.replace("\t", " "))


def signed(points: int) -> str:
    """Return a change in points with its sign, as it is shown: "+4", "−8" with a true minus, "0"."""
    return f"{points:+d}".replace("-", "−") if points else "0"
