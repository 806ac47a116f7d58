"""Who may open this room's addresses: everyone reads, authors and administrators look after them."""

from __future__ import annotations

from ettle.kit.access import AUTHORS, EVERYONE

WHO = {
    "capabilities": EVERYONE,
    "capability": EVERYONE,
    "codes": EVERYONE,
    "codes-by-theme": EVERYONE,
    "code": EVERYONE,
    "employers-code": EVERYONE,
    "logic-model": EVERYONE,
    "item": EVERYONE,
    "framework": EVERYONE,
    "manage-frameworks": AUTHORS,
    "hand-in": AUTHORS,
    "import": AUTHORS,
    "confirm-import": AUTHORS,
    "take-import-back": AUTHORS,
    "discard-import": AUTHORS,
    "unchecked": AUTHORS,
    "close-gap": AUTHORS,
    "case-documents": EVERYONE,
    "case-document": EVERYONE,
    "case-item": EVERYONE,
    "case-association": EVERYONE,
    "case-package": EVERYONE,
    "case-item-associations": EVERYONE,
    "case-nothing": EVERYONE,
}
