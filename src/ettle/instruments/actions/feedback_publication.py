"""Publish what observers are asked, and hold its lines for a role."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.instruments.actions.publication import lock_instrument, require_latest_edition, require_publisher
from ettle.instruments.models import FeedbackStatementSet, FeedbackVersion
from ettle.instruments.statements import statements_for as asked_for
from ettle.instruments.types.feedback_specs import FeedbackSpec, check_spec
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def publish_feedback(
    spec: FeedbackSpec, *, by: User | None, now: datetime, after: int | None = None
) -> FeedbackVersion:
    """Publish a 360; the same content again is the version already there.

    after: the edition that the author wrote from. Raises Refused as publish_instrument does.
    """
    for problem in check_spec(spec):
        raise Refused(f"{problem.path}: {problem.words}")
    require_publisher(by)
    instrument = lock_instrument(spec.key)
    newest = instrument.feedback_versions.order_by("-edition").first()
    content = spec.model_dump()
    content_hash = hash_content(content)
    if newest is not None and newest.content_hash == content_hash:
        return newest
    latest = newest.edition if newest else 0
    require_latest_edition(after, latest)
    version = FeedbackVersion.objects.create(
        instrument=instrument,
        edition=latest + 1,
        content=content,
        content_hash=content_hash,
        published_at=now,
    )
    audit.record(by, "published a 360", version, now=now)
    return version


def find_statement_set(version: FeedbackVersion, role: str, *, is_short: bool) -> FeedbackStatementSet:
    """The lines in the third person, long or short, as the framework words them now.

    Raises Refused when the framework has none for this role.
    """
    themes = set(version.content["short_form"]) if is_short else None
    lines = [
        line
        for line in asked_for(role, wording=lambda indicator: indicator.third_person or indicator.statement)
        if themes is None or line.theme_key in themes
    ]
    if not lines:
        raise Refused(_("There are no lines for your role yet. Choose another role in the self-assessment."))
    content = [asdict(line) for line in lines]
    found, _created = FeedbackStatementSet.objects.get_or_create(
        version=version, role=role, content_hash=hash_content(content), defaults={"content": content}
    )
    return found
