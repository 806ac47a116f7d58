"""Publish an instrument. A published version never changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.instruments.models import Instrument, InstrumentVersion
from ettle.instruments.types.specs import InstrumentSpec, check_spec
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.people.models import User

EDITION_CHANGED = (
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
    for problem in check_spec(spec):
        raise Refused(f"{problem.path}: {problem.words}")
    require_publisher(by)
    instrument = lock_instrument(spec.key)
    newest = instrument.versions.order_by("-edition").first()
    version = spec_to_version(spec)
    if newest is not None and newest.content_hash == version.content_hash:
        return newest
    latest = newest.edition if newest else 0
    require_latest_edition(after, latest)
    version.instrument, version.edition, version.published_at = instrument, latest + 1, now
    version.save()
    audit.record(by, "published an instrument", version, now=now)
    return version


def spec_to_version(spec: InstrumentSpec) -> InstrumentVersion:
    """The version that a spec would be, not kept anywhere."""
    return InstrumentVersion(
        title=spec.title,
        minutes=spec.minutes,
        framework_key=spec.framework,
        framework_edition=spec.framework_edition,
        question=spec.question,
        scale=[point.model_dump() for point in spec.scale],
        uncounted=[choice.model_dump() for choice in spec.uncounted],
        importance_question=spec.importance_question,
        importance_scale=[point.model_dump() for point in spec.importance_scale],
        reason_question=spec.reason_question,
        follow_ups=[follow_up.model_dump() for follow_up in spec.follow_ups],
        content_hash=hash_content(spec.model_dump()),
    )


def require_publisher(author: User | None) -> None:
    """A pack has no author; everyone else must be one who publishes."""
    if author is not None and not people.can_publish(author):
        raise Refused(_("Only an author who publishes can do this. Ask one, or an administrator"))


def lock_instrument(key: str) -> Instrument:
    """The instrument of this key. Until the transaction ends nobody else publishes it."""
    instrument, _ = Instrument.objects.get_or_create(key=key)
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def require_latest_edition(after: int | None, latest: int) -> None:
    """Two authors do not write over each other unseen."""
    if after is not None and after != latest:
        raise Refused(EDITION_CHANGED.format(latest))
