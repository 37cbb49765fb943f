"""Every page, dialog and state of the window, as a table: drawn by `make gallery`, measured by tests/test_layout.py."""
