"""The description of the API (OpenAPI 3.1), made from what each view declares and from the models of its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.urls import URLPattern
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ettle.badges.api.problem_details import PROBLEM_TYPE
from ettle.badges.api.schemas import ProblemDetails

REFERENCE = "#/components/schemas/{model}"
PLACE = r"{\2}"
PARAMETER = re.compile(r"<(\w+):(\w+)>")
FORMATS: dict[str, dict[str, str]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
# Answers that every address may give.
PROBLEMS = {404: "There is nothing at this address.", 405: "Wrong method.", 429: "Too many requests: see Retry-After."}
View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Operation:
    """One way to call an address. answers: the content type and the model of each, or None for other content.

    refusals: statuses beside those of every address, each with its meaning. needs_holder: answered to a holder alone.
    """

    summary: str
    answers: Mapping[str, type[BaseModel] | None]
    method: str = "get"
    request: type[BaseModel] | None = None
    request_types: tuple[str, ...] = ()
    refusals: Mapping[int, str] = field(default_factory=dict)
    has_etag: bool = True
    needs_holder: bool = False


def operation(described: Operation) -> Callable[[View], View]:
    """Declare what a view of the API is for, for its description."""

    def mark(view: View) -> View:
        view.operation = described  # type: ignore[attr-defined]  # a function takes any attribute
        return view

    return mark


def list_operations(patterns: Iterable[object]) -> list[tuple[str, URLPattern, Operation]]:
    """Return every declared operation with its address, in the order of the addresses."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            described = getattr(pattern.callback, "operation", None)
            if described is not None:
                found.append((f"/{PARAMETER.sub(PLACE, str(pattern.pattern))}", pattern, described))
    return found


def describe_api(patterns: Iterable[object], *, title: str, address: str, version: str) -> dict[str, Any]:
    """Return the whole description. address: of the site, which all addresses are below."""
    operations = list_operations(patterns)
    models = {model for _, _, described in operations for model in _models_of(described)} | {ProblemDetails}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, definitions = models_json_schema([(model, "serialization") for model in ordered], ref_template=REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for path, pattern, described in operations:
        paths.setdefault(path, {})[described.method] = _describe_operation(path, pattern, described)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
    }


def _models_of(described: Operation) -> Iterable[type[BaseModel]]:
    yield from (model for model in (*described.answers.values(), described.request) if model is not None)


def _describe_operation(path: str, pattern: URLPattern, described: Operation) -> dict[str, Any]:
    name = f"{pattern.name}" if described.method == "get" else f"{described.method}_{pattern.name}"
    answer = {
        "description": described.summary,
        "content": {kind: _content(kind, model) for kind, model in described.answers.items()},
    }
    if described.has_etag:
        answer["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    found: dict[str, Any] = {
        "operationId": name,
        "summary": described.summary,
        "parameters": [_parameter(kind, name) for kind, name in PARAMETER.findall(str(pattern.pattern))],
        "responses": {"200": answer, **_refusals(described)},
    }
    if described.has_etag:
        found["responses"]["304"] = {"description": "What you have (If-None-Match) is still right."}
    if described.request is not None:
        types = {"application/json": {"schema": {"$ref": REFERENCE.format(model=described.request.__name__)}}}
        types |= {kind: {"schema": {"type": "string", "format": "binary"}} for kind in described.request_types}
        found["requestBody"] = {"required": True, "content": types}
    if described.needs_holder:
        found["security"] = [{"session": []}]
    return found


def _content(kind: str, model: type[BaseModel] | None) -> dict[str, Any]:
    if model is not None:
        return {"schema": {"$ref": REFERENCE.format(model=model.__name__)}}
    return {"schema": {"type": "object"} if kind.endswith("json") or kind == "application/vc" else {"type": "string"}}


def _parameter(kind: str, name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": FORMATS[kind]}


def _refusals(described: Operation) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": {"$ref": REFERENCE.format(model=ProblemDetails.__name__)}}}
    listed = {**PROBLEMS, **described.refusals}
    return {str(status): {"description": words, "content": content} for status, words in sorted(listed.items())}
