"""What in a text could identify a person, found on our own machine."""
