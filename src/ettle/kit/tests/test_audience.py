"""Who may open an address: nobody until the view says so, and nobody else than it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from ettle.kit.http import address_table, permissions
from ettle.kit.http.audience import (
    ADMINISTRATORS,
    AUTHORS,
    EVERYONE,
    LINK_HOLDERS,
    SECOND_FACTOR_AT,
    SIGNED_IN,
    Audience,
    AudienceMiddleware,
    audience,
)
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

pytestmark = pytest.mark.django_db


def visit(people: Audience, person: User | None, *, second_step: bool = True) -> str:
    """Return what happens to someone who opens an address of this audience."""

    @audience(people)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("here")

    request = RequestFactory().get("/somewhere/")
    request.user = person or AnonymousUser()
    request.session = {SECOND_FACTOR_AT: "2026-10-05"} if second_step else {}  # type: ignore[assignment]  # all it asks
    try:
        answer = AudienceMiddleware(view).process_view(request, view, (), {})
    except Http404:
        return "not found"
    if answer is None:
        return "opened"
    return "second step" if "/account/second-step/?next=%2Fsomewhere%2F" in answer.headers["Location"] else "sign in"


def test_an_address_opens_to_its_audience_and_to_nobody_else() -> None:
    people = {"visitor": None, "learner": cast.isla(), "author": cast.agnes(), "administrator": cast.dougal()}
    found = {
        each.people: {name: visit(each, person) for name, person in people.items()}
        for each in (EVERYONE, LINK_HOLDERS, SIGNED_IN, AUTHORS, ADMINISTRATORS)
    }

    def row(*answers: str) -> dict[str, str]:
        return dict(zip(people, answers, strict=True))

    assert found == {
        "everyone": row("opened", "opened", "opened", "opened"),
        "anyone with the link": row("opened", "opened", "opened", "opened"),
        "people who are signed in": row("sign in", "opened", "opened", "opened"),
        "authors and administrators": row("sign in", "not found", "opened", "opened"),
        "administrators": row("sign in", "not found", "not found", "opened"),
    }


def test_pages_with_more_than_ones_own_work_need_the_second_step() -> None:
    for people, person in ((AUTHORS, cast.agnes()), (ADMINISTRATORS, cast.dougal())):
        assert visit(people, person, second_step=False) == "second step"
    assert visit(SIGNED_IN, cast.dougal(), second_step=False) == "opened"
    assert visit(ADMINISTRATORS, cast.isla(), second_step=False) == "not found"


@pytest.mark.parametrize(("method", "back"), [("get", "%2Fsomewhere%2F%3Fpage%3D2"), ("post", "%2Fsomewhere%2F")])
def test_the_second_step_leads_back_to_the_page_and_to_no_form_that_was_sent(method: str, back: str) -> None:
    @audience(ADMINISTRATORS)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("here")

    request = getattr(RequestFactory(), method)("/somewhere/?page=2")
    request.user, request.session = cast.dougal(), {}

    answer = AudienceMiddleware(view).process_view(request, view, (), {})

    assert answer is not None
    assert answer.headers["Location"].endswith(f"?next={back}")


def test_a_view_that_names_no_audience_is_closed() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("here")

    request = RequestFactory().get("/somewhere/")
    request.user = cast.dougal()

    with pytest.raises(ImproperlyConfigured, match="/somewhere/ is closed"):
        AudienceMiddleware(view).process_view(request, view, (), {})


def test_an_action_of_administrators_refuses_everybody_else() -> None:
    permissions.refuse_non_administrators(cast.dougal())

    for person in (cast.agnes(), cast.isla()):
        with pytest.raises(Refused, match="Only an administrator"):
            permissions.refuse_non_administrators(person)


def test_the_table_of_addresses_names_each_with_its_audience() -> None:
    table = address_table.address_table()

    assert "| `/healthz` |" in table
    assert len(table.splitlines()) == 2 + len({(each.route, each.name) for each in address_table.list_addresses()})
