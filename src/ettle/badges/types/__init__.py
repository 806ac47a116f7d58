"""What others may hold of this room: a badge as data."""
