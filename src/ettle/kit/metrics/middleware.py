"""Counts every request that reaches Django, by the name of its address: never by the address, which may be secret."""

from __future__ import annotations

from time import perf_counter

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from ettle.kit.http.middleware import GetResponse
from ettle.kit.metrics.counters import has_metrics, process_counters

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN = "none"  # no address of ours; a name that someone made up must not become a label


class RequestMetricsMiddleware:
    """Counts an answer and how long it took. Takes no part where no metrics are read."""

    def __init__(self, get_response: GetResponse) -> None:
        if not has_metrics():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        counters = process_counters()
        view = (request.resolver_match and request.resolver_match.view_name) or UNKNOWN
        method = request.method if request.method in METHODS else UNKNOWN
        counters.requests.labels(view=view, method=method, status=response.status_code).inc()
        counters.seconds.labels(room=view.partition(":")[0]).observe(perf_counter() - began)
        return response
