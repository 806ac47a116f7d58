"""What can be done in the workshop."""

from __future__ import annotations

from ettle.workshop.authors.naming import end_author, name_author, welcome_author

__all__ = ["end_author", "name_author", "welcome_author"]
