"""Find words and phrases in a line: tokens with spans, templates, the automaton of all templates of a table."""
