"""Badges: definitions, awards, signed credentials, verification and withdrawal."""
