"""QTI 3.0: questions and sorts as assessment items, an activity as a test, both in a package, and back again."""
