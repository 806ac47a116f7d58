"""The files of a content pack that this room takes: the learning roles, and the settings people work in."""

from __future__ import annotations

from ettle.kit.input.pack_kinds import single_file_kind
from ettle.people import actions, queries
from ettle.people.types.specs import RolesSpec, SettingsSpec, check_roles, check_settings


def _has_setting(key: str) -> bool:
    return key in queries.setting_titles()


def _has_role(key: str) -> bool:
    return key in queries.role_titles()


KINDS = [
    single_file_kind(
        "roles.yaml",
        spec=RolesSpec,
        check=check_roles,
        load=actions.put_roles,
        export=queries.export_roles,
        defines="learning role",
        exists=_has_role,
    ),
    single_file_kind(
        "settings.yaml",
        spec=SettingsSpec,
        check=check_settings,
        load=actions.put_settings,
        export=queries.export_settings,
        defines="setting",
        exists=_has_setting,
    ),
]
