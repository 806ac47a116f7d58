"""The kinds of file a pack may hold, in the order they are loaded, and the door of the room that takes each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.activities import actions as activities
from ettle.activities import as_specs as activities_as_specs
from ettle.activities import queries as activity_queries
from ettle.activities import specs as activity_specs
from ettle.badges import actions as badges
from ettle.badges import as_specs as badges_as_specs
from ettle.badges import queries as badge_queries
from ettle.framework import actions as framework
from ettle.framework import as_specs as framework_as_specs
from ettle.framework import queries as framework_queries
from ettle.framework import specs as framework_specs
from ettle.instruments import actions as instrument_actions
from ettle.instruments import as_specs as journey_as_specs
from ettle.instruments import feedback_specs
from ettle.instruments import specs as journey_specs
from ettle.kit.problems import Problem
from ettle.kit.refused import Refused
from ettle.library import actions as library
from ettle.library import as_specs as library_as_specs
from ettle.library import filing, writing
from ettle.library import queries as library_queries
from ettle.library import specs as library_specs
from ettle.library.readying import Ready
from ettle.packs.specs import BadgeFileSpec, FileSpec, PackSpec, check_badge
from ettle.packs.specs import check as check_pack

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.people.models import User


@dataclass(frozen=True)
class Name:
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
class Kind:
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
    brings: Callable[[Any], Iterator[Name]]
    asks: Callable[[Any], Iterator[Name]]
    key: Callable[[Any], str]
    all_keys: Callable[[], list[str]]
    holds: Callable[[str], Any]
    most: int = 1_000_000
    is_edited: Callable[[str], bool] | None = None
    ready: Callable[[Any], Any] | None = None

    @property
    def called(self) -> str:
        """The word for it: "frameworks", "logic-model"."""
        return self.place.rpartition(".")[0] or self.place

    def made(self, spec: Any) -> Any:
        """What put and key take. Raises Refused."""
        return spec if self.ready is None else self.ready(spec)


def held(name: Name) -> bool:
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
        return library_as_specs.file_held(name.key) is not None
    if name.sort == "badge":
        return badge_queries.current_versions().filter(badge__number=name.key).exists()
    if name.sort == "activity":
        return bool(activity_queries.current([name.key]))
    if name.sort == "area":
        return library_queries.areas().filter(slug=name.key).exists()
    return name.sort == "page" and library_queries.is_page(name.key)


def nothing(spec: Any) -> Iterator[Name]:
    yield from ()


def _items(spec: framework_specs.FrameworkSpec) -> Iterator[Name]:
    yield Name("framework", f"{spec.key}@{spec.edition}")
    for _path, item, _parent in framework_specs.walk(spec.items):
        keys = [item.key] + [framework_specs.indicator_key(item.key, line.role) for line in item.indicators]
        for key in keys:
            yield Name("item", f"{spec.key}:{key}", is_whole=False)
            yield Name("item", f"{spec.key}@{spec.edition}:{key}")


def _associated(spec: framework_specs.FrameworkSpec) -> Iterator[Name]:
    for place, one in enumerate(spec.associations):
        yield Name("item", f"{one.framework}:{one.item}", f"associations.{place}.item")


def _nodes(spec: framework_specs.LogicModelSpec) -> Iterator[Name]:
    for place, node in enumerate(spec.nodes):
        yield Name("node", node.key, f"nodes.{place}.key")


def _of_nodes(spec: framework_specs.LogicModelSpec) -> Iterator[Name]:
    for place, node in enumerate(spec.nodes):
        for field in ("themes", "capabilities"):
            for which, key in enumerate(getattr(node, field)):
                yield Name("item", f"{spec.framework}:{key}", f"nodes.{place}.{field}.{which}")


def _activity(spec: activity_specs.ActivitySpec) -> Iterator[Name]:
    yield Name("activity", spec.key, "key")


def _touched(spec: activity_specs.ActivitySpec) -> Iterator[Name]:
    for place, node in enumerate(spec.scenario.model_nodes if spec.scenario else ()):
        yield Name("node", node.key, f"scenario.model_nodes.{place}.key")


def _instrument(spec: journey_specs.InstrumentSpec | feedback_specs.FeedbackSpec) -> Iterator[Name]:
    yield Name("instrument", spec.key, "key")


def _lines(spec: journey_specs.InstrumentSpec | feedback_specs.FeedbackSpec) -> Iterator[Name]:
    yield Name("framework", f"{spec.framework}@{spec.framework_edition}", "framework_edition")


def _observed(spec: feedback_specs.FeedbackSpec) -> Iterator[Name]:
    yield from _lines(spec)
    for place, theme in enumerate(spec.short_form):
        yield Name("item", f"{spec.framework}@{spec.framework_edition}:{theme}", f"short_form.{place}")


def _badge(spec: BadgeFileSpec) -> Iterator[Name]:
    yield Name("badge", spec.number, "number")


def _earned_by(spec: BadgeFileSpec) -> Iterator[Name]:
    for place, ref in enumerate(spec.alignments):
        yield Name("item", ref, f"alignments.{place}")
    for place, one in enumerate(spec.prerequisites):
        yield Name("badge", one.badge, f"prerequisites.{place}.badge")
    for place, group in enumerate(spec.activities):
        for which, required in enumerate(group):
            yield Name("activity", required.key, f"activities.{place}.{which}.key")


def _put_badge(spec: BadgeFileSpec, *, by: User | None, now: datetime) -> None:
    version = badges.publish(spec.badge, by=by, now=now)
    activities.require(version, spec.activities, by=by, now=now)


def _page(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[Name]:
    yield Name("area" if isinstance(spec, library_specs.AreaSpec) else "statement", spec.key, "key")


def _linked(spec: library_specs.AreaSpec) -> Iterator[Name]:
    for place, key in enumerate(spec.capabilities):
        yield Name("item", f"capabilities:{key}", f"capabilities.{place}")
    for place, ref in enumerate(spec.alignments):
        yield Name("item", ref, f"alignments.{place}")
    for place, number in enumerate(spec.badges):
        yield Name("badge", number, f"badges.{place}")
    for place, key in enumerate(spec.activities):
        yield Name("activity", key, f"activities.{place}")
    for place, tool in enumerate(spec.tools):
        yield Name("page", tool.url, f"tools.{place}.url", comes_first=False)
    for place, key in enumerate(spec.related):
        yield Name("area", key, f"related.{place}", comes_first=False)
    if spec.retired and spec.retired.successor:
        yield Name("area", spec.retired.successor, "retired.successor")
    yield from _in_the_words(spec)


def _in_the_words(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[Name]:
    yield from _shown(spec)
    yield from _led_to(spec)


def _led_to(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[Name]:
    for path, address in library_specs.addresses(spec):
        area = re.fullmatch(r"/areas/([a-z0-9-]+)/([?#].*)?", address)
        sort, key = ("area", area[1]) if area else ("page", address)
        yield Name(sort, key, path, comes_first=False)


def _shown(spec: library_specs.AreaSpec | library_specs.StatementSpec) -> Iterator[Name]:
    with suppress(writing.WrongBlock):  # the room's own check says what is wrong
        for path in writing.files(spec.body):
            yield Name("file", path, "body")


def _file(spec: FileSpec) -> Iterator[Name]:
    yield Name("file", spec.path)


def _path(spec: FileSpec) -> str:
    return spec.path


def _check_file(spec: FileSpec) -> list[Problem]:
    try:
        filing.remade(spec.path, spec.content)
    except Refused as refusal:
        return [Problem("", f"{refusal}.")]
    return []


def _put_file(spec: FileSpec, *, by: User | None, now: datetime) -> FieldFile:
    """Returns what was stored, so that it can be taken away again when the pack is not loaded after all."""
    kept = library.put_file(spec.path, spec.content, by=by, now=now)
    return kept.picture.file if kept.picture else kept.file


def _edition(spec: framework_specs.FrameworkSpec) -> str:
    return f"{spec.key}@{spec.edition}"


def _key(spec: Any) -> str:
    return str(spec.key)


def _number(spec: BadgeFileSpec) -> str:
    return spec.number


def _badge_file(number: str) -> BadgeFileSpec | None:
    version = badge_queries.current_versions().filter(badge__number=number).first()
    if version is None:
        return None
    badge = badges_as_specs.of_version(version)
    given = {field.name: getattr(badge, field.name) for field in fields(badge)}
    return BadgeFileSpec(**given, activities=activities_as_specs.required(version))


def _model_key(spec: framework_specs.LogicModelSpec) -> str:
    return "logic-model"


def _model(key: str) -> framework_specs.LogicModelSpec | None:
    spec = framework_as_specs.logic_model_spec()
    return spec if spec.nodes else None


def _put_page(made: Ready, *, by: User | None, now: datetime) -> object:
    """Whether an author's words give way is decided before this."""
    return library.put_page(made, by=by, now=now, force=True)


def _page_key(made: Ready) -> str:
    return made.spec.key


HEAD = "pack.toml"
PACK = Kind(
    HEAD, ".toml", frozenset(), PackSpec, check_pack, nothing, nothing, nothing,
    _key, list, nothing,
)  # fmt: skip
FILES = Kind(
    "pictures", "", frozenset({"file"}), FileSpec, _check_file, _put_file, _file, nothing,
    _path, list, library_as_specs.file_held, most=100 * 1024 * 1024,
)  # fmt: skip
KINDS = [
    FILES,
    Kind(
        "frameworks", ".yaml", frozenset({"item", "framework"}), framework_specs.FrameworkSpec,
        framework_specs.check_framework, framework.put_framework, _items, _associated,
        _edition, framework_as_specs.names, framework_as_specs.framework_called,
    ),
    Kind(
        "logic-model.yaml", ".yaml", frozenset({"node"}), framework_specs.LogicModelSpec,
        framework_specs.check_logic_model, framework.put_logic_model, _nodes, _of_nodes,
        _model_key, lambda: ["logic-model"], _model,
    ),
    Kind(
        "activities", ".yaml", frozenset({"activity"}), activity_specs.ActivitySpec,
        activity_specs.check, activities.publish, _activity, _touched,
        _key, activities_as_specs.names, activities_as_specs.activity,
    ),
    Kind(
        "badges", ".yaml", frozenset({"badge"}), BadgeFileSpec,
        check_badge, _put_badge, _badge, _earned_by,
        _number, badges_as_specs.names, _badge_file,
    ),
    Kind(
        "instruments", ".yaml", frozenset({"instrument"}), journey_specs.InstrumentSpec,
        journey_specs.check, instrument_actions.publish_instrument, _instrument, _lines,
        _key, journey_as_specs.names, journey_as_specs.instrument,
    ),
    Kind(
        "feedback", ".yaml", frozenset({"instrument"}), feedback_specs.FeedbackSpec,
        feedback_specs.check, instrument_actions.publish_feedback, _instrument, _observed,
        _key, journey_as_specs.names, journey_as_specs.feedback,
    ),
    Kind(
        "areas", ".md", frozenset({"area"}), library_specs.AreaSpec,
        library_specs.check, _put_page, _page, _linked,
        _page_key, library_as_specs.area_names, library_as_specs.area,
        is_edited=library_as_specs.is_edited, ready=library.ready,
    ),
    Kind(
        "statements", ".md", frozenset({"statement"}), library_specs.StatementSpec,
        library_specs.check, _put_page, _page, _in_the_words,
        _page_key, library_as_specs.statement_names, library_as_specs.statement,
        is_edited=library_as_specs.is_edited, ready=library.ready,
    ),
]  # fmt: skip
