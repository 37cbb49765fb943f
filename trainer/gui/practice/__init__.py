"""The page of a talk."""
