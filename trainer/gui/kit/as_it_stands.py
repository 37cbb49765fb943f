"""Texts of strangers where Qt would read them: as markup in a tool tip, as keys in a button, as a mark in a title."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt

from ...safe_text import visible


def for_tip(text: str) -> str:
    """Return a text for a tool tip, which shows it as it stands. Qt takes what looks like markup for it there."""
    shown = visible(text)
    return f"<qt>{html.escape(shown).replace(chr(10), '<br>')}</qt>" if Qt.mightBeRichText(shown) else shown


def for_caption(text: str) -> str:
    """Return a text for a button, a menu, a tab or a label of a field; an “&” in it is seen and makes no key."""
    return text.replace("&", "&&")


def for_title(text: str) -> str:
    """Return a text for the title of a window, where “[*]” would stand for what is not saved."""
    return visible(text).replace("[*]", "[*][*]")
