"""The page that monitoring reads."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import TOKEN_HOLDERS, audience
from ettle.kit.metrics.counters import has_metrics, process_counters


@audience(TOKEN_HOLDERS)
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer anyone who has the token of ETTLE_METRICS_TOKEN; without that setting there is no such page."""
    if not has_metrics():
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(
            "Send the token.\n", content_type="text/plain", status=401, headers={"WWW-Authenticate": "Bearer"}
        )
    process_counters()
    from ettle.kit.metrics.exposition import answer_with_figures  # noqa: PLC0415 - after the counters have a folder

    return answer_with_figures(timezone.now())
