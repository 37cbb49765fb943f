"""Stored talks and answers → what is shown of progress. Nothing here is stored: every figure comes from the facts."""
