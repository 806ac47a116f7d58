"""When something goes wrong, people read what happened and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ettle.kit import views
from ettle.kit.testing.client import check_page


def test_a_fault_of_ours_needs_no_database() -> None:
    response = views.server_error(RequestFactory().get("/"))

    check_page(response, "500")
    assert response.status_code == 500
    assert b"What was saved before is still saved" in response.content


def test_a_save_that_timed_out_asks_to_try_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The words in SQLite's own error decide, so it is SQLite that makes it."""

    def while_another_writes(request: object) -> None:
        first, second = (sqlite3.connect(tmp_path / "a.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
        first.execute("BEGIN IMMEDIATE")
        try:
            second.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error  # as Django does

    monkeypatch.setattr("ettle.kit.navigation.grouped_links", while_another_writes)
    client.raise_request_exception = False

    response = client.get("/more/")

    check_page(response, "503")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert b"it is still in your browser: try again" in response.content


def test_other_faults_of_the_database_are_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("ettle.kit.navigation.grouped_links", broken)
    client.raise_request_exception = False

    assert client.get("/more/").status_code == 500


def test_a_request_that_is_too_large_differs_from_one_that_cannot_be_read() -> None:
    request = RequestFactory().post("/")
    too_big = views.bad_request(request, RequestDataTooBig())
    odd = views.bad_request(request, SuspiciousOperation())

    assert (too_big.status_code, odd.status_code) == (413, 400)
    check_page(too_big, "413")
    check_page(odd, "400")


@pytest.mark.django_db
def test_a_page_that_is_not_there_leads_back(client: Client) -> None:
    response = client.get("/brand/0123456789abcdef.css")

    assert response.status_code == 404
    assert "We cannot find this page" in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_changes_nothing_and_says_so() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/more/")

    assert response.status_code == 403
    check_page(response, "csrf")
    assert "Your form was not sent" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html"])
def test_refusals_are_sound_pages(name: str, rf: RequestFactory) -> None:
    html = render_to_string(name, request=rf.get("/"))

    check_page(HttpResponse(html), name)
