"""Pages about oneself and one's organisation, and the doors to sign in by."""
