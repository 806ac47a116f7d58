"""What people write: revisions, word counts, recordings and the privacy check."""
