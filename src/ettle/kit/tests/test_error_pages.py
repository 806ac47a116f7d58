"""When something goes wrong, people read what happened and what to do."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ettle.kit import views
from ettle.kit.checked_client import check


def test_a_fault_of_ours_needs_no_database() -> None:
    response = views.server_error(RequestFactory().get("/"))

    check(response, "500")
    assert response.status_code == 500
    assert b"What was saved before is still saved" in response.content


def test_too_much_at_once_is_told_from_what_cannot_be_read() -> None:
    request = RequestFactory().post("/")
    too_big = views.bad_request(request, RequestDataTooBig())
    odd = views.bad_request(request, SuspiciousOperation())

    assert (too_big.status_code, odd.status_code) == (413, 400)
    check(too_big, "413")
    check(odd, "400")


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
    check(response, "csrf")
    assert "Your form was not sent" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "429.html"])
def test_refusals_are_sound_pages(name: str, rf: RequestFactory) -> None:
    html = render_to_string(name, request=rf.get("/"))

    check(HttpResponse(html), name)
