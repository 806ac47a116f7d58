"""What others may hold of this room: an activity as data."""
