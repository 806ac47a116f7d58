"""The published versions of all instruments, self-assessments and 360s, as the specs they were published from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ettle.instruments.models import FeedbackVersion, InstrumentVersion
from ettle.instruments.queries.spec_export import feedback_version_to_spec, version_to_spec
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec


@dataclass(frozen=True)
class PublishedVersion:
    """One version, for a list."""

    key: str
    edition: int
    title: str
    published_at: datetime


@dataclass(frozen=True)
class VersionDetail:
    """One version with its words."""

    spec: InstrumentSpec | FeedbackSpec
    edition: int
    published_at: datetime


def list_versions() -> Iterator[PublishedVersion]:
    """Yield every version of every instrument, the self-assessments first, the newest of each first; two queries."""
    for model, title in ((InstrumentVersion, "title"), (FeedbackVersion, "content__title")):
        rows = model.objects.order_by("instrument__key", "-edition")
        for row in rows.values_list("instrument__key", "edition", title, "published_at"):
            yield PublishedVersion(*row)


def find_version(key: str, edition: int | None = None) -> VersionDetail | None:
    """Return one version of an instrument, the newest unless an edition is named."""
    only = {"instrument__key": key} | ({} if edition is None else {"edition": edition})
    instrument = InstrumentVersion.objects.filter(**only).order_by("-edition").first()
    if instrument is not None:
        return VersionDetail(version_to_spec(instrument, key), instrument.edition, instrument.published_at)
    feedback = FeedbackVersion.objects.filter(**only).order_by("-edition").first()
    return (
        VersionDetail(feedback_version_to_spec(feedback), feedback.edition, feedback.published_at) if feedback else None
    )
