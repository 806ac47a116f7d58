"""My journey, suggested next steps, and summaries to download."""
