"""Personal data: what is stored, why, how long, and its erasure. Each room declares its own fields.

A room's AppConfig names its list of declarations (`Room.personal_data`). A house test fails on an
undeclared model or field, and the export and the erasure of a person are made from the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.kit.room import offered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


UNTIL_ERASURE = _("until the account is erased")


class OnErasure(Enum):
    DELETE = "the row goes"
    BLANK = "the row stays, these fields are emptied"
    RETAIN = "the row stays as it is"


@dataclass(frozen=True)
class PersonalField:
    """Why one field is stored."""

    purpose: StrOrPromise
    retention: StrOrPromise = UNTIL_ERASURE


@dataclass(frozen=True)
class Declaration:
    """One model: whose rows they are, which fields are personal, and what erasure does.

    model: "room.Model". owner: the ORM path from a row to its person ("learner", "application__learner"); "" means
    that the row is about no one. Rows with an owner and nothing personal are erased with the account and not exported.
    retention_reason: shown to the person who leaves, required unless the rows are deleted.
    blanks: field -> value it gets on erasure, for BLANK. words: what the values of a row mean to its person, by field,
    such as the wording of a statement; choices and organisations say it themselves. related: ORM paths that it needs.
    readable: which of the rows are the person's to read, and so in their download; the others hold what someone else
    wrote about them and took back.
    """

    model: str
    owner: str = ""
    personal: dict[str, PersonalField] = field(default_factory=dict)
    not_personal: tuple[str, ...] = ()
    on_erasure: OnErasure = OnErasure.DELETE
    retention_reason: StrOrPromise = ""
    blanks: dict[str, object] = field(default_factory=dict)
    words: Callable[[Any], dict[str, str]] | None = None
    related: tuple[str, ...] = ()
    readable: Q = field(default_factory=Q)


@dataclass(frozen=True)
class EmailReference:
    """Rows of other people that name a person by email address, who may or may not have an account.

    email: the field with the address. personal: ORM path -> why; what is exported for the person. only: which of the
    rows. forget: erases an address from them. retention_reason: what stays after that; shown to the person who leaves.
    """

    model: str
    email: str
    personal: dict[str, PersonalField]
    forget: Callable[[str], None]
    only: Q = field(default_factory=Q)
    retention_reason: StrOrPromise = ""


def all_declarations() -> Iterator[Declaration]:
    """Return every room's declarations, in the order of the rooms; the kit's last, after what people created."""
    for declarations in offered("personal_data"):
        if declarations is not KIT_DECLARATIONS:
            yield from declarations
    yield from KIT_DECLARATIONS


def email_references() -> Iterator[EmailReference]:
    """Return every room's references to people by email address."""
    for references in offered("email_references"):
        yield from references


KIT_DECLARATIONS = [
    Declaration(
        model="kit.AuditLine",
        owner="actor__person",
        personal={
            "actor": PersonalField(_("to say who did what, by a digest that names nobody once the account is gone")),
            "act": PersonalField(_("to say what was done")),
            "at": PersonalField(_("to say when")),
        },
        not_personal=("id", "subject_kind", "subject_key", "seal"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_(
            "The log of who did what: it is kept so that others’ records stay true. "
            "Nothing leads from it to you any more."
        ),
    ),
    Declaration(
        model="kit.AuditPerson",
        owner="person",
        personal={"person": PersonalField(_("to name you in the log of who did what, as long as you have an account"))},
        not_personal=("id", "key", "digest"),
    ),
    Declaration(model="kit.LimitCount", not_personal=("id", "limit", "digest", "used", "ends_at")),
    # Exported and erased by its address (mail.email_references): people without an account choose too.
    Declaration(model="kit.StoppedEmail", not_personal=("id", "email", "kind", "stopped_at")),
    Declaration(model="kit.RunningWorker", not_personal=("id", "name", "seen_at")),
    Declaration(
        model="kit.PackTranslation",
        not_personal=("id", "kind", "key", "path", "language", "english", "text", "is_current", "loaded_at"),
    ),
    Declaration(model="kit.SecretKeyCheck", not_personal=("id", "digest", "since")),
    Declaration(model="kit.SiteAddress", not_personal=("id", "url", "since", "until")),
    Declaration(model="kit.AuditSeal", not_personal=("number", "lines", "previous", "digest", "sealed_at")),
    Declaration(
        model="kit.AnsweredPost",
        owner="person",
        personal={
            "person": PersonalField(_("so that a form sent twice counts once"), _("30 days")),
            "path": PersonalField(_("so that a form sent twice counts once"), _("30 days")),
            "location": PersonalField(_("so that a form sent twice counts once"), _("30 days")),
            "digest": PersonalField(_("so that a correction is told from the same form sent twice"), _("30 days")),
            "answered_at": PersonalField(_("so that a form sent twice counts once"), _("30 days")),
        },
        not_personal=("id", "key"),
    ),
    Declaration(
        model="kit.WaitingTask",
        not_personal=(
            "id", "function", "arguments", "key", "priority", "created_at", "run_after", "leased_by", "leased_until",
            "attempts", "last_error", "finished_at", "given_up_at",
        ),
    ),
]  # fmt: skip
