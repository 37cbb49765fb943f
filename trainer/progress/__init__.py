"""Stored sessions and reviews → the figures of progress. Nothing is stored here: all follows from the facts."""
