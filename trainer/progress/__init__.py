"""Stored sessions → what is shown of progress. Nothing here is stored: every figure comes from the sessions."""

from .review import Review, Week, review

__all__ = ["Review", "Week", "review"]
