"""Capabilities, Codes of Practice and the logic model, with their versions and imports."""
