"""Instruments as authors change them: lists, a form, a look at a line, and publishing as a new version."""
