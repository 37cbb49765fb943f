"""The window. Qt stays in this package, and no rule of the practice lives here."""
