"""Calls of the API by schemathesis: what its description says, and what it does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from django.test.client import ClientHandler
from hypothesis import strategies


@dataclass
class ApiCalls:
    """How many calls had which status, and the operations that were called."""

    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)


def call_api(*, examples: int, known: Mapping[str, list[str]], cookies: Mapping[str, str]) -> ApiCalls:
    """Call every operation this often and compare each answer with the description. Raises for one that differs.

    known: values of parameters for which there is something. cookies: of someone who is signed in.
    """
    import schemathesis  # not at the top, so that a run of other tests does not need it

    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", _make_application())
    calls = ApiCalls()
    for found in schema.get_all_operations():
        operation = found.ok()
        _call_operation(operation, examples, known, cookies, calls)
        calls.operations.add(operation.label)
    return calls


def _make_application() -> Callable[..., Any]:
    """The site as a server calls it. Django's handler for tests leaves the test's database connection open."""
    handler = ClientHandler(enforce_csrf_checks=True)

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        # Uncompressed: schemathesis compares the bytes as they come.
        response: Any = handler({**environ, "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "identity"})
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return [response.content]

    return application


def _call_operation(
    operation: Any, examples: int, known: Mapping[str, list[str]], cookies: Mapping[str, str], calls: ApiCalls
) -> None:
    # That every text which the description allows is taken: a text may be no badge, which the answer says.
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    @hypothesis.settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.given(case=operation.as_strategy(), data=strategies.data())
    def call(case: Any, data: strategies.DataObject) -> None:
        for name in case.path_parameters or {}:
            if name in known and data.draw(strategies.booleans()):
                case.path_parameters[name] = data.draw(strategies.sampled_from(known[name]))
        response = case.call(cookies=dict(cookies) if data.draw(strategies.booleans()) else None)
        calls.statuses[response.status_code] += 1
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    call()
