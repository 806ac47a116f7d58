"""Editing of instruments by authors: lists, a form, a preview, and publishing as a new version."""
