"""What others may hold of this room: an area and a news item as data."""
