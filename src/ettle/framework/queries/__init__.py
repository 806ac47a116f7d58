"""Queries about frameworks for other rooms. They read the newest edition unless an edition is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Case, Count, Max, Q, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ettle.framework.models import (
    Association,
    AssociationQuerySet,
    ChangeCounter,
    Framework,
    Item,
    ItemQuerySet,
    LogicLink,
    LogicNode,
    LogicNodeQuerySet,
    Version,
)
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import MODEL
from ettle.framework.versions.snapshots import show_site, show_snapshot, shown_snapshot
from ettle.kit.database.prepared_queries import aggregate_query, prepared_query
from ettle.kit.refusal import Refused

__all__ = [
    "show_site",
    "show_snapshot",
]

# Never changed: every identifier of every site is derived from it, so that two sites that load a pack agree.
NAMESPACE = UUID("5b1f2f6e-3c56-5b0e-9a53-4f0d0c9b7e11")


def permanent_identifier(*names: str) -> UUID:
    """The permanent identifier of what has these names."""
    return uuid5(NAMESPACE, "/".join(names))


def item_reference(item: Item) -> str:
    """How other rooms name an item, with its edition: "codes-workers@2024:2.2"."""
    return f"{item.framework.key}@{item.framework.edition}:{item.key}"


def list_capabilities() -> list[Item]:
    """The capabilities, in order."""
    return items_of_use(use=FrameworkUse.MAIN, kind=Item.Kind.CAPABILITY)


def capabilities_and_themes() -> list[Item]:
    """Both in one query, capabilities and themes each in order."""
    items = Item.objects.of_use(FrameworkUse.MAIN).filter(kind__in=[Item.Kind.CAPABILITY, Item.Kind.THEME])
    return list(items.select_related(None).select_related("framework", "parent"))


@prepared_query
def capability_titles() -> QuerySet[Item, tuple[str, str]]:
    """Key and title of each, in order, for a page that only names them."""
    return Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.CAPABILITY).values_list("key", "title")


def capability_rows() -> QuerySet[Item, tuple[str, str, str, int]]:
    """Rows ("capability", key, title, position) and ("theme", key, key of its capability, position), for a query that
    reads of several rooms at once."""
    items = Item.objects.of_use(FrameworkUse.MAIN).filter(kind__in=[Item.Kind.CAPABILITY, Item.Kind.THEME])
    words = Case(When(kind=Item.Kind.THEME, then="parent__key"), default="title", output_field=TextField())
    return items.select_related(None).order_by().values_list("kind", "key", words, "position")


def list_themes() -> list[Item]:
    """The themes, in order, each with its capability as `parent`."""
    return items_of_use(use=FrameworkUse.MAIN, kind=Item.Kind.THEME)


@prepared_query
def theme_choices() -> QuerySet[Item, tuple[str, str, str]]:
    """Key, title and the title of its capability of each theme, in order, for a form that offers them."""
    themes = Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.THEME)
    return themes.values_list("key", "title", Coalesce("parent__title", "title"))


def theme_titles() -> QuerySet[Item, tuple[str, str]]:
    """Key and title of each theme, in order."""
    return Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.THEME).values_list("key", "title")


def main_framework_keys() -> QuerySet[Framework, str]:
    """The key of the main framework, as a query for a condition on links by key; no row on a site without one."""
    return Framework.objects.filter(use=str(FrameworkUse.MAIN)).order_by().values_list("key", flat=True)


def main_item_keys() -> set[str]:
    """The keys of the items of the main framework, in its newest edition."""
    return set(Item.objects.of_use(FrameworkUse.MAIN).values_list("key", flat=True))


@prepared_query
def items_of_use(*, use: FrameworkUse, kind: str) -> ItemQuerySet:
    """The items of one kind in the newest edition of the framework of this use, in order, each with its parent."""
    items = Item.objects.of_use(use).filter(kind=kind)
    return items.select_related(None).select_related("framework", "parent")


def items_of(*, framework: str, kind: str) -> ItemQuerySet:
    """The items of one kind in the newest edition of a framework, in order, each with its parent."""
    items = Item.objects.of_newest(framework).filter(kind=kind)
    return items.select_related(None).select_related("framework", "parent")


@prepared_query
def element_texts(*, framework: str) -> QuerySet[Item, tuple[str, str, str]]:
    """Key, title and statement of each element in the newest edition of a framework, in order."""
    elements = Item.objects.of_newest(framework).filter(kind=Item.Kind.ELEMENT)
    return elements.values_list("key", "title", "statement")


@prepared_query
def associations_of(item: Item) -> AssociationQuerySet:
    """What relates to an item, from it and to it, the strongest first, both ends loaded."""
    return Association.objects.for_display().filter(Q(origin=item) | Q(destination=item))


def indicators_for(role: str) -> list[Item]:
    """The indicators of a learning role, one for each theme, in order. `.parent` is the theme, `.parent.parent` the
    capability."""
    return list(Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.INDICATOR, role=role))


def indicators_by_role() -> dict[str, dict[str, str]]:
    """Role -> indicator key -> its statement, for all roles in one query."""
    statements: dict[str, dict[str, str]] = {}
    indicators = Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.INDICATOR)
    for role, key, statement in indicators.values_list("role", "key", "statement"):
        statements.setdefault(role, {})[key] = statement
    return statements


def first_indicator(role: str) -> tuple[str, str] | None:
    """The first indicator of a learning role, in the first and in the third person."""
    indicators = Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.INDICATOR, role=role)
    return indicators.values_list("statement", "third_person").first()


def get_item(key: str, framework: str, edition: str | None = None) -> Item:
    """One item by its key. Raises Item.DoesNotExist."""
    if edition is None:
        return Item.objects.of_newest(framework).get(key=key)
    pinned = Item.objects.select_related("parent__parent", "framework")
    return pinned.get(key=key, framework__key=framework, framework__edition=edition)


def searchable_items() -> list[tuple[Item, list[str]]]:
    """Every item that is still part of its framework, in every edition, with its statements for the learning roles.

    Frameworks that nobody has filled in are left out.
    """
    statements: dict[int | None, list[str]] = {}
    items = Item.objects.current().filter(framework__in=Framework.objects.filled())
    items = items.select_related("framework", "parent").order_by("framework", "position")
    for indicator in items.filter(kind=Item.Kind.INDICATOR):
        statements.setdefault(indicator.parent_id, []).append(indicator.statement)
    return [(item, statements.get(item.pk, [])) for item in items.exclude(kind=Item.Kind.INDICATOR)]


def find_item(identifier: UUID) -> Item | None:
    """The item with this permanent identifier, of any edition; None when it is retired or unknown."""
    return Item.objects.current().filter(uuid=identifier).select_related("framework").first()


def list_nodes() -> LogicNodeQuerySet:
    """The nodes of the logic model, column by column."""
    return LogicNode.objects.current()


def searchable_model() -> tuple[list[LogicNode], list[LogicLink]]:
    """Every node of the model with its themes, and every link with both its ends or with the link that it hinders."""
    nodes = list(LogicNode.objects.current().prefetch_related("themes"))
    ends = ("origin", "destination", "blocks__origin", "blocks__destination")
    return nodes, list(LogicLink.objects.current().select_related(*ends).order_by("pk"))


def node_keys() -> set[str]:
    """The keys of the logic model's nodes: B1, D4, O2."""
    return set(LogicNode.objects.current().values_list("key", flat=True))


def versions_of(subject: str) -> QuerySet[Version]:
    """Every version of an edition ("codes-workers@2024") or of the logic model, the latest first, without its rows."""
    return Version.objects.filter(subject=subject).select_related("by").defer("rows")


def find_version(number: UUID) -> Version | None:
    return Version.objects.filter(uuid=number).first()


def list_histories() -> list[tuple[str, str]]:
    """What has versions: its subject, by which drafts and versions name it, and its title."""
    editions = Framework.objects.order_by("title", "-edition")
    editions = editions.only("key", "edition", "title")
    return [
        *((edition.subject, f"{edition.title}, {edition.edition}") for edition in editions),
        (MODEL, _("Leadership Logic Model")),
    ]


def current_state() -> str:
    """The state of all frameworks and the model as a short text that changes when any of them does. Two queries.

    While a snapshot is shown, its name: nothing cached for readers is ever mistaken for the snapshot, or the reverse.
    """
    if name := shown_snapshot():
        return name
    return " ".join(map(str, (*_framework_state()[0], *_model_state()[0])))


@prepared_query
def _framework_state() -> QuerySet[Framework, tuple[Any, ...]]:
    number = Max(Subquery(ChangeCounter.objects.values("number")[:1]))
    return aggregate_query(Framework.objects.all(), number=number, many=Count("pk"), changed=Max("changed_at"))


@prepared_query
def _model_state() -> QuerySet[LogicNode, tuple[Any, ...]]:
    """Nodes with their links: a link that is retired or changed counts as well as a node."""
    return aggregate_query(
        LogicNode.objects.all(),
        many=Count("pk", distinct=True),
        links=Count("links_out", distinct=True),
        retired=Count("retired_at"),
        links_retired=Count("links_out__retired_at"),
        changed=Max("changed_at"),
        links_changed=Max("links_out__changed_at"),
    )


def existing_keys(keys: Collection[str]) -> set[tuple[str, str]]:
    """The items with these keys that exist, each twice as items_by_key takes it: with its edition, and without."""
    current = Item.objects.current().filter(key__in=keys).order_by()
    keys_by_edition = set(current.values_list("framework__key", "framework__edition", "key"))
    pinned = {(f"{name}@{edition}", key) for name, edition, key in keys_by_edition}
    return pinned | {(name, key) for name, _, key in keys_by_edition}


def items_among(items: Iterable[Item]) -> QuerySet[Item]:
    """These items as a query that can be narrowed and put in order."""
    return Item.objects.filter(pk__in=[item.pk for item in items])


def items_by_key(refs: Sequence[tuple[str, str]]) -> list[Item]:
    """The items named by (framework, key), in the order of refs. "codes-workers@2024" pins an edition.

    Raises Refused, naming the first that is missing.
    """
    if not refs:
        return []
    condition = Q()
    for framework, key in refs:
        name, _at, edition = framework.partition("@")
        condition |= Q(framework__key=name, key=key, **({"framework__edition": edition} if edition else {}))
    newest = {pk: place for place, pk in enumerate(Framework.objects.newest_first().values_list("pk", flat=True))}
    by_name: dict[tuple[str, str], Item] = {}
    items = Item.objects.current().filter(condition).select_related("parent__parent", "framework")
    for item in sorted(items, key=lambda item: newest[item.framework_id], reverse=True):
        by_name[item.framework.key, item.key] = item
        by_name[f"{item.framework.key}@{item.framework.edition}", item.key] = item
    for framework, key in refs:
        if (framework, key) not in by_name:
            raise Refused(
                _("There is no item %(key)s in the framework %(framework)s. Correct the key, or load it first.")
                % {"key": key, "framework": framework}
            )
    return [by_name[ref] for ref in refs]
