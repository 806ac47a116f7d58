"""The Codes beside the capabilities, edition by edition and both ways: from a number to themes, and back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ettle.framework import code_matrix, queries
from ettle.framework.models import Association, Framework, Item
from ettle.framework.types import FrameworkUse
from ettle.framework.views.page_keys import cache_for_visitors, render_shared_part
from ettle.kit.http.audience import EVERYONE, audience
from ettle.people import queries as people


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def codes(request: HttpRequest) -> HttpResponse:
    """The Codes of one edition beside the capabilities, with what is not checked and what is missing."""
    query = request.GET
    choice = (query.get("audience", code_matrix.WORKERS), query.get("edition", ""), query.get("part", ""))
    part = render_shared_part(request, "framework/codes_part.html", choice, lambda: codes_context(*choice))
    return render(request, "framework/codes.html", {"part": part})


def codes_context(audience: str, edition: str, key: str) -> dict[str, Any]:
    """What the page of the Codes shows."""
    shown = _requested_edition(audience, edition)
    framework = shown["framework"]
    if framework is None:
        return shown | {"title": _("The Codes and leadership")}
    items = list(framework.items.current().select_related("framework").order_by("position"))
    parts = [item for item in items if item.kind == Item.Kind.PART]
    part = _find_part(parts, key)
    numbers = [item for item in items if item.kind == Item.Kind.CODE and (part is None or item.parent_id == part.pk)]
    links = list(Association.objects.filter(origin__in=numbers).current().select_related("destination"))
    columns = _capability_columns(links)
    rows = code_matrix.code_rows(numbers, columns, links)
    shown_parts = [part] if part else parts
    groups = [(part, [row for row in rows if row.code.parent_id == part.pk]) for part in shown_parts]
    return shown | {
        "title": _("The Codes and leadership, %(edition)s") % {"edition": framework.edition},
        "capabilities": columns, "groups": groups, "parts": parts, "part": part, "has_links": bool(links),
        "unverified": [item for item in items if not item.is_verified],
        "elements": list(Item.objects.of_use(FrameworkUse.LEARNING_RECORD)),
    }  # fmt: skip


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def codes_by_theme(request: HttpRequest) -> HttpResponse:
    """The other way round: each theme, and the numbers of one edition that we suggest for it."""
    choice = (request.GET.get("audience", code_matrix.WORKERS), request.GET.get("edition", ""))
    part = render_shared_part(
        request, "framework/codes_by_theme_part.html", choice, lambda: codes_by_theme_context(*choice)
    )
    return render(request, "framework/codes_by_theme.html", {"part": part})


def codes_by_theme_context(audience: str, edition: str) -> dict[str, Any]:
    """What the page from a theme to its Codes shows."""
    shown = _requested_edition(audience, edition)
    links = list(
        Association.objects.filter(origin__framework=shown["framework"], origin__kind=Item.Kind.CODE).for_display()
    )
    framework = links[0].destination.framework if links else None
    of_themes = Item.objects.current().filter(kind=Item.Kind.THEME, framework=framework).select_related("parent")
    themes = list(of_themes.order_by("position"))
    rows = [(theme, [link for link in links if link.destination_id == theme.pk]) for theme in themes]
    capabilities = list(dict.fromkeys(theme.parent for theme in themes))
    groups = [(parent, [row for row in rows if row[0].parent == parent]) for parent in capabilities]
    return shown | {"title": _("From a theme to its Codes"), "groups": groups}


def _requested_edition(audience: str, requested: str) -> dict[str, Any]:
    """The audience's framework in the requested edition; the newest when requested is empty. Raises Http404.

    An edition without a single item is not offered: `unread` names it, with its owner, in a line.
    """
    if audience not in code_matrix.AUDIENCES:
        raise Http404
    every = list(Framework.objects.filter(use=code_matrix.AUDIENCES[audience]).newest_first())
    filled = set(
        Framework.objects.filled().filter(pk__in=[edition.pk for edition in every]).values_list("pk", flat=True)
    )
    editions = [edition for edition in every if edition.pk in filled]
    shown = next((edition for edition in editions if requested in {"", edition.edition}), None)
    if requested and shown is None:
        raise Http404
    return {
        "framework": shown, "editions": editions, "audience": audience, "audiences": code_matrix.AUDIENCES,
        "newest": next(iter(every), None), "unread": [edition for edition in every if edition.pk not in filled],
    }  # fmt: skip


def _find_part(parts: list[Item], key: str) -> Item | None:
    if not key:
        return None
    for part in parts:
        if part.key == key:
            return part
    raise Http404


def _capability_columns(links: list[Association]) -> list[Item]:
    """The capabilities of the edition that the links were made for; of the newest when there are no links."""
    if not links:
        return list(Item.objects.of_use(FrameworkUse.MAIN).filter(kind=Item.Kind.CAPABILITY))
    framework = links[0].destination.framework_id
    return list(Item.objects.filter(framework=framework, kind=Item.Kind.CAPABILITY).order_by("position"))


@audience(EVERYONE)
@require_safe
@cache_for_visitors
def code(request: HttpRequest, edition: str, key: str, audience: str = code_matrix.WORKERS) -> HttpResponse:
    """One number of the Codes in one edition, with the themes we suggest and what they look like in one role."""
    if "\0" in edition + key:
        raise Http404  # PostgreSQL would not even compare it
    own = Item.objects.filter(
        framework__use=code_matrix.AUDIENCES[audience], framework__edition=edition, kind=Item.Kind.CODE
    )
    number = get_object_or_404(own.select_related("framework", "parent"), key=key)
    role = request.GET.get("role", "")
    role = people.known_role(role) or people.default_role()
    suggested = [link for link in queries.associations_of(number) if link.origin_id == number.pk]
    lines = Item.objects.current().filter(parent__in=[a.destination_id for a in suggested], role=role)
    line_of = {line.parent_id: line for line in lines}
    # A part's heading may lie between two numbers, so the neighbours are up to two places away.
    around = own.filter(retired_at=None, position__range=(number.position - 2, number.position + 2))
    neighbours = list(around.select_related("framework").order_by("position"))
    context = {
        "code": number, "suggested": [(a, line_of.get(a.destination_id)) for a in suggested],
        "role": role, "role_name": people.role_title(role), "roles": people.offered_roles(),
        "before": next((item for item in reversed(neighbours) if item.position < number.position), None),
        "after": next((item for item in neighbours if item.position > number.position), None),
    }  # fmt: skip
    return render(request, "framework/code.html", context)
