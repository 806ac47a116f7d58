"""Authors write in /cms/, behind our own sign-in; no one else has access."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ettle.library.models import AreaPage, StatementPage
from ettle.library.tests import sample_areas
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_our_own_sign_in(client: Client) -> None:
    response = client.get("/cms/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_workshop_is_not_found_for_people_without_a_role_in_it(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.isla())

    for address in ("/cms/", f"/cms/pages/{page.pk}/edit/", "/cms/no-such-thing/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_an_author_comes_in_and_sees_the_area(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    assert client.get("/cms/").status_code == 200
    assert b"Listening well" in client.get(f"/cms/pages/{page.pk}/edit/").content


@pytest.mark.parametrize("address", ["/cms/password_reset/", "/cms/users/", "/cms/groups/"])
def test_people_and_passwords_are_not_managed_here(client: Client, address: str) -> None:
    client.force_login(cast.dougal())

    assert client.get(address).status_code == 404


def test_the_laxer_policy_stays_in_the_cms(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.agnes())

    policy = client.get("/cms/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy.split("; ")
    assert "unsafe-inline" not in client.get("/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/areas/listening/").headers["Content-Security-Policy"]


def test_an_author_edits_and_publishes(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, title="Listening better"))

    assert response.status_code == 302, response.context["form"].errors
    assert b"Listening better" in client.get("/areas/listening/").content


def test_an_author_hears_what_a_reader_would_stumble_over(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, alignments="codes-workers@1999:1.1"))

    assert b"There is no codes-workers@1999:1.1 here" in response.content
    assert AreaPage.objects.get().alignments == []


def test_a_preview_may_be_framed_by_the_cms_and_is_not_cached(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    client.post(f"/cms/pages/{page.pk}/edit/preview/", form_of(page, title="A draft being tried"))
    preview = client.get(f"/cms/pages/{page.pk}/edit/preview/")

    assert b"A draft being tried" in preview.content
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in preview.headers["Content-Security-Policy"]
    assert b"A draft being tried" not in client.get("/areas/listening/").content


def form_of(page: AreaPage | StatementPage, **changes: object) -> dict[str, object]:
    """The author's form as a browser would send it, with one heading and one text."""
    fields: dict[str, object] = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "minutes": 1,
        "position": 5,
        "roles": ["frontline"],
        "capabilities": [],
        "alignments": "",
        "badges": "",
        "reflection": "What now?",
        "reviewed_on": "2026-10-01",
        "references-count": "0",
        "tools-count": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "What it is",
        "comment_notifications": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "action-publish": "action-publish",
    }
    words = '{"blocks": [{"key": "a", "text": "Words", "type": "unstyled"}], "entityMap": {}}'
    fields |= {
        "try_this": words,
        "checks-count": "0",
        "setting_examples-count": "0",
        "role_texts-count": "1",
        "role_texts-0-deleted": "",
        "role_texts-0-order": "0",
        "role_texts-0-type": "role",
        "role_texts-0-id": "",
        "role_texts-0-value-role": "frontline",
        "role_texts-0-value-text": words,
    }
    return {**fields, **changes}
