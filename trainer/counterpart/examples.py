"""Sentences of tables and scenarios, as lines are compared with them."""

from __future__ import annotations

from functools import lru_cache

from .segments import Form, segments


def plain(text: str) -> str:
    """Return a text in plain spelling."""
    return _spelt(text)[0]


def form_of(text: str) -> Form:
    """Return what a text asks for, STATEMENT if it asks nothing."""
    return _spelt(text)[1]


@lru_cache(maxsize=32768)
def _spelt(text: str) -> tuple[str, Form]:
    parts = segments(text)
    asked = next((part.form for part in parts if part.form.asks), Form.STATEMENT)
    return " ".join(part.said for part in parts), asked
