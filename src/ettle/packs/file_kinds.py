"""The kinds of file a pack may hold, in the order they are loaded, and the door of the room that takes each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.activities import actions as activities
from ettle.activities import queries as activity_queries
from ettle.activities import spec_export as activities_as_specs
from ettle.activities import specs as activity_specs
from ettle.badges import actions as badges
from ettle.badges import queries as badge_queries
from ettle.badges import spec_export as badges_as_specs
from ettle.framework import actions as framework
from ettle.framework import queries as framework_queries
from ettle.framework import spec_export as framework_as_specs
from ettle.framework import specs as framework_specs
from ettle.instruments import actions as instrument_actions
from ettle.instruments import feedback_specs
from ettle.instruments import spec_export as journey_as_specs
from ettle.instruments import specs as journey_specs
from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem
from ettle.library import actions as library
from ettle.library import queries as library_queries
from ettle.library import specs as library_specs
from ettle.library.markup import block_markdown
from ettle.library.pack_content import pack_files
from ettle.library.pack_content import spec_export as library_as_specs
from ettle.library.pack_content.prepared_pages import PreparedPage
from ettle.packs.specs import BadgeFileSpec, FileSpec, PackSpec, check_badge_file, check_pack

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.people.models import User


@dataclass(frozen=True)
class ResourceName:
    """Something that a file brings or asks for: ("item", "capabilities:vis.1"), ("badge", "ET-101").

    is_whole: no other file may bring it. An item without its edition may be in several.
    comes_first: what is asked for must be loaded before what asks for it. A page that is only linked to need not be.
    """

    sort: str
    key: str
    path: str = ""
    is_whole: bool = True
    comes_first: bool = True


@dataclass(frozen=True)
class FileKind:
    """place: a folder, or one file. brings: what others may name, of these sorts. asks: what it names, with paths.

    key: what a spec is called, for ever. all_keys: of everything the site holds, in order. holds: what it holds by a
    key, or None. most: bytes a file may have. is_edited: whether an author has changed it since a pack put it, where
    the room knows by itself. ready: makes of a spec what put and key take, without writing, where that is most of the
    work.
    """

    place: str
    suffix: str
    sorts: frozenset[str]
    spec: type[Any]
    check: Callable[[Any], Sequence[Problem]]
    put: Callable[..., Any]
    brings: Callable[[Any], Iterator[ResourceName]]
    asks: Callable[[Any], Iterator[ResourceName]]
    key: Callable[[Any], str]
    all_keys: Callable[[], list[str]]
    current_spec: Callable[[str], Any]
    most: int = 1_000_000
    is_edited: Callable[[str], bool] | None = None
    prepare: Callable[[Any], Any] | None = None

    @property
    def label(self) -> str:
        """The word for it: "frameworks", "logic-model"."""
        return self.place.rpartition(".")[0] or self.place

    def prepare_spec(self, spec: Any) -> Any:
        """What put and key take. Raises Refused."""
        return spec if self.prepare is None else self.prepare(spec)


def is_on_site(name: ResourceName) -> bool:
    """Is this name known on this site, from another pack?"""
    if name.sort == "item":
        framework_key, _, key = name.key.partition(":")
        try:
            return bool(framework_queries.items_by_key([(framework_key, key)]))
        except Refused:
            return False
    if name.sort == "node":
        return name.key in framework_queries.node_keys()
    if name.sort == "file":
        return library_as_specs.find_stored_file(name.key) is not None
    if name.sort == "badge":
        return badge_queries.current_versions().filter(badge__number=name.key).exists()
    if name.sort == "activity":
        return bool(activity_queries.current_versions([name.key]))
    if name.sort == "area":
        return library_queries.live_areas().filter(slug=name.key).exists()
    return name.sort == "page" and library_queries.is_page(name.key)


def yield_nothing(spec: Any) -> Iterator[ResourceName]:
    yield from ()


def _item_names(spec: framework_specs.FrameworkSpec) -> Iterator[ResourceName]:
    yield ResourceName("framework", f"{spec.key}@{spec.edition}")
    for _path, item, _parent in framework_specs.walk_items(spec.items):
        keys = [item.key] + [framework_specs.indicator_key(item.key, line.role) for line in item.indicators]
        for key in keys:
            yield ResourceName("item", f"{spec.key}:{key}", is_whole=False)
            yield ResourceName("item", f"{spec.key}@{spec.edition}:{key}")


def _association_names(spec: framework_specs.FrameworkSpec) -> Iterator[ResourceName]:
    for place, one in enumerate(spec.associations):
        yield ResourceName("item", f"{one.framework}:{one.item}", f"associations.{place}.item")


def _node_names(spec: framework_specs.LogicModelSpec) -> Iterator[ResourceName]:
    for place, node in enumerate(spec.nodes):
        yield ResourceName("node", node.key, f"nodes.{place}.key")


def _node_item_names(spec: framework_specs.LogicModelSpec) -> Iterator[ResourceName]:
    for place, node in enumerate(spec.nodes):
        for field in ("themes", "capabilities"):
            for which, key in enumerate(getattr(node, field)):
                yield ResourceName("item", f"{spec.framework}:{key}", f"nodes.{place}.{field}.{which}")


def _activity_name(spec: activity_specs.ActivitySpec) -> Iterator[ResourceName]:
    yield ResourceName("activity", spec.key, "key")


def _scenario_node_names(spec: activity_specs.ActivitySpec) -> Iterator[ResourceName]:
    for place, node in enumerate(spec.scenario.model_nodes if spec.scenario else ()):
        yield ResourceName("node", node.key, f"scenario.model_nodes.{place}.key")


def _instrument_name(spec: journey_specs.InstrumentSpec | feedback_specs.FeedbackSpec) -> Iterator[ResourceName]:
    yield ResourceName("instrument", spec.key, "key")


def _framework_name(spec: journey_specs.InstrumentSpec | feedback_specs.FeedbackSpec) -> Iterator[ResourceName]:
    yield ResourceName("framework", f"{spec.framework}@{spec.framework_edition}", "framework_edition")


def _feedback_names(spec: feedback_specs.FeedbackSpec) -> Iterator[ResourceName]:
    yield from _framework_name(spec)
    for place, theme in enumerate(spec.short_form):
        yield ResourceName("item", f"{spec.framework}@{spec.framework_edition}:{theme}", f"short_form.{place}")


def _badge_name(spec: BadgeFileSpec) -> Iterator[ResourceName]:
    yield ResourceName("badge", spec.number, "number")


def _badge_requirement_names(spec: BadgeFileSpec) -> Iterator[ResourceName]:
    for place, ref in enumerate(spec.alignments):
        yield ResourceName("item", ref, f"alignments.{place}")
    for place, one in enumerate(spec.prerequisites):
        yield ResourceName("badge", one.badge, f"prerequisites.{place}.badge")
    for place, group in enumerate(spec.activities):
        for which, required in enumerate(group):
            yield ResourceName("activity", required.key, f"activities.{place}.{which}.key")


def _put_badge(spec: BadgeFileSpec, *, by: User | None, now: datetime) -> None:
    version = badges.publish(spec.badge, by=by, now=now)
    activities.require(version, spec.activities, by=by, now=now)


def _page_name(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[ResourceName]:
    yield ResourceName("area" if isinstance(spec, library_specs.AreaSpec) else "statement", spec.key, "key")


def _area_names(spec: library_specs.AreaSpec) -> Iterator[ResourceName]:
    for place, key in enumerate(spec.capabilities):
        yield ResourceName("item", f"capabilities:{key}", f"capabilities.{place}")
    for place, ref in enumerate(spec.alignments):
        yield ResourceName("item", ref, f"alignments.{place}")
    for place, number in enumerate(spec.badges):
        yield ResourceName("badge", number, f"badges.{place}")
    for place, key in enumerate(spec.activities):
        yield ResourceName("activity", key, f"activities.{place}")
    for place, tool in enumerate(spec.tools):
        yield ResourceName("page", tool.url, f"tools.{place}.url", comes_first=False)
    for place, key in enumerate(spec.related):
        yield ResourceName("area", key, f"related.{place}", comes_first=False)
    if spec.retired and spec.retired.successor:
        yield ResourceName("area", spec.retired.successor, "retired.successor")
    yield from _text_names(spec)


def _text_names(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[ResourceName]:
    yield from _media_names(spec)
    yield from _link_names(spec)


def _link_names(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[ResourceName]:
    for path, address in library_specs.linked_addresses(spec):
        area = re.fullmatch(r"/areas/([a-z0-9-]+)/([?#].*)?", address)
        sort, key = ("area", area[1]) if area else ("page", address)
        yield ResourceName(sort, key, path, comes_first=False)


def _media_names(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[ResourceName]:
    with suppress(block_markdown.BlockError):  # the room's own check says what is wrong
        for path in block_markdown.find_files(spec.body):
            yield ResourceName("file", path, "body")


def _media_name(spec: FileSpec) -> Iterator[ResourceName]:
    yield ResourceName("file", spec.path)


def _media_path(spec: FileSpec) -> str:
    return spec.path


def _check_file(spec: FileSpec) -> list[Problem]:
    try:
        pack_files.convert_file(spec.path, spec.content)
    except Refused as refusal:
        return [Problem("", f"{refusal}.")]
    return []


def _put_file(spec: FileSpec, *, by: User | None, now: datetime) -> FieldFile:
    """Returns what was stored, so that it can be taken away again when the pack is not loaded after all."""
    kept = library.load_file(spec.path, spec.content, by=by, now=now)
    return kept.picture.file if kept.picture else kept.file


def _framework_key(spec: framework_specs.FrameworkSpec) -> str:
    return f"{spec.key}@{spec.edition}"


def _spec_key(spec: Any) -> str:
    return str(spec.key)


def _badge_number(spec: BadgeFileSpec) -> str:
    return spec.number


def _find_badge(number: str) -> BadgeFileSpec | None:
    version = badge_queries.current_versions().filter(badge__number=number).first()
    if version is None:
        return None
    badge = badges_as_specs.version_to_spec(version)
    given = {field.name: getattr(badge, field.name) for field in fields(badge)}
    return BadgeFileSpec(**given, activities=activities_as_specs.export_requirements(version))


def _logic_model_key(spec: framework_specs.LogicModelSpec) -> str:
    return "logic-model"


def _find_logic_model(key: str) -> framework_specs.LogicModelSpec | None:
    spec = framework_as_specs.logic_model_spec()
    return spec if spec.nodes else None


def _put_page(made: PreparedPage, *, by: User | None, now: datetime) -> object:
    """Whether an author's words give way is decided before this."""
    return library.load_page(made, by=by, now=now, force=True)


def _page_key(made: PreparedPage) -> str:
    return made.spec.key


MANIFEST = "pack.toml"
PACK = FileKind(
    MANIFEST, ".toml", frozenset(), PackSpec, check_pack, yield_nothing, yield_nothing, yield_nothing,
    _spec_key, list, yield_nothing,
)  # fmt: skip
FILES = FileKind(
    "pictures", "", frozenset({"file"}), FileSpec, _check_file, _put_file, _media_name, yield_nothing,
    _media_path, list, library_as_specs.find_stored_file, most=100 * 1024 * 1024,
)  # fmt: skip
KINDS = [
    FILES,
    FileKind(
        "frameworks", ".yaml", frozenset({"item", "framework"}), framework_specs.FrameworkSpec,
        framework_specs.check_framework, framework.put_framework, _item_names, _association_names,
        _framework_key, framework_as_specs.edition_names, framework_as_specs.find_framework_spec,
    ),
    FileKind(
        "logic-model.yaml", ".yaml", frozenset({"node"}), framework_specs.LogicModelSpec,
        framework_specs.check_logic_model, framework.put_logic_model, _node_names, _node_item_names,
        _logic_model_key, lambda: ["logic-model"], _find_logic_model,
    ),
    FileKind(
        "activities", ".yaml", frozenset({"activity"}), activity_specs.ActivitySpec,
        activity_specs.check_activity, activities.publish, _activity_name, _scenario_node_names,
        _spec_key, activities_as_specs.activity_keys, activities_as_specs.export_activity,
    ),
    FileKind(
        "badges", ".yaml", frozenset({"badge"}), BadgeFileSpec,
        check_badge_file, _put_badge, _badge_name, _badge_requirement_names,
        _badge_number, badges_as_specs.badge_numbers, _find_badge,
    ),
    FileKind(
        "instruments", ".yaml", frozenset({"instrument"}), journey_specs.InstrumentSpec,
        journey_specs.check_spec, instrument_actions.publish_instrument, _instrument_name, _framework_name,
        _spec_key, journey_as_specs.list_instrument_keys, journey_as_specs.export_instrument,
    ),
    FileKind(
        "feedback", ".yaml", frozenset({"instrument"}), feedback_specs.FeedbackSpec,
        feedback_specs.check_spec, instrument_actions.publish_feedback, _instrument_name, _feedback_names,
        _spec_key, journey_as_specs.list_instrument_keys, journey_as_specs.export_feedback,
    ),
    FileKind(
        "areas", ".md", frozenset({"area"}), library_specs.AreaSpec,
        library_specs.check_spec, _put_page, _page_name, _area_names,
        _page_key, library_as_specs.list_area_keys, library_as_specs.export_area,
        is_edited=library_as_specs.is_edited, prepare=library.prepare_page,
    ),
    FileKind(
        "statements", ".md", frozenset({"statement"}), library_specs.StatementSpec,
        library_specs.check_spec, _put_page, _page_name, _text_names,
        _page_key, library_as_specs.list_statement_keys, library_as_specs.export_statement,
        is_edited=library_as_specs.is_edited, prepare=library.prepare_page,
    ),
]  # fmt: skip
