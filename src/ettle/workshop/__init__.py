"""Where authors work: drafts, preview, review, schedule and history."""
