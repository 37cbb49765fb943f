"""Find in one sentence what it asks, and what “No” would mean: clauses, frames of asks, polarity, questions."""
