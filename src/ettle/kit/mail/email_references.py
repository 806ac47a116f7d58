"""Choices of emails belong to an address: taken along and erased with the account that has it."""

from __future__ import annotations

from ettle.kit.actions import forget_email_choices
from ettle.kit.personal_data import EmailReference, PersonalField

CHOSEN = PersonalField("so that we do not send you emails that you turned off")
EMAIL_REFERENCES = [
    EmailReference(
        model="kit.StoppedEmail",
        email="email",
        personal=dict.fromkeys(("email", "kind", "stopped_at"), CHOSEN),
        forget=forget_email_choices,
    )
]
