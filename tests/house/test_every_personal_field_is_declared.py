"""Nothing is known of a person without a reason, an end and a way out."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from ettle.kit.personal_data import Declaration, OnErasure, all_declarations
from ettle.people.models import User
from tests.house.rooms import tables

BY_MODEL = {declaration.model.lower(): declaration for declaration in all_declarations()}
PAGE_FIELDS = {"page_ptr"}
# What stays of a row when its person leaves, because others rely on it. Everything else personal is in `blanks`.
RETAINED: dict[str, set[str]] = {
    "badges.Credential": {"identifier", "published_at", "signed_at"},
    "badges.Issuance": {"created_at", "is_name_shown", "reason"},
    "badges.ReissueRequest": {"asked_at", "decided_at", "is_accepted"},
    "evidence.Declaration": {"ai_use", "declared_at"},
    "evidence.Mark": {"assessor", "decline_reason", "sent_at", "settled_at"},
    "evidence.MarkedCriterion": {"outcome", "reason"},
    "evidence.Review": {"assessor", "decline_reason", "sent_at"},
    "evidence.Decision": {"outcome", "reason"},
    "evidence.Sample": {"looked_at", "looked_by", "outcome"},
}


def _columns(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields} - PAGE_FIELDS


def test_every_table_is_declared() -> None:
    missing = [
        model._meta.label for model in tables() if model._meta.label_lower not in BY_MODEL and not _ties_two_rows(model)
    ]

    assert sorted(missing) == []


def _ties_two_rows(model: type[models.Model]) -> bool:
    """A table Django made to tie many to many, with nobody in it."""
    related = [field.related_model for field in model._meta.local_concrete_fields if field.is_relation]
    return bool(model._meta.auto_created) and User not in related


@pytest.mark.parametrize("declaration", BY_MODEL.values(), ids=lambda declaration: declaration.model)
def test_every_field_is_declared_once(declaration: Declaration) -> None:
    model = apps.get_model(declaration.model)
    declared = [*declaration.personal, *declaration.not_personal]

    assert len(declared) == len(set(declared)), "declared twice"
    assert set(declared) - {field.name for field in model._meta.get_fields()} == set(), "declared, but not there"
    if model._meta.app_label in {app.label for app in apps.get_app_configs() if app.name.startswith("ettle.")}:
        assert _columns(model) - set(declared) == set(), "there, but not declared"


@pytest.mark.parametrize(
    "declaration",
    [declaration for declaration in BY_MODEL.values() if declaration.owner],
    ids=lambda declaration: declaration.model,
)
def test_every_owner_is_a_person_and_what_is_kept_says_why(declaration: Declaration) -> None:
    if declaration.on_erasure is not OnErasure.DELETE:
        assert declaration.retention_reason
    model: type[models.Model] = apps.get_model(declaration.model)
    if model is User:
        return
    for step in declaration.owner.split("__"):
        field = _field(model, step)
        assert field.is_relation, f"{step} leads to nobody"
        model = field.related_model  # type: ignore[assignment]  # a plain relation, never "self" as text
    assert model is User


def _field(model: type[models.Model], name: str) -> models.Field[object, object]:
    try:
        return model._meta.get_field(name)  # type: ignore[return-value]  # the fields we declare are plain
    except FieldDoesNotExist:
        raise AssertionError(f"{model._meta.label} has no field {name}") from None


def test_personal_fields_belong_to_somebody() -> None:
    nobody = [declaration.model for declaration in BY_MODEL.values() if declaration.personal and not declaration.owner]

    assert nobody == []


def test_every_personal_field_of_a_row_that_stays_is_blanked_or_retained_on_purpose() -> None:
    """A new personal field of a row that stays needs a line in `blanks`; without one it would survive its person."""
    stays = {
        declaration.model: set(declaration.personal) - set(declaration.blanks)
        for declaration in BY_MODEL.values()
        if declaration.on_erasure is OnErasure.BLANK
    }

    assert {model: names for model, names in stays.items() if names} == RETAINED
