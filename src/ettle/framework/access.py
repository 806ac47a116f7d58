"""Who may open this room's addresses: everyone, all of them."""

from __future__ import annotations

from ettle.kit.access import EVERYONE

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
    "case-documents": EVERYONE,
    "case-document": EVERYONE,
    "case-item": EVERYONE,
    "case-association": EVERYONE,
    "case-package": EVERYONE,
    "case-item-associations": EVERYONE,
    "case-nothing": EVERYONE,
}
