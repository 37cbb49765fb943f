"""Trials of what is promised about data: files changed, damaged, made by strangers, clocks that are wrong, kills.

`python -m tests.trust` tries thousands and says how many held; slices of each run with the other tests.
"""
