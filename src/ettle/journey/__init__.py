"""Self-assessment, results, goals, look-backs and change over time."""
