"""Dates and times by language, where we write them otherwise than Django does."""
