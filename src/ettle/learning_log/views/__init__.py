"""Pages of the learning log."""
