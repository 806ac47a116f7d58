"""A room for the tests, as a new room would be written."""
