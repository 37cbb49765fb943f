"""The page of what the learner's history adds up to."""
