"""The files of a content pack that this room takes: self-assessments and 360s."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.instruments import actions
from ettle.instruments.queries import spec_export
from ettle.instruments.types import feedback_specs, specs
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec
from ettle.kit.input.pack_kinds import PackKind, ResourceName


def _instrument_key(spec: InstrumentSpec | FeedbackSpec) -> str:
    return spec.key


def _instrument_name(spec: InstrumentSpec | FeedbackSpec) -> Iterator[ResourceName]:
    yield ResourceName("instrument", spec.key, "key")


def _framework_name(spec: InstrumentSpec | FeedbackSpec) -> Iterator[ResourceName]:
    yield ResourceName("framework", f"{spec.framework}@{spec.framework_edition}", "framework_edition")


def _feedback_needs(spec: FeedbackSpec) -> Iterator[ResourceName]:
    yield from _framework_name(spec)
    for place, theme in enumerate(spec.short_form):
        yield ResourceName("item", f"{spec.framework}@{spec.framework_edition}:{theme}", f"short_form.{place}")
    for place, line in enumerate(spec.easy.lines):
        yield ResourceName("learning role", line.role, f"easy.lines.{place}.role")


KINDS = [
    PackKind(
        place="instruments",
        suffix=".yaml",
        spec=InstrumentSpec,
        check=specs.check_spec,
        key=_instrument_key,
        load=actions.publish_instrument,
        list_keys=spec_export.list_instrument_keys,
        find_spec=spec_export.export_instrument,
        sorts=frozenset({"instrument"}),
        needed_sorts=frozenset({"framework"}),
        defined_names=_instrument_name,
        needed_names=_framework_name,
    ),
    PackKind(
        place="feedback",
        suffix=".yaml",
        spec=FeedbackSpec,
        check=feedback_specs.check_spec,
        key=_instrument_key,
        load=actions.publish_feedback,
        list_keys=spec_export.list_instrument_keys,
        find_spec=spec_export.export_feedback,
        sorts=frozenset({"instrument"}),
        needed_sorts=frozenset({"framework", "item", "learning role"}),
        defined_names=_instrument_name,
        needed_names=_feedback_needs,
    ),
]
