"""The page of drill cards."""
