"""Faults planted on purpose, each in a promise of the program: whether the tests notice. `python -m tests.mutants`."""
