"""What this room knows of people: nothing of its own. Its pages show what other rooms hold."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS: list[Declaration] = []
