"""The look at a talk that is over."""
