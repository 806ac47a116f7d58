"""A room of the tests: what somebody would write who adds a room."""
