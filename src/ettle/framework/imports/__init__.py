"""Bringing items in from one file: read it, say what is wrong line by line, show what it would do."""
