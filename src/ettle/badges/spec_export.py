"""Badges as specs, for packs that are exported from a site."""

from __future__ import annotations

from ettle.badges.models import BadgeVersion, Criterion
from ettle.badges.types.specs import BadgeSpec, CriterionSpec, MaterialSpec, PrerequisiteSpec
from ettle.framework.queries import item_reference


def version_to_spec(version: BadgeVersion) -> BadgeSpec:
    """A version as the spec that it was published from, every alignment with its edition."""
    aligned = version.alignments.select_related("framework")
    apart = {
        "number": version.badge.number,
        "slug": version.badge.slug,
        "roles": tuple(version.roles),
        "endorsement_roles": tuple(version.endorsement_roles),
        "endorsement_by": tuple(version.endorsement_by),
        "criteria": tuple(map(_criterion_to_spec, version.criteria.order_by("position"))),
        "prerequisites": tuple(
            PrerequisiteSpec(badge=prerequisite.badge.number, required=prerequisite.is_required)
            for prerequisite in version.prerequisites.select_related("badge").order_by("pk")
        ),
        "alignments": tuple(map(item_reference, aligned.order_by("framework__key", "framework__edition", "position"))),
    }
    return BadgeSpec.from_row(version, apart)


def _criterion_to_spec(row: Criterion) -> CriterionSpec:
    material = MaterialSpec.from_stored(row.material) if row.material else None
    return CriterionSpec.from_row(row, {"material": material})


def sort_places(spec: CriterionSpec) -> CriterionSpec:
    """A criterion as it is stored: the marked places in the order of the account."""
    if spec.material is None:
        return spec
    text = spec.material.text
    places = sorted(spec.material.places, key=lambda place: text.index(place.text))
    return spec.replace(material=spec.material.replace(places=tuple(places)))
