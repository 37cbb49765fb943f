"""What pages stand in: the page itself, going from one to another, sentences and questions for the person."""
