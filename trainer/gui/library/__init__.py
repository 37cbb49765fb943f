"""Choosing, preparing and taking in talks."""
