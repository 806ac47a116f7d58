"""What the forms of both instruments share: fields that leave the rules to the room's check, and a scale."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from ettle.instruments.specs import LONGEST_QUESTION, LONGEST_TITLE, MINUTES, MOST_MINUTES, PointSpec
from ettle.kit.values.problems import Problem

MOST_POINTS = 7
LONGEST_ANCHOR = 120
TOO_LONG = {"max_length": "Keep this to %(limit_value)d letters or fewer; it has %(show_value)d"}
MINUTES_MESSAGES = dict.fromkeys(("invalid", "min_value", "max_value"), MINUTES)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
INCOMPLETE_PAGE = "Something is missing from this page. Open it again before you publish"


class UncheckedTextField(forms.CharField):
    """Asked for. Whether it may be empty is for the check that packs are held to as well."""

    def __init__(self, label: str, most: int = LONGEST_ANCHOR, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=most, error_messages=TOO_LONG, **kwargs)

    def validate(self, value: str) -> None:
        """Leave it to the check."""


class UncheckedNumberField(forms.IntegerField):
    """As Words, for a small number."""

    def validate(self, value: int | None) -> None:
        """Leave it to the check."""


def title_field() -> UncheckedTextField:
    return UncheckedTextField("Title", LONGEST_TITLE)


def question_field(label: str, hint: str = "") -> UncheckedTextField:
    return UncheckedTextField(label, LONGEST_QUESTION, help_text=hint)


def minutes_field(label: str) -> UncheckedNumberField:
    return UncheckedNumberField(label=label, min_value=1, max_value=MOST_MINUTES, error_messages=MINUTES_MESSAGES)


@dataclass(frozen=True)
class FieldGroup:
    """Some of the fields under a heading."""

    heading: str
    hint: str
    fields: Sequence[forms.BoundField]


class InstrumentForm(forms.Form):
    """One version as a form, and back again. A fault that the check finds stands at its field.

    before: the spec of the version that is changed. said: what a draft holds, as it was typed.
    """

    use_required_attribute = False
    after = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": INCOMPLETE_PAGE, "invalid": INCOMPLETE_PAGE}
    )

    before: Any

    def __init__(self, data: Any = None, *, before: Any, said: Mapping[str, Any] | None = None) -> None:
        self.before = before
        self.rows = max(MOST_POINTS, len(before.scale))
        super().__init__(data, initial=self.spec_to_initial(before) | dict(said or {}))
        for number in range(1, self.rows + 1):
            self.fields[f"point-{number}"] = UncheckedTextField(f"Point {number}", required=number <= len(before.scale))
        self.add_fields()
        self.order_fields([field.name for part in self.field_groups() for field in part.fields])

    def spec_to_initial(self, spec: Any) -> dict[str, Any]:
        """What the fields hold for a spec."""
        raise NotImplementedError

    def add_fields(self) -> None:
        """Add the fields of which there are as many as the spec says."""

    def field_groups(self) -> list[FieldGroup]:
        """The fields in their order, under headings."""
        raise NotImplementedError

    def form_to_spec(self) -> Any:
        """The spec that these words make, whole or not."""
        raise NotImplementedError

    def find_problems(self) -> Iterable[Problem]:
        """What the check says of it; the paths are names of fields."""
        raise NotImplementedError

    def typed_values(self) -> dict[str, Any]:
        """What stands in the fields of a form that was sent, faults and all, to be kept as a draft."""
        return {name: _strip_controls(self[name].data) for name in self.fields if name != "after"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        already = set(self.errors)
        for fault in self.find_problems():
            if fault.path not in already:
                self.add_error(fault.path if fault.path in self.fields else None, fault.words)
        return cleaned

    def field_text(self, name: str) -> str:
        """What stands in a field, without characters that no page may hold."""
        return CONTROL_CHARACTERS.sub(" ", str(self.cleaned_data.get(name) or "")).strip(" ")

    def field_number(self, name: str) -> int:
        return int(self.cleaned_data.get(name) or 0)

    def scale_points(self) -> tuple[PointSpec, ...]:
        """The points as far as the last that has words: one left empty before it is a fault, one after it is not."""
        return labels_to_points([self.field_text(f"point-{number}") for number in range(1, self.rows + 1)])

    def build_group(self, heading: str, *names: str, hint: str = "") -> FieldGroup:
        return FieldGroup(heading, hint, [self[name] for name in names])

    def scale_field_names(self) -> list[str]:
        return [f"point-{number}" for number in range(1, self.rows + 1)]

    def read_only_groups(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """Headings, labels and what stands there, for a page that only shows it; empty fields are left out."""
        return [(part.heading, shown) for part in self.field_groups() if (shown := _filled_fields(part.fields))]


def labels_to_points(labels: Sequence[str]) -> tuple[PointSpec, ...]:
    last = max((place for place, label in enumerate(labels, 1) if label), default=0)
    return tuple(PointSpec(value=place, label=label) for place, label in enumerate(labels[:last], 1))


def scale_to_initial(scale: Iterable[PointSpec], name: str = "point") -> dict[str, str]:
    return {f"{name}-{point.value}": point.label for point in scale}


def _filled_fields(fields: Iterable[forms.BoundField]) -> list[tuple[str, list[str]]]:
    return [(str(field.label), lines) for field in fields if (lines := _field_texts(field))]


def _field_texts(field: forms.BoundField) -> list[str]:
    value = field.initial
    if isinstance(value, list | tuple):
        called: Mapping[Any, Any] = dict(getattr(field.field, "choices", ()))
        return [str(called.get(key, key)) for key in value]
    return [line for line in str(value or "").splitlines() if line]


def _strip_controls(said: Any) -> Any:
    """Without characters that neither a page nor the database may hold."""
    if isinstance(said, list):
        return [_strip_controls(one) for one in said]
    return CONTROL_CHARACTERS.sub(" ", str(said or "").replace("\r\n", "\n"))
