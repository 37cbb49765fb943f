"""Small pieces that pages are made of; they know nothing of talks, files or pages."""
