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
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from ettle.framework.case_service import case_format
from ettle.framework.models import Association, Framework, Item
from ettle.kit.http.audience import EVERYONE, audience

P = ParamSpec("P")
MOST_DOCUMENTS = 1_000
DEFAULT_LIMIT = 100
SORT_FIELDS = {
    "identifier": "uuid",
    "title": "title",
    "creator": "owner",
    "version": "edition",
    "lastChangeDateTime": "changed_at",
}
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, X-Total-Count",
    "Cache-Control": "public, no-cache",
}


class CaseError(Exception):
    """A request that cannot be answered. minor: the standard's code; words: ours."""

    def __init__(self, status: int, minor: str, words: str) -> None:
        super().__init__(words)
        self.status, self.minor, self.words = status, minor, words


def publish_json(
    view: Callable[Concatenate[HttpRequest, P], tuple[Any, dict[str, str]]],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Answer GET and HEAD with JSON and an ETag for any site's scripts; CaseError as the standard's error document."""

    @wraps(view)
    def json_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "OPTIONS":
            allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "*"}
            return HttpResponse(status=204, headers=OPEN_HEADERS | allowed | {"Allow": "GET, HEAD, OPTIONS"})
        if request.method not in {"GET", "HEAD"}:
            error = CaseError(405, "forbidden", "These addresses are for reading: use GET.")
            return _error_response(error, {"Allow": "GET, HEAD, OPTIONS"})
        try:
            content, headers = view(request, *args, **kwargs)
        except CaseError as error:
            return _error_response(error, {})
        return _json_response(request, content, headers)

    return csrf_exempt(json_view)


def _json_response(request: HttpRequest, content: Any, headers: dict[str, str]) -> HttpResponseBase:
    body = json.dumps(content, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    whole = HttpResponse(body, content_type="application/json", headers=OPEN_HEADERS | headers | {"ETag": etag})
    return get_conditional_response(request, etag=etag, response=whole) or whole


def _error_response(error: CaseError, headers: dict[str, str]) -> HttpResponse:
    field = {"imsx_codeMinorFieldName": "sourcedId", "imsx_codeMinorFieldValue": error.minor}
    content = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": error.words,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    body = json.dumps(content, ensure_ascii=False)
    return HttpResponse(body, status=error.status, content_type="application/json", headers=OPEN_HEADERS | headers)


@audience(EVERYONE)
@publish_json
def documents(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """Every edition of every framework, a page at a time (limit, offset, sort, orderBy, fields)."""
    query = request.GET
    if query.get("filter"):
        raise CaseError(
            400, "invalid_selection_field", "filter is not answered here. Use limit, offset, sort and fields."
        )
    limit, offset = (
        min(_parse_number(query.get("limit"), DEFAULT_LIMIT), MOST_DOCUMENTS),
        _parse_number(query.get("offset"), 0),
    )
    if not limit:
        raise CaseError(400, "invalid_selection_field", "limit must be 1 or more.")
    frameworks = Framework.objects.order_by(*_sort_order(query.get("sort", ""), query.get("orderBy", "asc")))
    total = frameworks.count()
    shown = [
        _select_fields(case_format.case_document(framework), query.get("fields", ""))
        for framework in frameworks[offset : offset + limit]
    ]
    if not shown:
        raise CaseError(404, "unknownobject", f"There is no framework after {offset}; there are {total}.")
    return {"CFDocuments": shown}, {"X-Total-Count": str(total), "Link": _link_header(request, limit, offset, total)}


def _parse_number(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise CaseError(400, "invalid_selection_field", "limit and offset must be whole numbers.")
    return int(text)


def _sort_order(sort: str, direction: str) -> list[str]:
    if sort and sort not in SORT_FIELDS:
        raise CaseError(400, "invalid_sort_field", f"sort must be one of {', '.join(SORT_FIELDS)}.")
    if direction not in {"asc", "desc"}:
        raise CaseError(400, "invalid_sort_field", "orderBy must be asc or desc.")
    return [f"{'-' if direction == 'desc' else ''}{SORT_FIELDS[sort]}", "pk"] if sort else ["pk"]


def _select_fields(document: case_format.Fields, fields: str) -> case_format.Fields:
    if not fields:
        return document
    names = set(fields.split(","))
    known = {*document, "officialSourceURL", "description", "statusStartDate", "notes"}
    if names - known:
        raise CaseError(400, "invalid_selection_field", f"fields must be of {', '.join(sorted(known))}.")
    return {name: value for name, value in document.items() if name in names | case_format.REQUIRED_FIELDS}


def _link_header(request: HttpRequest, limit: int, offset: int, total: int) -> str:
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


def _parse_identifier(text: str) -> uuid.UUID:
    try:
        identifier = uuid.UUID(text)
    except ValueError:
        identifier = None
    if identifier is None or str(identifier) != text:
        raise CaseError(404, "invalid_uuid", "This is not an identifier. Write a UUID in small letters, with hyphens.")
    return identifier


def _unknown_object(what: str) -> CaseError:
    return CaseError(404, "unknownobject", f"There is no {what} with this identifier.")


@audience(EVERYONE)
@publish_json
def document(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    return case_format.case_document(_find_framework(identifier)), {}


def _find_framework(identifier: str) -> Framework:
    framework = Framework.objects.filter(uuid=_parse_identifier(identifier)).first()
    if framework is None:
        raise _unknown_object("framework")
    return framework


@audience(EVERYONE)
@publish_json
def item(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    return case_format.case_item(_find_item(_parse_identifier(identifier))), {}


def _find_item(identifier: uuid.UUID) -> Item:
    item = Item.objects.filter(uuid=identifier).select_related("framework", "parent").first()
    if item is None:
        raise _unknown_object("item")
    return item


@audience(EVERYONE)
@publish_json
def association(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """One association: a row of ours, or that an item is the child of another."""
    requested = _parse_identifier(identifier)
    associations = Association.objects.select_related("origin__framework", "destination")
    row = associations.filter(uuid=requested).first()
    if row is not None:
        return case_format.case_association(row), {}
    children = Item.objects.select_related("framework", "parent")
    child = children.filter(uuid=case_format.swap_identifier(requested)).first()
    if child is None:
        raise _unknown_object("association")
    return case_format.child_association(child), {}


@audience(EVERYONE)
@publish_json
def package(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """A whole edition: its document, its items and their associations."""
    framework = _find_framework(identifier)
    items = framework.items.current().select_related("framework", "parent").order_by("position")
    associations = Association.objects.filter(origin__framework=framework).for_display()
    return case_format.case_package(framework, items, associations), {}


@audience(EVERYONE)
@publish_json
def item_associations(request: HttpRequest, identifier: str) -> tuple[Any, dict[str, str]]:
    """An item with every association that begins or ends at it."""
    item_row = _find_item(_parse_identifier(identifier))
    children = item_row.children.current().select_related("framework", "parent").order_by("position")
    rows = [
        *Association.objects.filter(origin=item_row).for_display(),
        *Association.objects.filter(destination=item_row).for_display(),
    ]
    associations = [case_format.child_association_in_package(child) for child in (item_row, *children)]
    return {
        "CFItem": case_format.case_item(item_row),
        "CFAssociations": [*associations, *(case_format.association_in_package(row) for row in rows)],
    }, {}


@audience(EVERYONE)
@publish_json
def unknown_resource(request: HttpRequest, rest: str) -> tuple[Any, dict[str, str]]:
    """Other resources of the standard (subjects, rubrics, licences): we publish none."""
    raise CaseError(404, "unknownobject", "Nothing of this kind is published here.")
