"""The figures as a page in the OpenMetrics format. Loads prometheus-client, so import it only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

from ettle.kit.metrics.site_figures import Figure, list_figures


def answer_with_figures(now: datetime) -> HttpResponse:
    """Return what the processes of this machine counted, and the figures of the site. The counters exist already."""
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
        found: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for figure in list_figures(self._now):
            metric = found.get(figure.name) or found.setdefault(figure.name, _new_metric(figure))
            metric.add_metric([value for _, value in figure.labels], figure.value)
        yield from found.values()


def _new_metric(figure: Figure) -> CounterMetricFamily | GaugeMetricFamily:
    family = CounterMetricFamily if figure.only_grows else GaugeMetricFamily
    return family(figure.name, figure.about, labels=[name for name, _ in figure.labels])
