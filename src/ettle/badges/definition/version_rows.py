"""The rows of a badge version, built from its spec and not saved."""

from __future__ import annotations

from datetime import datetime

from ettle.badges.models import Badge, BadgeVersion, Criterion
from ettle.badges.types import specs
from ettle.badges.types.specs import BadgeSpec


def build_version(spec: BadgeSpec, badge: Badge, *, edition: int, content_hash: str, now: datetime) -> BadgeVersion:
    """Return the version without its criteria, alignments and prerequisites."""
    return BadgeVersion(
        badge=badge,
        edition=edition,
        name=spec.name,
        summary=spec.summary,
        why=spec.why,
        emblem=spec.emblem,
        easy_read=spec.easy_read,
        roles=list(spec.roles),
        minutes=spec.minutes,
        order=spec.order,
        endorsement=spec.endorsement,
        endorsement_days=spec.endorsement_days,
        endorsement_roles=list(spec.endorsement_roles),
        endorsement_by=list(spec.endorsement_by),
        endorsement_from=spec.endorsement_from,
        endorsement_missed=spec.endorsement_missed,
        valid_for_months=spec.valid_for_months,
        sample_percent=spec.sample_percent,
        not_accepted=spec.not_accepted,
        assessor_guidance=spec.assessor_guidance,
        content_hash=content_hash,
        published_at=now,
    )


def build_criteria(spec: BadgeSpec, version: BadgeVersion) -> list[Criterion]:
    """Return the criteria in order."""
    return [
        Criterion(
            version=version,
            position=position,
            kind=criterion.kind,
            title=criterion.title,
            question=criterion.question,
            hint=criterion.hint,
            easy_read=criterion.easy_read,
            about_words=criterion.about_words,
            max_words=criterion.max_words,
            may_be_spoken=criterion.may_be_spoken,
            automatic=criterion.automatic,
            shows_met=criterion.shows_met,
            not_yet_when=criterion.not_yet_when,
            met_example=criterion.met_example,
            not_yet_example=criterion.not_yet_example,
            activity=criterion.activity,
            material=specs.material_to_data(criterion.material),
        )
        for position, criterion in enumerate(spec.criteria, start=1)
    ]
