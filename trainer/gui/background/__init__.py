"""Work beside the window: in another process, so that neither a file nor a bug in reading it can stop the window."""
