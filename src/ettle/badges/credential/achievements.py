"""A badge version as an achievement: its criteria, picture, alignments and the result that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ettle.badges.credential import identifiers, jsonld_contexts
from ettle.badges.models import BadgeVersion, Criterion, PublishedAchievement
from ettle.kit.translations.catalogue import show_english

if TYPE_CHECKING:
    from ettle.framework.models import Item

SUGGESTION_NOTE = "Our suggestion."
ASSESSED, UNASSESSED = "Every criterion met, as decided by an assessor", "Every part done. No assessor decided on it"


def publish_achievement(version: BadgeVersion, address: str) -> PublishedAchievement:
    """Return the permanent ids of a version for issuers with this address; stored by the first signing."""
    ids = _new_ids(version, address)
    row, _ = PublishedAchievement.objects.get_or_create(version=version, address=address, defaults=ids)
    return row


def preview_achievement(version: BadgeVersion, address: str) -> PublishedAchievement:
    """Return the ids that a version would have. Stores nothing."""
    return PublishedAchievement(version=version, address=address, **_new_ids(version, address))


@show_english()
def build_achievement(published: PublishedAchievement) -> dict[str, Any]:
    """Return the achievement of a badge version, as credentials of it contain it."""
    version = published.version
    criteria = list(version.criteria.all())
    document: dict[str, Any] = {
        "id": published.identifier,
        "type": ["Achievement"],
        "achievementType": "Badge",
        "humanCode": version.badge.number,
        "version": str(version.edition),
        "inLanguage": "en-GB",
        "name": version.name,
        "description": version.summary,
        "criteria": {"id": published.identifier, "narrative": criteria_narrative(criteria)},
        "image": {"id": published.picture, "type": "Image", "caption": f"The badge {version.name}"},
        "resultDescription": [
            {
                "id": _result_id(published),
                "type": ["ResultDescription"],
                "name": ASSESSED if any(criterion.is_assessed for criterion in criteria) else UNASSESSED,
                "resultType": "Status",
            }
        ],
    }
    aligned = [
        _build_alignment(item, published.address)
        for item in version.alignments.select_related("framework").order_by("framework", "pk")
    ]
    if aligned:
        document["alignment"] = aligned
    return document


def build_results(published: PublishedAchievement) -> list[dict[str, Any]]:
    """Return what a holder of the badge has achieved: the one result that it describes."""
    return [{"type": ["Result"], "resultDescription": _result_id(published), "status": "Completed"}]


def build_standalone_achievement(version: BadgeVersion, address: str) -> dict[str, Any]:
    """Return the achievement with its contexts, as it is served at its own address. Stores nothing."""
    row = PublishedAchievement.objects.filter(version=version, address=address).first()
    published = row or preview_achievement(version, address)
    return {
        "@context": [jsonld_contexts.CREDENTIALS, jsonld_contexts.OPEN_BADGES],
        **build_achievement(published),
    }


def criteria_narrative(criteria: Sequence[Criterion]) -> str:
    """What a badge asked for, in Markdown."""
    return "\n".join(f"{criterion.position}. {criterion.title}: {criterion.question}" for criterion in criteria)


def _new_ids(version: BadgeVersion, address: str) -> dict[str, str]:
    return {
        "identifier": identifiers.achievement_url(version, address),
        "picture": identifiers.picture_url(version, address),
    }


def _result_id(published: PublishedAchievement) -> str:
    return f"{published.identifier}#result"


def _build_alignment(item: Item, address: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": item.title,
        "targetDescription": f"{item.statement} {SUGGESTION_NOTE}".strip(),
        "targetUrl": identifiers.item_url(item.uuid, address),
        "targetType": "CFItem",
        "targetCode": item.key,
        "targetFramework": str(item.framework),
    }
