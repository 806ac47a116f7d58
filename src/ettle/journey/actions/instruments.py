"""Publish an instrument. A published version never changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.journey.asked import fingerprint
from ettle.journey.models import (
    Instrument,
    InstrumentVersion,
)
from ettle.journey.specs import InstrumentSpec, check
from ettle.kit import audit
from ettle.kit.refused import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def publish_instrument(spec: InstrumentSpec, *, by: User | None, now: datetime) -> InstrumentVersion:
    """Publish an instrument; the same content again is the version already there.

    Raises Refused with the first thing to mend.
    """
    for problem in check(spec):
        raise Refused(f"{problem.path}: {problem.words}")
    instrument, _ = Instrument.objects.get_or_create(key=spec.key)
    newest = instrument.versions.order_by("-edition").first()
    content_hash = fingerprint(asdict(spec))
    if newest is not None and newest.content_hash == content_hash:
        return newest
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        edition=newest.edition + 1 if newest else 1,
        title=spec.title,
        minutes=spec.minutes,
        framework_key=spec.framework,
        framework_edition=spec.framework_edition,
        question=spec.question,
        scale=[asdict(point) for point in spec.scale],
        uncounted=[asdict(choice) for choice in spec.uncounted],
        importance_question=spec.importance_question,
        importance_scale=[asdict(point) for point in spec.importance_scale],
        reason_question=spec.reason_question,
        content_hash=content_hash,
        published_at=now,
    )
    audit.record(by, "published an instrument", version, now=now)
    return version
