"""Rewrite a yes-oriented ask as no-oriented ones that ask for the same."""
