"""Pages about profiles and organisations, and for signing in."""
