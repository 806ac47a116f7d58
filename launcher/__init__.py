"""What `./ettle` does before there is an environment: the standard library only."""
