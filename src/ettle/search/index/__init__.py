"""The search index: the entries, and how they are kept up to date."""
