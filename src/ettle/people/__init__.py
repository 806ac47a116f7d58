"""Accounts, sign-in, learning roles, organisations, data export and erasure."""
