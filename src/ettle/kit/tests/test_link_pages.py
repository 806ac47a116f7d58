"""No log line has the address of a page that is a secret, and no other request carries it."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ettle.kit.http.address_table import list_addresses
from ettle.kit.http.audience import LINK_HOLDERS
from ettle.kit.http.link_pages import PREFIXES, LinkPageFilter, hide_links, is_link_page
from ettle.kit.http.middleware import JsonFormatter

LINKS = sorted({f"/{address.route}" for address in list_addresses() if address.audience is LINK_HOLDERS})
DEPLOY = settings.BASE_DIR / "docs" / "how-to" / "deploy.md"
KEY = "6a5d2c6e-0f3b-4b8e-9a55-0d3c2b7f1c11"


def fill(route: str) -> str:
    """Return an address of this form, as someone would open it."""
    return re.sub(r"<(\w+):\w+>", lambda part: {"uuid": KEY, "int": "3"}.get(part[1], "t" * 43), route)


def test_every_page_that_is_open_to_anyone_with_the_link_is_known_by_its_beginning() -> None:
    assert len(LINKS) > 10
    assert [route for route in LINKS if not is_link_page(route)] == []
    assert [prefix for prefix in PREFIXES if not any(route.startswith(prefix) for route in LINKS)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("route", LINKS)
def test_a_request_that_is_refused_is_not_in_the_log(
    client: Client, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(fill(route))
    client.post(fill(route) + "x")
    Client(enforce_csrf_checks=True).post(fill(route))

    assert caplog.records, "Django logs what it refuses"
    assert [record.getMessage() for record in caplog.records if LinkPageFilter().filter(record)] == []


@pytest.mark.parametrize("route", LINKS)
def test_an_error_is_logged_without_the_address(route: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (fill(route),), None
    )

    line = json.loads(JsonFormatter().format(record))

    assert LinkPageFilter().filter(record)
    assert line["message"].startswith("Internal Server Error: /")
    assert KEY not in str(line)
    assert "easy" not in str(line)
    assert "ttt" not in str(line)


def test_a_link_is_cut_out_wherever_it_stands() -> None:
    assert hide_links(f'Read "https://example.org/360/{KEY}/abc/easy/?from=check" now') == (
        'Read "https://example.org/360/…" now'
    )
    assert hide_links("/areas/vision/ and /account/") == "/areas/vision/ and /account/"


def test_the_filter_is_in_use() -> None:
    logging_settings: dict[str, Any] = settings.LOGGING
    assert "link_pages" in logging_settings["handlers"]["out"]["filters"]


@pytest.mark.django_db
def test_such_a_page_tells_no_other_request_its_address(client: Client) -> None:
    for route in LINKS:
        assert client.get(fill(route)).headers["Referrer-Policy"] == "strict-origin"
    assert client.get("/healthz").headers["Referrer-Policy"] == "same-origin"


def nginx_blocks() -> tuple[str, list[tuple[str, str]]]:
    """Return the documented proxy's configuration, and each of its locations with what is in it."""
    (sample,) = re.findall(r"```nginx\n(.*?)```", DEPLOY.read_text(), re.DOTALL)
    return sample, re.findall(r"location ((?:~ )?\S+) \{([^}]*)\}", sample)


@pytest.mark.parametrize("route", LINKS)
def test_the_documented_proxy_logs_no_such_page(route: str) -> None:
    _, locations = nginx_blocks()
    patterns = [(name.removeprefix("~ "), block) for name, block in locations if name.startswith("~ ")]

    (chosen,) = [block for pattern, block in patterns if re.search(pattern, fill(route))]

    assert "access_log off;" in chosen
    assert "error_log /dev/null emerg;" in chosen


def test_what_the_documented_proxy_refuses_is_left_out_by_the_same_rule() -> None:
    sample, locations = nginx_blocks()
    (mapped,) = re.findall(r"map \$uri \$ettle_is_logged \{\s+~(\S+) 0;\s+default 1;", sample)

    assert [f"~ {mapped}"] == [name for name, _ in locations if name.startswith("~ ")]
    assert "ettle if=$ettle_is_logged;" in sample


def test_the_documented_proxy_logs_no_query_and_no_page_that_led_here() -> None:
    sample, _ = nginx_blocks()
    (line,) = re.findall(r"log_format \w+ (.*?);", sample, re.DOTALL)

    assert "$uri" in line
    assert [
        name for name in ("$request ", "$request_uri", "$args", "$query_string", "$http_referer") if name in line
    ] == []
    assert re.search(r"error_log \S+ crit;", sample), "below crit, nginx writes the whole request into its error log"
    redirect = sample[sample.index("listen 80;") : sample.index("return 301")]
    assert "access_log off;" in redirect
