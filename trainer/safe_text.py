"""Text from anywhere, shown so that nothing in it acts: no control, no turning of the direction of writing."""

from __future__ import annotations

import unicodedata

#: Joiners that scripts and emoji need; they neither act nor hide anything.
_JOINERS = "\u200c\u200d"
#: Unicode categories that are not shown as they are: controls, formats, halves of pairs, separators of lines.
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def acting(text: str) -> str:
    """The first character of a text that would act rather than be seen, line breaks and tabs left out; "" for none."""
    if text.isprintable():
        return ""
    return next((char for char in text if _acts(char)), "")


def _acts(char: str) -> bool:
    return char not in "\n\t" and char not in _JOINERS and unicodedata.category(char) in _ACTING


def visible(text: str) -> str:
    """Text in which nothing acts; line breaks stay, a tab is a space."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _acts(char) else char for char in text.replace("\t", " "))
