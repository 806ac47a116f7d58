"""The actions of the workshop."""

from __future__ import annotations

from ettle.workshop.authors.actions import assign_default_role, name_author, remove_author

__all__ = ["assign_default_role", "name_author", "remove_author"]
