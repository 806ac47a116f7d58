"""What an author typed about an instrument, field by field, and the spec that it makes."""
