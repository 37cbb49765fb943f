"""A talk with a room: start, console, audience window, handouts."""
