"""The file of a content pack that this room takes: the learning roles."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.kit.input.pack_kinds import PackKind, ResourceName
from ettle.people import actions, queries
from ettle.people.types.specs import RolesSpec, check_roles

ROLES = "roles"


def _role_names(spec: RolesSpec) -> Iterator[ResourceName]:
    for place, role in enumerate(spec.roles):
        yield ResourceName("learning role", role.key, f"roles.{place}.key")


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
    )
]
