"""Safe No: an offline trainer for asking so that the other person can safely say no."""

__version__ = "0.1.0"
