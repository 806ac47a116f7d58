"""Export and erasure of a person's data. Both use the declarations of the rooms (kit.personal_data)."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, ProtectedError, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ettle.kit import audit, personal_data
from ettle.kit.files.record_file import DamagedRecord
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES
from ettle.kit.personal_data import Declaration, EmailReference, OnErasure
from ettle.kit.refusal import Refused
from ettle.kit.room import offered
from ettle.people.actions import erasure_list, erasure_traces
from ettle.people.models import Organisation, OrganisationInvitation, User
from ettle.people.types import LeavingChoice

LAST_ADMINISTRATOR = _("You are the last administrator. Make someone else an administrator first, then leave")


def export_personal_data(person: User, *, now: datetime) -> dict[str, Any]:
    """Return everything the site holds of a person, ready for JSON, with the reason for each field."""
    parts = [_owned_section(declaration, person) for declaration in _owned_declarations() if declaration.personal]
    named = verified_addresses(person)
    parts += [_reference_section(reference, named) for reference in personal_data.email_references()]
    return {
        "about": gettext("Everything this site has about you"),
        "made_at": now.isoformat(),
        "parts": [part for part in parts if part["rows"]],
    }


def _owned_declarations() -> Iterable[Declaration]:
    return [declaration for declaration in personal_data.all_declarations() if declaration.owner]


def _owned_section(declaration: Declaration, person: User) -> dict[str, Any]:
    model = apps.get_model(declaration.model)
    fields = [model._meta.get_field(name) for name in declaration.personal]
    rows = _owned_rows(declaration, person).filter(declaration.readable).order_by("pk")
    rows = rows.select_related(*declaration.related)
    return {
        "what": str(model._meta.verbose_name_plural),
        "why": {name: str(field.purpose) for name, field in declaration.personal.items()},
        "rows": [_row_to_json(row, fields, declaration) for row in rows.iterator(chunk_size=500)],
    }


def _row_to_json(row: models.Model, fields: Iterable[Any], declaration: Declaration) -> dict[str, Any]:
    """Return the values of a row, and under "in_words" what keys and numbers among them mean."""
    values = {field.name: _field_to_json(row, field) for field in fields}
    words = {field.name: words for field in fields if (words := _value_in_words(row, field))}
    if declaration.words is not None:
        words |= declaration.words(row)
    return values | {"in_words": words} if words else values


def _value_in_words(row: models.Model, field: Any) -> str:
    """Return the words of a choice, or the name of an organisation; "" for what says itself."""
    value = getattr(row, field.attname, None)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(getattr(row, field.name).name) if field.related_model is Organisation else ""
    return str(dict(field.flatchoices).get(value, "")) if getattr(field, "choices", None) else ""


def _reference_section(reference: EmailReference, addresses: Iterable[str]) -> dict[str, Any]:
    """Return the rows of other people that name a person by their address."""
    rows = _referring_rows(reference, addresses).order_by("pk")
    return {
        "what": gettext("%(what)s of others that name you")
        % {"what": apps.get_model(reference.model)._meta.verbose_name_plural},
        "why": {name: str(field.purpose) for name, field in reference.personal.items()},
        "rows": [
            {name: _value_to_json(row[name]) for name in reference.personal} for row in rows.values(*reference.personal)
        ],
    }


def _referring_rows(reference: EmailReference, addresses: Iterable[str]) -> models.QuerySet[models.Model]:
    any_address = Q(pk=None)
    for address in addresses:
        any_address |= Q(**{f"{reference.email}__iexact": address})
    rows: models.QuerySet[models.Model] = apps.get_model(reference.model)._default_manager.filter(
        reference.only & any_address
    )
    return rows


def verified_addresses(person: User) -> list[str]:
    """Return the addresses that the person has verified; an unverified one may belong to someone else."""
    proven = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return list({address.lower() for address in (person.email, *proven)})


def _owned_rows(declaration: Declaration, person: User) -> models.QuerySet[models.Model]:
    model = apps.get_model(declaration.model)
    rows: models.QuerySet[models.Model] = model._default_manager.filter(**{declaration.owner: person.pk})
    return rows


def _field_to_json(row: models.Model, field: Any) -> Any:
    """Return a value for JSON. A related row stays a number: its content may be someone else's."""
    if field.many_to_many:
        return [str(key) for key in getattr(row, field.name).values_list("pk", flat=True)]
    return _value_to_json(getattr(row, field.attname))


def _value_to_json(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def personal_files(person: User) -> Iterator[str]:
    """Yield the storage name of every file of a person."""
    for declaration in _owned_declarations():
        model = apps.get_model(declaration.model)
        file_fields = [
            name for name in declaration.personal if isinstance(model._meta.get_field(name), models.FileField)
        ]
        for row in _owned_rows(declaration, person).values_list(*file_fields) if file_fields else ():
            yield from filter(None, row)


def leaving_choices(person: User) -> list[LeavingChoice]:
    """What this person decides when they delete their account, as the rooms ask."""
    return [choice for list_choices in offered("people.leaving_choices") for choice in list_choices(person)]


@transaction.atomic
def leave(person: User, *, now: datetime, choices: Mapping[str, str] | None = None) -> None:
    """Erase a person: rows are deleted, blanked or retained as each room declares, and the account is closed.

    choices: a value for each of `leaving_choices`, by its name; the first option where there is none. Raises Refused
    for the last administrator, and when the erasure cannot be recorded outside the database.
    """
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if person.is_superuser and not administrators.exclude(pk=person.pk).exists():
        raise Refused(LAST_ADMINISTRATOR)
    for choice in leaving_choices(person):
        choice.apply(person, (choices or {}).get(choice.name, choice.options[0][0]), now)
    erasure_list.record_erasure(person, now)
    audit.record(None, "left", person, now=now)  # before the rows: the pseudonym of the line goes with the account
    email = person.email
    _erase(person, now)
    farewell = erasure_traces.farewell_key(person.pk)
    delivery.send_notice("people/mail/left.txt", to=email, kind=ACCOUNT, key=farewell, limit=ACCOUNT_NOTICES, now=now)


def apply_erasures(*, now: datetime) -> int:
    """Erase again everyone who left after the copy was made that this database was restored from; return how many.

    Begins the list of erased people where there is none. Raises Refused when the list is missing or damaged.
    """
    if not erasure_list.is_list_available():
        raise Refused(erasure_list.LIST_MISSING)
    erasure_list.ensure_list(now)
    try:
        returned = erasure_list.find_returned_people()
    except DamagedRecord as damage:
        raise Refused(str(damage)) from damage
    for person in returned:
        with transaction.atomic():
            audit.record(None, "erased again after a restore", person, now=now)
            _erase(person, now)
    return len(returned)


def start_new_erasure_list(*, now: datetime) -> None:
    """Begin a new list of erased people: the operator says that every copy of the old one is lost."""
    erasure_list.start_new_list(now)


def _erase(person: User, now: datetime) -> None:
    for address in verified_addresses(person):
        delivery.erase_address(address)
        for reference in personal_data.email_references():
            reference.forget(address)
    for erase_words in offered("erasure"):
        erase_words(person)
    delivery.erase_failed_emails(quoting=[person.email, person.name])
    OrganisationInvitation.objects.filter(email__iexact=person.email).delete()
    person.groups.clear()
    person.user_permissions.clear()
    files = list(personal_files(person))
    _blank_rows(person)
    _delete_rows(person)
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name))
    erasure_traces.schedule_removal(person, files, now=now)


def _blank_rows(person: User) -> None:
    for declaration in _owned_declarations():
        if declaration.on_erasure == OnErasure.BLANK:
            blanks = {name: value() if callable(value) else value for name, value in declaration.blanks.items()}
            _owned_rows(declaration, person).update(**blanks)


def _delete_rows(person: User) -> None:
    """Delete the rows declared DELETE, the last rooms first; rows that others refer to wait for the next round."""
    waiting = [d for d in _owned_declarations() if d.on_erasure == OnErasure.DELETE][::-1]
    while waiting:
        blocked = [declaration for declaration in waiting if not _try_to_delete(declaration, person)]
        if len(blocked) == len(waiting):
            names = ", ".join(declaration.model for declaration in blocked)
            raise RuntimeError(f"Rows declared DELETE are pointed at by rows that stay: {names}")
        waiting = blocked


def _try_to_delete(declaration: Declaration, person: User) -> bool:
    try:
        with transaction.atomic():
            _owned_rows(declaration, person).delete()
    except ProtectedError:
        return False
    return True


def retention_reasons(person: User) -> list[str]:
    """Return why data of this person stays after erasure, only where there is any. Two queries."""
    retained = [d for d in _owned_declarations() if d.on_erasure != OnErasure.DELETE and d.retention_reason]
    presence = {
        f"row_{number}": Exists(_owned_rows(declaration, person)) for number, declaration in enumerate(retained)
    }
    named = [reference for reference in personal_data.email_references() if reference.retention_reason]
    addresses = verified_addresses(person)
    presence |= {
        f"named_{number}": Exists(_referring_rows(reference, addresses)) for number, reference in enumerate(named)
    }
    exists = User.objects.filter(pk=person.pk).annotate(**presence).values_list(*presence).get()
    reasons = [str(declaration.retention_reason) for declaration in retained] + [
        str(reference.retention_reason) for reference in named
    ]
    return list(dict.fromkeys(why for why, is_there in zip(reasons, exists, strict=True) if is_there))


def anonymous_address() -> str:
    """Return a unique address, which belongs to no one, for the account of a person who has left."""
    return f"left-{uuid.uuid4()}@invalid"
