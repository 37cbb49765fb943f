"""State before + line + what followed → Feedback, and the look back after a session."""

from .debrief import Debrief, debrief
from .feedback import Feedback, Remark, feedback

__all__ = ["Debrief", "Feedback", "Remark", "debrief", "feedback"]
