"""What the launcher has the environment's Python run: here the installed packages may be imported."""
