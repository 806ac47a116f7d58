"""Areas whose address changed or that were retired, and what readers marked in them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ettle.kit.refusal import Refused
from ettle.library import actions
from ettle.library.models import ReadMark, Retirement, SavedArea
from ettle.library.tests import sample_areas
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def rename_page(page: Any, slug: str) -> Any:
    page.slug = slug
    page.save_revision().publish()
    return page


def test_an_address_that_changed_leads_to_the_new_one(client: Client) -> None:
    page = rename_page(rename_page(sample_areas.area(), "hearing"), "attending")

    for former in ("listening", "hearing"):
        response = client.get(f"/areas/{former}/?role=manager")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/areas/{page.slug}/?role=manager"


def test_a_new_area_may_use_a_former_address(client: Client) -> None:
    rename_page(sample_areas.area(), "hearing")
    sample_areas.area(title="Another one")

    assert b"Another one" in client.get("/areas/listening/").content


def test_a_retired_area_says_so_and_links_to_its_successor(client: Client) -> None:
    page, other = sample_areas.area(), sample_areas.area(key="asking", title="Asking")

    actions.retire(page, successor=other, why="Asking says it better.", by=cast.dougal(), now=cast.NOW)
    response = client.get("/areas/listening/")

    assert response.status_code == 410
    words = response.content.decode()
    assert "Asking says it better." in words
    assert 'href="/areas/asking/"' in words
    assert b"Listening well" not in client.get("/").content
    assert b"No results for" in client.get("/search/?q=listening").content


def test_a_former_address_redirects_to_the_retired_area(client: Client) -> None:
    page = rename_page(sample_areas.area(), "hearing")
    actions.retire(page, successor=None, why="", by=cast.dougal(), now=cast.NOW)

    response = client.get("/areas/listening/", follow=True)

    assert response.redirect_chain == [("/areas/hearing/", 301)]
    assert response.status_code == 410


def test_an_area_cannot_succeed_itself_and_readers_cannot_retire() -> None:
    page = sample_areas.area()

    with pytest.raises(Refused, match="another area"):
        actions.retire(page, successor=page, why="", by=cast.dougal(), now=cast.NOW)
    with pytest.raises(Refused, match="may publish"):
        actions.retire(page, successor=None, why="", by=cast.isla(), now=cast.NOW)


def test_a_retired_area_can_be_restored(client: Client) -> None:
    page = sample_areas.area()
    actions.retire(page, successor=None, why="", by=cast.dougal(), now=cast.NOW)
    page.refresh_from_db()

    client.force_login(cast.dougal())
    client.post("/manage/areas/listening/bring-back/")

    assert client.get("/areas/listening/").status_code == 200
    assert not Retirement.objects.exists()


def test_marks_survive_with_the_title_and_revision_they_were_made_against(client: Client) -> None:
    page, other, isla = sample_areas.area(), sample_areas.area(key="asking", title="Asking"), cast.isla()
    first = page.live_revision_id
    actions.save_area(page, reader=isla, now=cast.NOW)
    actions.mark_read(page, reader=isla, now=cast.NOW)
    page.title = "Hearing people out"
    page.save_revision().publish()
    client.force_login(isla)

    changed = client.get("/me/reading/").content.decode()
    actions.retire(page, successor=other, why="", by=cast.dougal(), now=cast.NOW)
    retired = client.get("/me/reading/").content.decode()
    page.delete()
    deleted = client.get("/me/reading/").content.decode()

    assert ReadMark.objects.get().revision == SavedArea.objects.get().revision == first
    assert changed.count("Listening well") == 2
    assert "changed since; it is called ‘Hearing people out’ now" in changed
    assert "read Asking instead" in retired
    assert deleted.count("Listening well") == 2


def test_only_authors_retire_areas_and_faults_are_shown(client: Client) -> None:
    sample_areas.area()
    client.force_login(cast.isla())
    assert client.get("/manage/areas/retired/").status_code == 404

    client.force_login(cast.dougal())
    wrong = client.post("/manage/areas/retired/", {"area": "nothing", "successor": "listening"})
    same = client.post("/manage/areas/retired/", {"area": "listening", "successor": "listening"})
    done = client.post("/manage/areas/retired/", {"area": "listening", "why": "Old"}, follow=True)

    assert "Choose an area that is shown now" in wrong.content.decode()
    assert "Choose another area" in same.content.decode()
    assert b"Retired on" in done.content


def test_areas_to_retire_are_listed_with_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for place in range(12):
        sample_areas.area(key=f"a-{place}", title=f"A {place}")
    client.force_login(cast.dougal())
    client.get("/manage/areas/retired/")

    with django_assert_max_num_queries(5):
        words = client.get("/manage/areas/retired/").content.decode()

    assert words.count('<option value="a-3">A 3</option>') == 2


def test_my_reading_costs_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    isla = cast.isla()
    for place in range(12):
        page = sample_areas.area(key=f"a-{place}", title=f"A {place}")
        actions.save_area(page, reader=isla, now=cast.NOW)
        actions.save_place(page, reader=isla, place="reflect", now=cast.NOW)
    client.force_login(isla)
    client.get("/me/reading/")

    with django_assert_max_num_queries(10):
        words = client.get("/me/reading/").content.decode()

    assert 'href="/areas/a-3/#reflect"' in words
