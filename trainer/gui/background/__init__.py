"""Work done beside the window, so that it never stands still."""
