"""What activities hold of people. All of it is the learner's own; nobody else is shown an answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, PersonalField

PLAYED = PersonalField(_("so that you can continue where you stopped and read again what you chose"))

COUNTED = PersonalField(
    _("so that you can continue and read again what you chose, and to count first choices without names")
)

DECLARATIONS = [
    Declaration(model="activities.Activity", not_personal=("id", "key", "kind")),
    Declaration(
        model="activities.ActivityVersion",
        not_personal=(
            "id", "uuid", "activity", "edition", "title", "summary", "minutes", "content", "content_hash",
            "published_at",
        ),
    ),
    Declaration(model="activities.CountingSecret", not_personal=("id", "activity", "secret")),
    Declaration(
        model="activities.ChoiceFigures",
        not_personal=("id", "version", "role", "people", "content", "counted_until", "published_at"),
    ),
    Declaration(
        model="activities.Requirement", not_personal=("id", "version", "group", "activity", "roles", "settings")
    ),
    Declaration(
        model="activities.Response",
        owner="attempt__learner",
        personal={
            "attempt": PLAYED,
            "step": COUNTED,
            "sequence": PLAYED,
            "act": COUNTED,
            "value": COUNTED,
            "score": PLAYED,
            "rule": PLAYED,
            "at": COUNTED,
        },
        not_personal=("id",),
    ),
    Declaration(
        model="activities.ReflectionRecording",
        owner="attempt__learner",
        personal={"file": PLAYED, "name": PLAYED, "added_at": PLAYED, "removed_at": PLAYED},
        not_personal=("id", "uuid", "attempt", "step", "kind", "small", "size", "seconds", "shows"),
    ),
    Declaration(
        model="activities.Completion",
        owner="learner",
        personal={
            "learner": PersonalField(_("to know that you have finished, so that a badge is earned once")),
            "activity": PersonalField(_("to know what you have finished")),
            "attempt": PersonalField(_("to know in which attempt you finished")),
            "at": PersonalField(_("to know when you finished")),
        },
        not_personal=("id",),
    ),
    Declaration(
        model="activities.Attempt",
        owner="learner",
        personal={
            "learner": PLAYED,
            "activity_version": COUNTED,
            "invited": PersonalField(_("to know whether it was practice or counts for a badge")),
            "number": PLAYED,
            "variant": PersonalField(_("to know for which role or setting you read it")),
            "began_at": COUNTED,
        },
        not_personal=("id", "seed"),
    ),
    Declaration(
        model="activities.InvitedActivity",
        owner="invitation__learner",
        personal={
            "invitation": PersonalField(_("to show what you are invited to")),
            "activity_version": PersonalField(_("to show what you are invited to")),
        },
        not_personal=("id", "position", "group"),
    ),
    Declaration(
        model="activities.Invitation",
        owner="learner",
        personal={
            "learner": PersonalField(_("to invite you when your evidence has been accepted")),
            "version": PersonalField(_("to know which badge it is for")),
            "invited_at": PersonalField(_("to know when you were invited")),
            "expires_at": PersonalField(_("to know until when the activities are open to you")),
            "renewed_at": PersonalField(_("to know when you last renewed your invitation")),
            "invited_by": PersonalField(_("to know whose review led to it")),
            "purpose": PersonalField(_("to know whether it completes a badge or is part of an application")),
            "return_path": PersonalField(_("to lead you back to your application")),
        },
        not_personal=("id", "uuid"),
    ),
]  # fmt: skip
