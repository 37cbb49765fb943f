"""The real program in its own process, used from outside as a person does: `make real`.

Nothing here imports the program or Qt. What happened is learned from the accessibility tree, from pictures of the screen,
from the list of windows, from the files on disk, and from how the process ended.
"""
