"""State before + line + what followed → Feedback; and the debrief after a session."""

from .debrief import Debrief, debrief
from .feedback import Feedback, Remark, feedback, remarks

__all__ = ["Debrief", "Feedback", "Remark", "debrief", "feedback", "warm_up"]


def warm_up() -> None:
    """Load the tables of this package before they are needed."""
    from .hints import rows as hints
    from .marks import rows as marks

    remarks()
    marks()
    hints()
