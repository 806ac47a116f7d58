"""Instruments as the specs they would be handed in with: for packs that are written from a site."""

from __future__ import annotations

from ettle.instruments.models import FeedbackVersion, Instrument, InstrumentVersion
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec


def list_instrument_keys() -> list[str]:
    """The keys of every instrument, a 360 too."""
    return list(Instrument.objects.order_by("key").values_list("key", flat=True))


def export_instrument(key: str) -> InstrumentSpec | None:
    """The newest version of an instrument as a spec."""
    version = InstrumentVersion.objects.filter(instrument__key=key).order_by("-edition").first()
    return version_to_spec(version, key) if version else None


def version_to_spec(version: InstrumentVersion, key: str) -> InstrumentSpec:
    """One version as the spec that it was published from."""
    return InstrumentSpec.from_row(version, {"key": key, "framework": version.framework_key})


def export_feedback(key: str) -> FeedbackSpec | None:
    """The newest version of a 360 as a spec."""
    version = FeedbackVersion.objects.filter(instrument__key=key).order_by("-edition").first()
    return feedback_version_to_spec(version) if version else None


def feedback_version_to_spec(version: FeedbackVersion) -> FeedbackSpec:
    """One version of a 360 as the spec that it was published from."""
    return FeedbackSpec.from_stored(version.content)
