"""Thin models between the program and its pages: requests come in as calls, facts go out as signals."""
