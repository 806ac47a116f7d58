"""Put the learning roles of a pack in place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.people import queries
from ettle.people.models import LearningRole
from ettle.people.types.specs import RolesSpec

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_roles(spec: RolesSpec, *, by: User | None, now: datetime) -> None:
    """Make the roles match the spec. A role that it leaves out stays, after the others: what people wrote names it."""
    before = list(LearningRole.objects.select_for_update().values())
    LearningRole.objects.exclude(key__in=[role.key for role in spec.roles if role.is_default]).update(is_default=False)
    for position, role in enumerate(spec.roles):
        values = role.model_dump(exclude={"key"}) | {"position": position}
        LearningRole.objects.update_or_create(key=role.key, defaults=values)
    others = LearningRole.objects.exclude(key__in=[role.key for role in spec.roles])
    for position, other in enumerate(others, start=len(spec.roles)):
        LearningRole.objects.filter(pk=other.pk).update(position=position)
    if before != list(LearningRole.objects.values()):
        audit.record(by, "put the learning roles in place", None, now=now)
    queries.clear_role_cache()
    transaction.on_commit(queries.clear_role_cache)
