"""A row of every model that belongs to a person, with an unusual word in every field in which they can write.

Made from the declarations of personal data, so that a new field is planted without a change here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models
from wagtail.models import Page

from ettle.kit.personal_data import Declaration, OnErasure, all_declarations
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

# Longer than a page of SQLite, which stores it in another way; PostgreSQL would compress it, and hide the word.
REPEATS = 20 if connection.vendor == "postgresql" else 500
# What a constraint asks for, and what a plain value of the type would break.
FILLED: dict[str, dict[str, Any]] = {
    "people.SecondFactorReset": {"asked_by": cast.dougal},
    "people.Membership": {"role": "assessor"},
    "badges.StatusList": {"size": 131_072},
    "journey.Answer": {"score": 1},
    "journey.ThenAnswer": {"score": 1},
}


@dataclass
class PlantedRows:
    """The rows of one person. words: each planted word -> "model.field"."""

    person: User
    words: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, models.Model] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Pages are a tree, which no row of a person can begin.
        self._rows[Page._meta.label] = Page.get_first_root_node()

    def plant_all(self) -> None:
        for name in ("email", "name", "preferred_name"):
            word = self._new_word(f"people.User.{name}")
            setattr(self.person, name, planted_value(User._meta.get_field(name), word))
        self.person.save()
        for declaration in owned_declarations():
            self.row_of(apps.get_model(declaration.model))

    def row_of(self, model: type[models.Model]) -> models.Model:
        """Return the planted row of a model; a plain row of a model that is about no one."""
        label = model._meta.label
        if model is User:
            return self.person
        if label not in self._rows:
            declaration = DECLARED.get(label.lower())
            owner = declaration.owner.split("__")[0] if declaration else ""
            planted = dict(self._plant(model, declaration)) if declaration else {}
            filled = {name: value() if callable(value) else value for name, value in FILLED.get(label, {}).items()}
            row = model(**{**self._fill(model, owner), **filled, **planted})
            row.save()
            self._rows[label] = row
        return self._rows[label]

    def _plant(self, model: type[models.Model], declaration: Declaration) -> Iterator[tuple[str, Any]]:
        for name in erased_fields(declaration):
            column = model._meta.get_field(name)
            if is_text(column):
                yield name, planted_value(column, self._new_word(f"{declaration.model}.{name}"))

    def _new_word(self, place: str) -> str:
        word = f"zq{len(self.words):03}vexil"
        self.words[word] = place
        return word

    def _fill(self, model: type[models.Model], owner: str) -> dict[str, Any]:
        return {
            column.name: self._plain_value(column)
            for column in model._meta.concrete_fields
            if column.name == owner or not (column.null or column.has_default() or column.primary_key or column.blank)
        }

    def _plain_value(self, column: Any) -> Any:
        if column.is_relation:
            return self.row_of(column.related_model)
        if column.choices:
            return column.flatchoices[0][0]
        return PLAIN[column.get_internal_type()]


PLAIN: dict[str, Any] = {
    "BigIntegerField": 1, "BinaryField": b"x", "BooleanField": False, "CharField": "x", "DateField": NOW.date(),
    "DateTimeField": NOW, "DecimalField": 1, "EmailField": "x@example.org", "FileField": "x", "FloatField": 1.0,
    "IntegerField": 1, "JSONField": {}, "PositiveIntegerField": 1, "PositiveSmallIntegerField": 1, "SlugField": "x",
    "SmallIntegerField": 1, "TextField": "x", "URLField": "https://example.org/",
    "UUIDField": "5b1f2f6e-3c56-4b0e-9a53-4f0d0c9b7e11",
}  # fmt: skip


def owned_declarations() -> list[Declaration]:
    return [
        declaration for declaration in all_declarations() if declaration.owner and declaration.model != "people.User"
    ]


DECLARED = {declaration.model.lower(): declaration for declaration in owned_declarations()}


def erased_fields(declaration: Declaration) -> list[str]:
    """Return the personal fields that an erasure must remove; the others stay for a reason that people are told."""
    if declaration.on_erasure is OnErasure.DELETE:
        return list(declaration.personal)
    return [name for name in declaration.blanks if name in declaration.personal]


def is_text(column: Any) -> bool:
    """Whether a person's own words can be in a field: not in a choice, a number or a time."""
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return isinstance(column, texts) and not column.choices


def planted_value(column: Any, word: str) -> Any:
    if isinstance(column, models.FileField):
        return ContentFile(f"{word} ".encode() * REPEATS, name=f"{word}.txt")
    if isinstance(column, models.BinaryField):
        return word.encode()
    if isinstance(column, models.JSONField):
        return {"words": f"{word} " * REPEATS}
    if isinstance(column, models.EmailField):
        return f"{word}@example.org"
    return word if column.max_length and column.max_length < len(word) * REPEATS * 2 else f"{word} " * REPEATS
