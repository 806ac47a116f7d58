"""Who may open the addresses of the look."""

from __future__ import annotations

from ettle.kit.access import ADMINISTRATOR, EVERYONE

WHO: dict[str, frozenset[str]] = {
    "css": EVERYONE,
    "logo": EVERYONE,
    "brand": ADMINISTRATOR,
    "components": ADMINISTRATOR,
}
