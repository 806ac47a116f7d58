"""The page that monitoring reads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import TOKEN_HOLDERS, audience
from ettle.kit.metrics.counters import has_metrics, process_counters
from ettle.kit.metrics.site_figures import Figure, list_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric


@audience(TOKEN_HOLDERS)
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever has the token of ETTLE_METRICS_TOKEN; without that setting there is no such page."""
    if not has_metrics():
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(
            "Send the token.\n", content_type="text/plain", status=401, headers={"WWW-Authenticate": "Bearer"}
        )
    return _answer(timezone.now())


def _answer(now: datetime) -> HttpResponse:
    process_counters()
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - only where figures are read
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - only where figures are read
    from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest  # noqa: PLC0415 - only where figures are read

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    registry.register(_SiteCollector(now))
    content: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


class _SiteCollector:
    """Hands the figures of the site to the library, which asks for them once for each answer."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        found: dict[str, Metric] = {}
        for figure in list_figures(self._now):
            metric = found.get(figure.name) or found.setdefault(figure.name, _new_metric(figure))
            metric.add_metric([value for _, value in figure.labels], figure.value)  # type: ignore[attr-defined]  # of both
        yield from found.values()


def _new_metric(figure: Figure) -> Metric:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 - only where figures are read

    family = CounterMetricFamily if figure.only_grows else GaugeMetricFamily
    return family(figure.name, figure.about, labels=[name for name, _ in figure.labels])
