"""Matching a query with the index: other words for its terms, the full text index, and the order of the results."""
