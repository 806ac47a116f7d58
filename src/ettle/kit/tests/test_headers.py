"""Headers of every page: what of the device it may use, and that the host is only ever visited over https."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from ettle.kit.http.middleware import JsonFormatter, RequestIdFilter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/healthz", "/not-there/", "/account/sign-in/", "/cms/"])
def test_no_page_may_use_the_microphone_or_the_camera(client: Client, path: str) -> None:
    policy = client.get(path)["Permissions-Policy"]

    assert "microphone=()" in policy
    assert "camera=()" in policy


@pytest.mark.parametrize(
    ("address", "subdomains", "expected"),
    [
        ("https://learn.example.org", "0", "31536000 False"),
        ("https://learn.example.org", "1", "31536000 True"),
        ("http://localhost:8000", "1", "0 True"),
    ],
)
def test_subdomains_are_only_held_to_https_when_asked(address: str, subdomains: str, expected: str) -> None:
    shown = "from ettle.config import settings as s; print(s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    environ = {"ETTLE_PUBLIC_URL": address, "ETTLE_HSTS_SUBDOMAINS": subdomains, "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", shown], env=environ, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == expected


def test_the_line_of_a_refused_request_has_its_id(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RequestIdFilter())
    with caplog.at_level(logging.WARNING, "django.request"):
        response = client.get("/not-there/")

    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert json.loads(JsonFormatter().format(record))["request"] == response["X-Request-Id"]


def test_an_error_in_the_log_has_its_type_and_place_and_none_of_its_words() -> None:
    try:
        int("what Isla wrote")
    except ValueError:
        record = logging.LogRecord("ettle", logging.ERROR, "", 0, "It failed", None, sys.exc_info())

    line = json.loads(JsonFormatter().format(record))

    assert line["error"] == "ValueError"
    assert line["where"].startswith(f"{__file__}:")
    assert "code" not in line
    assert "Isla" not in str(line)


def test_an_error_of_the_database_in_the_log_has_the_code_that_the_database_gives_it() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT words FROM isla_wrote")
    except DatabaseError:
        record = logging.LogRecord("ettle", logging.ERROR, "", 0, "It failed", None, sys.exc_info())

    line = json.loads(JsonFormatter().format(record))

    assert line["code"] == {"sqlite": "SQLITE_ERROR", "postgresql": "42P01"}[connection.vendor]
    assert "isla" not in str(line)
