"""Learning together: supervision for two, a team session for each area, and an action-learning timer."""
