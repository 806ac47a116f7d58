"""Every kind of file that a pack may hold: the pack's own file, and what the rooms offer under "packs.kinds"."""

from __future__ import annotations

from functools import cache

from ettle.kit.input.pack_kinds import PackKind, ResourceName
from ettle.kit.room import offered
from ettle.packs.specs import PackSpec, check_pack

MANIFEST = "pack.toml"


def _pack_key(spec: PackSpec) -> str:
    return spec.key


def _refuse_loading(spec: PackSpec, **_: object) -> None:
    raise TypeError("No room takes the pack's own file.")


PACK = PackKind(
    place=MANIFEST,
    suffix=".toml",
    spec=PackSpec,
    check=check_pack,
    key=_pack_key,
    load=_refuse_loading,
    list_keys=list,
    find_spec=lambda key: None,
)


@cache
def list_kinds() -> tuple[PackKind, ...]:
    """The kinds of all rooms in the order they are loaded: each after those that define what it needs.

    Raises ValueError when kinds need each other.
    """
    waiting = [kind for kinds in offered("packs.kinds") for kind in kinds]
    ordered: list[PackKind] = []
    while waiting:
        ready = next((kind for kind in waiting if not _is_blocked(kind, waiting)), None)
        if ready is None:
            raise ValueError(f"These kinds of file need each other: {', '.join(kind.place for kind in waiting)}.")
        waiting.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _is_blocked(kind: PackKind, waiting: list[PackKind]) -> bool:
    return any(other.sorts & kind.needed_sorts for other in waiting if other is not kind)


@cache
def place_order() -> dict[str, int]:
    """Return place -> its position in loading order, the pack's own file first."""
    return {kind.place: number for number, kind in enumerate([PACK, *list_kinds()])}


def is_on_site(name: ResourceName) -> bool:
    """Whether this name is known on this site, from another pack."""
    exists = next((kind.exists[name.sort] for kind in list_kinds() if name.sort in kind.exists), None)
    return exists is not None and exists(name.key)
