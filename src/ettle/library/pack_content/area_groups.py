"""The groups of areas that a pack brings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.library.models import AreaGroup
from ettle.library.types.specs import GroupsSpec

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_groups(spec: GroupsSpec, *, by: User | None, now: datetime) -> None:
    """Make the groups match the spec. A group that it leaves out stays, after the others: areas name it by its key."""
    before = list(AreaGroup.objects.select_for_update().values())
    for position, group in enumerate(spec.groups):
        AreaGroup.objects.update_or_create(key=group.key, defaults={"title": group.title, "position": position})
    others = AreaGroup.objects.exclude(key__in=[group.key for group in spec.groups])
    for position, other in enumerate(others, start=len(spec.groups)):
        AreaGroup.objects.filter(pk=other.pk).update(position=position)
    if before != list(AreaGroup.objects.values()):
        audit.record(by, "put the groups of areas in place", None, now=now)
