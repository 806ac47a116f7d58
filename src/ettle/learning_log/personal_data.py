"""Personal data of the learning log. All of it belongs to the writer and is deleted when they leave."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, PersonalField

_LOGGED = PersonalField(_("so that you can write down what you learn, for yourself alone"), _("until you delete it"))

DECLARATIONS = [
    Declaration(
        model="learning_log.Entry",
        owner="writer",
        personal={"uuid": _LOGGED, "writer": _LOGGED, "happened_on": _LOGGED, "begun_at": _LOGGED},
        not_personal=("id",),
    ),
    Declaration(
        model="learning_log.EntrySave",
        owner="entry__writer",
        personal={"entry": _LOGGED, "part": _LOGGED, "text": _LOGGED, "saved_at": _LOGGED},
        not_personal=("id", "rev", "key"),
    ),
    Declaration(
        model="learning_log.EntryLink",
        owner="entry__writer",
        personal={
            "entry": _LOGGED,
            "framework": _LOGGED,
            "key": _LOGGED,
            "title": _LOGGED,
            "linked_at": _LOGGED,
            "is_declined": _LOGGED,
        },
        not_personal=("id", "edition", "item", "words", "path"),
    ),
    Declaration(
        model="learning_log.EntryFile",
        owner="entry__writer",
        personal={
            "entry": _LOGGED,
            "kind": _LOGGED,
            "name": _LOGGED,
            "file": _LOGGED,
            "small": _LOGGED,
            "added_at": _LOGGED,
        },
        not_personal=("id", "uuid", "size"),
    ),
]
