"""A crawler that posts hostile values to every form of every role, and expects no server error."""
