"""A kind of file of a content pack, as a room declares it so that packs can check, load and export it.

A room offers its kinds in apps.py under "packs.kinds": a list of PackKind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    has_folders: whether its files are in folders of the place, and its keys name the folder too: gd/badges.ET-101.
    facts: what a spec contributes to a check of all files of this kind, small enough to keep for thousands of files.
    check_facts: the problems of all files of this kind together, given what all contribute, as sentences.
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
    has_folders: bool = False
    facts: Callable[[Any], Iterable[Any]] = no_names
    check_facts: Callable[[Sequence[Any]], Iterable[str]] | None = None

    @property
    def label(self) -> str:
        """The name of the kind: "frameworks", "logic-model", "sessions-team". Without a slash, for JSON Pointers."""
        return (self.place.rpartition(".")[0] or self.place).replace("/", "-")

    def prepare_spec(self, spec: Any) -> Any:
        """Return what `load` and `key` take. Raises Refused."""
        return spec if self.prepare is None else self.prepare(spec)


def single_file_kind(
    place: str,
    *,
    spec: type[Any],
    check: Callable[[Any], Sequence[Problem]],
    load: Callable[..., Any],
    export: Callable[[], Any],
    defines: str = "",
    listed_in: str = "",
    exists: Callable[[str], bool] | None = None,
    needed_sorts: frozenset[str] = frozenset(),
    needed_names: Callable[[Any], Iterable[ResourceName]] = no_names,
) -> PackKind:
    """A kind of which a pack has one file, such as roles.yaml; its key is the file's name without the ending.

    export: what the site holds, or None. defines: the sort of what the file defines: each has a key. listed_in: the
    list with them, where its name is not that of the file. exists: whether the site holds one of these by its key.
    """
    key, _, ending = place.rpartition(".")
    items = listed_in or key

    def list_names(file: Any) -> Iterator[ResourceName]:
        for number, item in enumerate(getattr(file, items)):
            yield ResourceName(defines, item.key, f"{items}.{number}.key")

    return PackKind(
        place=place,
        suffix=f".{ending}",
        spec=spec,
        check=check,
        key=lambda file: key,
        load=load,
        list_keys=lambda: [key],
        find_spec=lambda _: export(),
        sorts=frozenset([defines] if defines else ()),
        needed_sorts=needed_sorts,
        defined_names=list_names if defines else no_names,
        needed_names=needed_names,
        exists={defines: exists} if exists else {},
    )
