"""Signing out: the session ends, and the browser is asked to forget the pages it has stored."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import Session
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db

# ‘storage’ is left out: words that were not sent yet wait there for their person.
ONLY_THE_CACHE = '"cache"'


def test_signing_out_asks_the_browser_to_forget_pages_and_keep_unsent_words(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    response = client.post("/account/sign-out/")

    assert response.headers["Clear-Site-Data"] == ONLY_THE_CACHE
    assert not Session.objects.exclude(person=None).exists()


def test_signing_in_again_and_leaving_do_the_same(client: CheckedClient) -> None:
    for path, form in [("/me/settings/sign-in-again/", {}), ("/me/settings/leave/", {"sure": "on"})]:
        client.force_login(cast.isla())
        session = client.session
        session[SIGNED_IN_AT] = timezone.now().isoformat()
        session.save()

        response = client.post(path, form)

        assert response.headers["Clear-Site-Data"] == ONLY_THE_CACHE
        assert client.get("/account/session/").json() == {"person": ""}


def test_the_button_in_the_workshop_signs_out(client: CheckedClient) -> None:
    client.force_login(cast.agnes())

    response = client.post("/cms/logout/")
    assert (response.status_code, response.headers["Location"]) == (307, "/account/sign-out/")
    client.post(response.headers["Location"])

    assert client.get("/cms/").status_code == 302


def test_a_page_without_the_shell_has_a_way_out_too(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    page = client.post("/account/sign-out/", {"x": "y" * 3_000_000}).content.decode()

    assert 'href="/account/sign-out/"' in page
