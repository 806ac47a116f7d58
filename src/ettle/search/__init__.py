"""The search index, and the page that searches it."""
