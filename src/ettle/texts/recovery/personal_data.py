"""Personal data of this room: ciphertext that nobody but its writer can read, for an hour."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration, PersonalField

_COPIED = PersonalField("so that a form is not lost when a session has ended", "an hour")

DECLARATIONS = [
    Declaration(
        model="texts.FormCopy",
        owner="person",
        personal={"person": _COPIED, "copied_at": _COPIED},
        not_personal=("uuid", "sealed"),
    )
]
