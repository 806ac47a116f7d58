"""What `./ettle doctor` checks, and what administrators are emailed about."""
