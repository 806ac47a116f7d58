"""Publish an instrument. A published version never changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.instruments.asked import fingerprint
from ettle.instruments.models import Instrument, InstrumentVersion
from ettle.instruments.specs import InstrumentSpec, check
from ettle.kit import audit
from ettle.kit.refused import Refused
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.people.models import User

OVERTAKEN = (
    "Version {} was published while you wrote. Your words are still here. Read that version first; then publish again "
    "to put yours in its place"
)


@transaction.atomic
def publish_instrument(
    spec: InstrumentSpec, *, by: User | None, now: datetime, after: int | None = None
) -> InstrumentVersion:
    """Publish an instrument; the same content again is the version already there.

    after: the edition that the author wrote from. Raises Refused with the first thing to mend, when another edition has
    come since, and for an author who may not publish.
    """
    for problem in check(spec):
        raise Refused(f"{problem.path}: {problem.words}")
    refuse_writers(by)
    instrument = taken_up(spec.key)
    newest = instrument.versions.order_by("-edition").first()
    version = drawn_up(spec)
    if newest is not None and newest.content_hash == version.content_hash:
        return newest
    latest = newest.edition if newest else 0
    refuse_late(after, latest)
    version.instrument, version.edition, version.published_at = instrument, latest + 1, now
    version.save()
    audit.record(by, "published an instrument", version, now=now)
    return version


def drawn_up(spec: InstrumentSpec) -> InstrumentVersion:
    """The version that a spec would be, not kept anywhere."""
    return InstrumentVersion(
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
        content_hash=fingerprint(asdict(spec)),
    )


def refuse_writers(author: User | None) -> None:
    """A pack has no author; everybody else must be one who publishes."""
    if author is not None and not people.may_publish(author):
        raise Refused("Only an author who publishes can do this. Ask one, or an administrator")


def taken_up(key: str) -> Instrument:
    """The instrument of this key. Until the transaction ends nobody else publishes it."""
    instrument, _ = Instrument.objects.get_or_create(key=key)
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def refuse_late(after: int | None, latest: int) -> None:
    """Two authors do not write over each other unseen."""
    if after is not None and after != latest:
        raise Refused(OVERTAKEN.format(latest))
