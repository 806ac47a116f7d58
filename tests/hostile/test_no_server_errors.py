"""Whatever anyone of the cast posts to any form or address, the answer is never a server error.

`./ettle test` sends a sample, the same each time; `./ettle drill crawl` sends everything.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ettle.kit.operations import health_check
from ettle.people.tests import cast
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from tests.hostile.crawler import Crawler, list_routes
from tests.hostile.hostile_requests import Request, list_targets
from tests.hostile.populated_site import Visitor, build_site
from tests.hostile.sample import Sample

# What a drill sets: "K/N" sends the Kth of N parts of everything.
PART = os.environ.get("ETTLE_DRILL_CRAWL", "")
SEED = 1
SAMPLE_PAGES = 40  # that each visitor opens


@pytest.fixture(autouse=True)
def _prepare(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO = True
    monkeypatch.setattr(health_check, "find_problems", list)  # no worker runs beside a test
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_pack")
def test_nothing_that_is_sent_is_a_server_error(record_property: Callable[[str, object], None]) -> None:
    now = timezone.now()
    sample = Sample(SEED, PART)
    routes = [path for urlconf in (None, WORKSHOP_URLCONF) for path in list_routes(urlconf)]
    faults: dict[str, str] = {}
    count = forms = 0

    for visitor in sample.choose_visitors(build_site(now)):
        began = time.monotonic()
        crawler = Crawler(visitor, now.isoformat())
        crawler.walk(most=None if PART else SAMPLE_PAGES, seed=SEED)
        targets = list_targets(crawler.forms, crawler.pages, routes, crawler.documents)
        for request in sample.choose_requests(targets):
            crawler.send(request)
        faults |= {place: about for place, about in crawler.faults.items() if place not in faults}
        count, forms = count + crawler.sent, forms + len(crawler.forms)
        seconds = time.monotonic() - began
        print(f"{visitor.name}: {len(crawler.forms)} forms, {crawler.sent:,} requests, {seconds:,.0f} s", flush=True)

    for name, number in {"forms": forms, "requests": count, "server errors": len(faults)}.items():
        record_property(name, number)
    assert count > 200
    assert faults == {}, "\n".join(f"{place}\n    {about}" for place, about in faults.items())


@pytest.mark.django_db
def test_the_crawler_sees_a_server_error_and_undoes_what_a_request_did(monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = Crawler(Visitor("isla", cast.isla(), ()), timezone.now().isoformat())
    crawler.send(Request("POST", "/me/settings/leave/", {"confirm": ["on"]}))
    assert crawler.send(Request("GET", "/me/settings/")).status_code == 200
    assert crawler.faults == {}

    def break_down(*args: object, **options: object) -> None:
        raise KeyError("planted")

    monkeypatch.setattr("ettle.people.views.profile.run_form", break_down)
    crawler.send(Request("POST", "/me/settings/", {"name": ["Isla"]}))

    assert len(crawler.faults) == 1
    assert "/me/settings/: KeyError" in next(iter(crawler.faults))
