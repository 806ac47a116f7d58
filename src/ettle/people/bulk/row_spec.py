"""One row of a file of people: what it may hold, for the check, the preview and the file of faults alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from django.core.exceptions import ValidationError as InvalidName
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from ettle.kit.values.email_addresses import clean_address, is_valid_address
from ettle.kit.values.names import validate_direction, validate_name
from ettle.people.models import Membership

LONGEST_NAME = 120
Role = Membership.Role
ROLE_WORDS = {
    Role.LEARNER: ("learner", "learners", "learn", "learns", "learns here", "member", "staff", "user", "student"),
    Role.ASSESSOR: ("assessor", "assessors", "assess", "assesses", "assesses here", "reviewer"),
    Role.LEAD: ("lead", "leads", "organisation lead", "organization lead", "org lead"),
}
FAULTS = {
    "email_missing": _("Write the email address"),
    "email_invalid": _("The email address is not complete. Write it like name@example.org"),
    "name_long": _("Use 120 characters or fewer for the name"),
    "name_invalid": _("Write the name alone, without a web address, a telephone number or hidden characters"),
    "role_unknown": _("Write learner, assessor or lead as the role"),
    "role_lead": _("Only an administrator can name a lead"),
    "organisation_missing": _("Write the name of the organisation"),
    "organisation_unknown": _("There is no organisation of this name. Write it as the site shows it, or add it first"),
}
WARNINGS = {
    "same_name": _("Row %(row)s has the same name with another address. Are these two people?"),
    "other_role": _("Row %(row)s invites the same address to another role. This person would be invited to both"),
    "repeated": _("The same as row %(row)s. It counts once"),
    "keeps_role": _("This person is here in another role, and keeps it"),
    "domain": _("Few addresses in this file end like this. Is it right?"),
}


@dataclass(frozen=True)
class RowContext:
    """What a row may name. organisations: name in small letters -> id. fixed: the only one, when rows name none."""

    organisations: Mapping[str, int] = field(default_factory=dict)
    fixed: int | None = None


def find_address(value: str) -> str:
    """Return the address of a cell in small letters; "" when it has none that is complete."""
    address = clean_address(value).lower()
    return address if is_valid_address(address) else ""


def _check_email(value: str) -> str:
    if not value:
        raise PydanticCustomError("email_missing", "missing")
    address = find_address(value)
    if not address:
        raise PydanticCustomError("email_invalid", "invalid")
    return address


def _check_name(value: str) -> str:
    if len(value) > LONGEST_NAME:
        raise PydanticCustomError("name_long", "too long")
    try:
        validate_name(value)
        validate_direction(value, is_single_line=True)
    except InvalidName:
        raise PydanticCustomError("name_invalid", "invalid") from None
    return value


def _check_role(value: str) -> str:
    """Return the role; a row that names none is about a learner."""
    words = value.casefold()
    for role, names in ROLE_WORDS.items():
        if words in names or words == str(role.label).casefold():
            return str(role.value)
    if words:
        raise PydanticCustomError("role_unknown", "unknown")
    return str(Role.LEARNER.value)


def _find_organisation(value: Any, info: ValidationInfo) -> int:
    context = cast("RowContext", info.context)
    if context.fixed is not None:
        return context.fixed
    if not value:
        raise PydanticCustomError("organisation_missing", "missing")
    found = context.organisations.get(str(value).casefold())
    if found is None:
        raise PydanticCustomError("organisation_unknown", "unknown")
    return found


EMPTY = {"email": "", "name": "", "role": "", "organisation": ""}


class PersonRow(BaseModel):
    """A row without faults. organisation: the id of the organisation that is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: Annotated[str, AfterValidator(_check_email)]
    name: Annotated[str, AfterValidator(_check_name)]
    role: Annotated[str, AfterValidator(_check_role)]
    organisation: Annotated[int, BeforeValidator(_find_organisation)]


def read_row(values: Mapping[str, str], context: RowContext) -> tuple[PersonRow | None, list[str]]:
    """Return the row, or None and the codes of all its faults. values: by field; what is left out is empty."""
    try:
        return PersonRow.model_validate({**EMPTY, **values}, context=context), []
    except ValidationError as error:
        return None, [fault["type"] for fault in error.errors(include_url=False, include_input=False)]


def describe_codes(codes: list[str]) -> list[str]:
    """Return faults or warnings in words. A code may name a row: "same_name:12"."""
    known = {**FAULTS, **WARNINGS}
    parts = (code.partition(":") for code in codes)
    return [str(known[code]) % {"row": row} if row else str(known[code]) for code, _colon, row in parts]
