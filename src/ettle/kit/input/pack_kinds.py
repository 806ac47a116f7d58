"""A kind of file of a content pack, as a room declares it so that packs can check, load and export it.

A room offers its kinds in apps.py under "packs.kinds": a list of PackKind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


@dataclass(frozen=True)
class ResourceName:
    """Something that a file defines or needs: ("item", "capabilities:vis.1"), ("badge", "ET-101").

    path: where in the spec. is_whole: no other file may define it; an item without its edition may be in several.
    comes_first: what is needed must be loaded before what needs it. A page that is only linked to need not.
    """

    sort: str
    key: str
    path: str = ""
    is_whole: bool = True
    comes_first: bool = True


@dataclass(frozen=True)
class RawFile:
    """The spec of a file that is stored unparsed. path: in the pack, "pictures/table.jpg"."""

    path: str
    content: bytes


@dataclass(frozen=True)
class RawFiles:
    """Pictures, films and the like. is_path: whether this is the path of such a file. export_files: path -> file."""

    is_path: Callable[[str], bool]
    export_files: Callable[[], Mapping[str, FieldFile]]


def no_names(spec: Any) -> Iterable[ResourceName]:
    return ()


@dataclass(frozen=True)
class PackKind:
    """One kind of file.

    place: a folder, or one file. spec: the model of a file. check: all problems of a spec on its own.
    key: the permanent key of a spec. load: the room's action; for raw files it returns the file that it stored.
    list_keys: of everything the site holds, in order. find_spec: what it holds by a key, or None.
    sorts: the sorts of names that its files define. needed_sorts: those that must be loaded before.
    exists: by sort, whether the site holds this key.
    is_edited: whether an author has changed it since a pack was loaded, where the room knows that itself.
    prepare: turns a spec into what `load` and `key` take, without writing, where that is most of the work.
    """

    place: str
    suffix: str
    spec: type[Any]
    check: Callable[[Any], Sequence[Problem]]
    key: Callable[[Any], str]
    load: Callable[..., Any]
    list_keys: Callable[[], list[str]]
    find_spec: Callable[[str], Any]
    sorts: frozenset[str] = frozenset()
    needed_sorts: frozenset[str] = frozenset()
    defined_names: Callable[[Any], Iterable[ResourceName]] = no_names
    needed_names: Callable[[Any], Iterable[ResourceName]] = no_names
    exists: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    max_bytes: int = 1_000_000
    is_edited: Callable[[str], bool] | None = None
    prepare: Callable[[Any], Any] | None = None
    raw: RawFiles | None = None

    @property
    def label(self) -> str:
        """The name of the kind: "frameworks", "logic-model"."""
        return self.place.rpartition(".")[0] or self.place

    def prepare_spec(self, spec: Any) -> Any:
        """Return what `load` and `key` take. Raises Refused."""
        return spec if self.prepare is None else self.prepare(spec)
