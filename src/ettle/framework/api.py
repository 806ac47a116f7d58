"""The CASE 1.1 service: frameworks for other sites and tools to read, open to everyone, at addresses that last."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from ettle.framework import case
from ettle.framework.models import Association, Framework, Item

P = ParamSpec("P")
MOST = 1_000
FEW = 100
SORTS = {
    "identifier": "uuid",
    "title": "title",
    "creator": "owner",
    "version": "edition",
    "lastChangeDateTime": "changed_at",
}
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, X-Total-Count",
    "Cache-Control": "public, no-cache",
}


class Fault(Exception):
    """What cannot be answered, in the standard's words and in ours."""

    def __init__(self, status: int, minor: str, words: str) -> None:
        super().__init__(words)
        self.status, self.minor, self.words = status, minor, words


def published(
    view: Callable[Concatenate[HttpRequest, P], tuple[Any, dict[str, str]]],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Answer GET and HEAD with JSON and an ETag for any site's scripts; a fault as the standard's status."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "OPTIONS":
            allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "*"}
            return HttpResponse(status=204, headers=OPEN | allowed | {"Allow": "GET, HEAD, OPTIONS"})
        if request.method not in {"GET", "HEAD"}:
            fault = Fault(405, "forbidden", "These addresses are for reading: use GET.")
            return _failed(fault, {"Allow": "GET, HEAD, OPTIONS"})
        try:
            content, headers = view(request, *args, **kwargs)
        except Fault as fault:
            return _failed(fault, {})
        return _sent(request, content, headers)

    return login_not_required(csrf_exempt(answered))


def _sent(request: HttpRequest, content: Any, headers: dict[str, str]) -> HttpResponseBase:
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    whole = HttpResponse(body, content_type="application/json", headers=OPEN | headers | {"ETag": etag})
    return get_conditional_response(request, etag=etag, response=whole) or whole


def _failed(fault: Fault, headers: dict[str, str]) -> HttpResponse:
    field = {"imsx_codeMinorFieldName": "sourcedId", "imsx_codeMinorFieldValue": fault.minor}
    content = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": fault.words,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    body = json.dumps(content, ensure_ascii=False)
    return HttpResponse(body, status=fault.status, content_type="application/json", headers=OPEN | headers)


@published
def documents(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """Every edition of every framework, a page at a time (limit, offset, sort, orderBy, fields)."""
    query = request.GET
    if query.get("filter"):
        raise Fault(400, "invalid_selection_field", "filter is not answered here. Use limit, offset, sort and fields.")
    limit, offset = min(_number(query.get("limit"), FEW), MOST), _number(query.get("offset"), 0)
    if not limit:
        raise Fault(400, "invalid_selection_field", "limit must be 1 or more.")
    found = Framework.objects.order_by(*_order(query.get("sort", ""), query.get("orderBy", "asc")))
    total = found.count()
    shown = [_chosen(case.document(one), query.get("fields", "")) for one in found[offset : offset + limit]]
    if not shown:
        raise Fault(404, "unknownobject", f"There is no framework after {offset}; there are {total}.")
    return {"CFDocuments": shown}, {"X-Total-Count": str(total), "Link": _pages(request, limit, offset, total)}


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Fault(400, "invalid_selection_field", "limit and offset must be whole numbers.")
    return int(text)


def _order(sort: str, way: str) -> list[str]:
    if sort and sort not in SORTS:
        raise Fault(400, "invalid_sort_field", f"sort must be one of {', '.join(SORTS)}.")
    if way not in {"asc", "desc"}:
        raise Fault(400, "invalid_sort_field", "orderBy must be asc or desc.")
    return [f"{'-' if way == 'desc' else ''}{SORTS[sort]}", "pk"] if sort else ["pk"]


def _chosen(document: case.Fields, fields: str) -> case.Fields:
    if not fields:
        return document
    names = set(fields.split(","))
    known = {*document, "officialSourceURL", "description", "statusStartDate", "notes"}
    if names - known:
        raise Fault(400, "invalid_selection_field", f"fields must be of {', '.join(sorted(known))}.")
    return {name: value for name, value in document.items() if name in names | case.REQUIRED}


def _pages(request: HttpRequest, limit: int, offset: int, total: int) -> str:
    """The Link header: where the first, the previous, the next and the last page are."""
    last = (total - 1) // limit * limit
    places = {"first": 0, "prev": offset - limit, "next": offset + limit, "last": last}
    here = f"{settings.PUBLIC_URL}{request.path}"
    others = {name: value for name, value in request.GET.items() if name not in {"limit", "offset"}}
    links = [
        f'<{here}?{urlencode(others | {"limit": limit, "offset": place})}>; rel="{name}"'
        for name, place in places.items()
        if 0 <= place <= last
    ]
    return ", ".join(links)


def _identifier(text: str) -> uuid.UUID:
    try:
        found = uuid.UUID(text)
    except ValueError:
        found = None
    if found is None or str(found) != text:
        raise Fault(404, "invalid_uuid", "This is not an identifier. Write a UUID in small letters, with hyphens.")
    return found


def _unknown(what: str) -> Fault:
    return Fault(404, "unknownobject", f"There is no {what} with this identifier.")


@published
def document(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    return case.document(_framework(identifier)), {}


def _framework(identifier: str) -> Framework:
    found = Framework.objects.filter(uuid=_identifier(identifier)).first()
    if found is None:
        raise _unknown("framework")
    return found


@published
def item(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    return case.item(_item(_identifier(identifier))), {}


def _item(identifier: uuid.UUID) -> Item:
    found = Item.objects.filter(uuid=identifier).select_related("framework", "parent").first()
    if found is None:
        raise _unknown("item")
    return found


@published
def association(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """One association: a row of ours, or that an item is the child of another."""
    asked = _identifier(identifier)
    found = Association.objects.filter(uuid=asked).select_related("origin__framework", "destination").first()
    if found is not None:
        return case.association(found), {}
    child = Item.objects.filter(uuid=case.turned(asked)).select_related("framework", "parent").first()
    if child is None:
        raise _unknown("association")
    return case.belonging(child), {}


@published
def package(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """A whole edition: its document, its items and all that they relate to."""
    found = _framework(identifier)
    items = found.items.current().select_related("framework", "parent").order_by("position")
    return case.package(found, items, Association.objects.filter(origin__framework=found).shown()), {}


@published
def item_associations(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """An item with every association that begins or ends at it."""
    one = _item(_identifier(identifier))
    children = one.children.current().select_related("framework", "parent").order_by("position")
    rows = [*Association.objects.filter(origin=one).shown(), *Association.objects.filter(destination=one).shown()]
    associations = [case.belonging_in_package(child) for child in (one, *children)]
    return {
        "CFItem": case.item(one),
        "CFAssociations": [*associations, *(case.association_in_package(row) for row in rows)],
    }, {}


@published
def nothing(request: HttpRequest, rest: str) -> tuple[Any, dict[str, str]]:
    """Whatever else the standard knows (subjects, rubrics, licences): we publish none."""
    raise Fault(404, "unknownobject", "Nothing of this kind is published here.")
