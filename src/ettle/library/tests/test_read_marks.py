"""Saving an area, saving a place, and marking as read."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ettle.library import actions, queries
from ettle.library.models import ReadMark, SavedArea
from ettle.library.tests import sample_areas
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_learner_saves_an_area_and_removes_it_again(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    client.post("/areas/listening/save/")
    client.post("/areas/listening/save/")
    assert [area.slug for area in queries.saved_areas(cast.isla())] == ["listening"]
    assert "Listening well" in client.get("/?saved=yes").content.decode()

    client.post("/areas/listening/unsave/")
    assert not SavedArea.objects.exists()


def test_reading_is_marked_by_the_reader_only(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    client.get("/areas/listening/")
    assert not ReadMark.objects.exists()

    response = client.post("/areas/listening/read/", follow=True)
    assert ReadMark.objects.get().read_at is not None
    assert b"You read this on" in response.content

    client.post("/areas/listening/unread/")
    assert not ReadMark.objects.exists()


def test_a_saved_place_is_offered_again(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    client.post("/areas/listening/keep-place/", {"place": "how-to-begin"})

    mark = queries.current_reading(cast.isla())
    assert mark is not None
    assert mark.place == "how-to-begin"
    assert b'href="#how-to-begin">Go on where you stopped' in client.get("/areas/listening/").content


def test_a_place_that_is_not_on_the_page_is_not_stored(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    client.post("/areas/listening/keep-place/", {"place": '"><script>'})

    assert ReadMark.objects.get().place == ""


def test_marks_are_shown_only_to_their_owner(client: Client) -> None:
    page = sample_areas.area()
    actions.mark_read(page, reader=cast.isla(), now=cast.NOW)
    client.force_login(cast.callum())

    assert b"You read this on" not in client.get("/areas/listening/").content
    assert queries.current_reading(cast.callum()) is None


def test_a_visitor_is_asked_to_sign_in_first(client: Client) -> None:
    sample_areas.area()

    response = client.post("/areas/listening/save/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_draft_cannot_be_marked(client: Client) -> None:
    sample_areas.draft()
    client.force_login(cast.isla())

    assert client.post("/areas/draft/read/").status_code == 404
