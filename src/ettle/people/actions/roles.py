"""Put the learning roles and the settings of a pack in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.people import queries
from ettle.people.models import LearningRole, WorkSetting
from ettle.people.types.specs import RoleSpec, RolesSpec, SettingSpec, SettingsSpec

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_roles(spec: RolesSpec, *, by: User | None, now: datetime) -> None:
    """Make the roles match the spec. A role that it leaves out stays, after the others: what people wrote names it."""
    before = list(LearningRole.objects.select_for_update().values())
    LearningRole.objects.exclude(key__in=[role.key for role in spec.roles if role.is_default]).update(is_default=False)
    _put_rows(LearningRole, spec.roles)
    if before != list(LearningRole.objects.values()):
        audit.record(by, "put the learning roles in place", None, now=now)


@transaction.atomic
def put_settings(spec: SettingsSpec, *, by: User | None, now: datetime) -> None:
    """Make the settings match the spec. A setting that it leaves out stays, after the others: examples name it."""
    before = list(WorkSetting.objects.select_for_update().values())
    _put_rows(WorkSetting, spec.settings)
    if before != list(WorkSetting.objects.values()):
        audit.record(by, "put the settings in place", None, now=now)


def _put_rows(model: type[LearningRole | WorkSetting], wanted: Sequence[RoleSpec | SettingSpec]) -> None:
    rows = model._default_manager
    for position, spec in enumerate(wanted):
        rows.update_or_create(key=spec.key, defaults=spec.model_dump(exclude={"key"}) | {"position": position})
    others = rows.exclude(key__in=[spec.key for spec in wanted])
    for position, other in enumerate(others, start=len(wanted)):
        rows.filter(pk=other.pk).update(position=position)
    queries.clear_role_cache()
    transaction.on_commit(queries.clear_role_cache)
