"""What this room knows of people, and why. Guests have no account: what they write goes when the session ends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, PersonalField

UNTIL_IT_ENDS = "until the session ends, at most 24 hours"
SESSION = PersonalField(_("so that two people can prepare a talk and hold it"), UNTIL_IT_ENDS)
WRITTEN = PersonalField(_("so that you see your answers, and the other person what you share"), UNTIL_IT_ENDS)

DECLARATIONS = [
    Declaration(model="together.SessionPlan", not_personal=("id", "kind", "content", "changed_at")),
    Declaration(
        model="together.PairSession",
        owner="starter",
        personal=dict.fromkeys(("starter", "way", "begun_at"), SESSION),
        not_personal=("id", "uuid", "code", "changes"),
    ),
    Declaration(
        model="together.Participant",
        owner="person",
        personal=dict.fromkeys(("person", "name", "answers", "act", "finished_at", "left_at"), WRITTEN),
        not_personal=("id", "uuid", "session", "is_starter", "join_key"),
    ),
]
