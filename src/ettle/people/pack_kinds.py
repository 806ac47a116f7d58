"""The files of a content pack that this room takes: the learning roles, and the settings people work in."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.kit.input.pack_kinds import PackKind, ResourceName
from ettle.people import actions, queries
from ettle.people.types.specs import RolesSpec, SettingsSpec, check_roles, check_settings

ROLES, SETTINGS = "roles", "settings"


def _role_names(spec: RolesSpec) -> Iterator[ResourceName]:
    for place, role in enumerate(spec.roles):
        yield ResourceName("learning role", role.key, f"roles.{place}.key")


def _setting_names(spec: SettingsSpec) -> Iterator[ResourceName]:
    for place, setting in enumerate(spec.settings):
        yield ResourceName("setting", setting.key, f"settings.{place}.key")


def _has_setting(key: str) -> bool:
    return key in queries.setting_titles()


def _has_role(key: str) -> bool:
    return key in queries.role_titles()


KINDS = [
    PackKind(
        place="roles.yaml",
        suffix=".yaml",
        spec=RolesSpec,
        check=check_roles,
        key=lambda spec: ROLES,
        load=actions.put_roles,
        list_keys=lambda: [ROLES],
        find_spec=lambda key: queries.export_roles(),
        sorts=frozenset({"learning role"}),
        defined_names=_role_names,
        exists={"learning role": _has_role},
    ),
    PackKind(
        place="settings.yaml",
        suffix=".yaml",
        spec=SettingsSpec,
        check=check_settings,
        key=lambda spec: SETTINGS,
        load=actions.put_settings,
        list_keys=lambda: [SETTINGS],
        find_spec=lambda key: queries.export_settings(),
        sorts=frozenset({"setting"}),
        defined_names=_setting_names,
        exists={"setting": _has_setting},
    ),
]
