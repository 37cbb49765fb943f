"""Expected errors: one sentence for the person, with what to do. Everything else is a bug."""

from __future__ import annotations


class TrainerError(Exception):
    """Something a person can understand and act on. `str()` of it is the sentence they see."""
