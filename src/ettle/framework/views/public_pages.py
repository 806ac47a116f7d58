"""Public pages: the capabilities, the logic model, and the permanent address of each item and framework."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ettle.framework import queries
from ettle.framework.logic_model import explorer, graph, model_sentence
from ettle.framework.models import Association, Framework, Item, LogicNode
from ettle.framework.queries.personal_links import list_personal_links
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import MODEL
from ettle.framework.views.page_keys import cache_for_visitors, render_shared_part
from ettle.kit.http.audience import EVERYONE, audience
from ettle.people import queries as people


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def capabilities(request: HttpRequest) -> HttpResponse:
    """The capabilities, each with its themes."""
    items = queries.capabilities_and_themes()
    parents = [item for item in items if item.kind == Item.Kind.CAPABILITY]
    groups = [(parent, [item for item in items if item.parent_id == parent.pk]) for parent in parents]
    framework = items[0].framework if items else None
    return render(request, "framework/capabilities.html", {"groups": groups, "framework": framework})


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def capability(request: HttpRequest, key: str) -> HttpResponse:
    """One capability: its themes with the lines of one role, the Codes and the part of the logic model beside it."""
    role = request.GET.get("role", "")
    choice = (key, people.known_role(role) or people.default_role())
    part = render_shared_part(request, "framework/capability_part.html", choice, lambda: capability_context(*choice))
    return render(request, "framework/capability.html", {"part": part})


def capability_context(key: str, role: str) -> dict[str, Any]:
    """What the page of a capability shows. Raises Http404."""
    capability = get_object_or_404(Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.CAPABILITY), key=key)
    themes = list(capability.children.current().order_by("position").prefetch_related("logic_nodes"))
    lines = Item.objects.current().filter(parent__in=themes, role=role)
    line_of = {line.parent_id: line for line in lines}
    codes = list(Association.objects.filter(destination__in=themes).for_display())
    shown = [(theme, line_of.get(theme.pk), [a for a in codes if a.destination_id == theme.pk]) for theme in themes]
    return {
        "title": capability.title,
        "capability": capability, "themes": shown,
        "role": role, "role_name": people.role_title(role), "roles": people.offered_roles(),
        "nodes": list(capability.capability_nodes.order_by("position")),
    }  # fmt: skip


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def logic_model(request: HttpRequest) -> HttpResponse:
    """The logic model: a sentence to turn (`?because=`), or routes lit up by `?node=`, `?theme=` or `?capability=`."""
    model, query = graph.load_graph(), request.GET.dict()
    try:
        picked = explorer.pick_nodes(model, query)
        sentence = None if picked else model_sentence.build_sentence(model, query)
    except LookupError:
        return _retired_node(request, request.GET.get("node", ""))
    linked = {MODEL, *(item.framework.key for item in model.items)}
    own = explorer.build_thread(model, list_personal_links(request.user, linked))
    shows_own = bool(own.nodes) and not picked and model_sentence.BECAUSE not in query
    turned = sentence.steps if sentence and not shows_own else ()
    columns = [(label, model.column_nodes(value)) for value, label in LogicNode.Column.choices]
    chosen = picked.nodes[0] if picked and picked.item is None else None
    context = {
        "columns": [column for column in columns if column[1]],
        "picked": picked,
        "thread": model.thread_of(chosen) if chosen else None,
        "ways": explorer.find_ways(model, picked) if picked else [],
        "sentence": sentence,
        "drawn": explorer.draw_model(model, picked, own.nodes, turned),
        "own": own,
        "shows_own": shows_own,
        "uses": graph.model_uses(request.user),
        "capabilities": [item for item in model.items if item.kind == Item.Kind.CAPABILITY],
    }
    return render(request, "framework/logic_model.html", context)


def _retired_node(request: HttpRequest, key: str) -> HttpResponse:
    """A node that is no longer part of the model keeps its words and its links for people who linked to it."""
    model = graph.load_full_graph()
    node = next((node for node in model.nodes.values() if node.key == key and node.retired_at), None)
    if node is None:
        raise Http404
    return render(request, "framework/retired_node.html", {"thread": model.thread_of(node)})


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def item(request: HttpRequest, identifier: uuid.UUID) -> HttpResponse:
    """The permanent address of one item, of any framework and edition."""
    item_row = get_object_or_404(Item.objects.select_related("framework", "parent__parent"), uuid=identifier)
    associations = queries.associations_of(item_row)
    context = {
        "item": item_row,
        "children": Item.objects.current().filter(parent=item_row).order_by("position"),
        "suggested": [link for link in associations if link.origin_id == item_row.pk],
        "suggesting": [link for link in associations if link.destination_id == item_row.pk],
        "role_name": people.role_title(item_row.role),
    }
    return render(request, "framework/item.html", context)


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def framework(request: HttpRequest, identifier: uuid.UUID) -> HttpResponse:
    """The permanent address of one edition of a framework, with all its items."""
    edition = get_object_or_404(Framework, uuid=identifier)
    items = Item.objects.current().filter(framework=edition).exclude(kind=Item.Kind.INDICATOR)
    return render(request, "framework/framework.html", {"framework": edition, "items": items.order_by("position")})
