"""A site on which no pack was loaded works on every page: no dead link, no tool that has nothing, no word of a pack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ettle.kit.pages import site_contents
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from tests.house.page_walk import PageWalk

pytestmark = pytest.mark.django_db
STARTS = ("/", "/more/", "/me/", "/evidence/", "/search/?q=help", "/statements/help/")
# The tools that need a pack, by the address that leads to each.
TOOLS = (
    "/me/self-assessment/", "/me/feedback/", "/me/cpl/", "/capabilities/", "/codes/", "/logic-model/", "/together/",
    "/badges/", "/activities/all/",
)  # fmt: skip
# Words of the starter pack and of its field, which belong to its texts alone.
WORDS_OF_THE_STARTER_PACK = ("social service", "SSSC", "care home", "Front-line", "Citizen leader", "Scottish")


@pytest.fixture(autouse=True)
def _empty_site(db: None) -> None:
    cast.forget_roles()


@pytest.mark.parametrize(
    "make_person", [lambda: None, cast.isla, cast.bashir, cast.freya, cast.stranger, cast.agnes, cast.dougal]
)
def test_every_link_leads_somewhere_and_to_something(make_person: Callable[[], User | None]) -> None:
    walked = PageWalk(make_person()).walk(*STARTS)

    assert walked.dead == {}
    assert len(walked.texts) > 8
    shown = {link.partition("?")[0] for links in walked.links.values() for link in links}
    assert shown & set(TOOLS) == set()
    said = {
        (word, address) for address, text in walked.texts.items() for word in WORDS_OF_THE_STARTER_PACK if word in text
    }
    assert said == set()


@pytest.mark.parametrize("address", TOOLS)
def test_a_page_without_content_says_so(address: str, client: CheckedClient) -> None:
    client.force_login(cast.isla())

    response = client.get(address, follow=True)

    assert response.status_code == 200
    assert not site_contents.has_page(address)
    assert 'class="empty"' in response.content.decode(), address


@pytest.mark.parametrize("slug", ["help", "accessibility", "privacy"])
def test_a_page_that_every_page_links_to_is_there(slug: str, client: CheckedClient) -> None:
    assert "have not written this page yet" in client.get(f"/statements/{slug}/").content.decode()
    client.force_login(cast.agnes())
    assert "Write it in the workshop" in client.get(f"/statements/{slug}/").content.decode()
    assert client.get("/statements/other/").status_code == 404


@pytest.mark.usefixtures("starter_pack")
def test_with_a_pack_its_tools_are_shown(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    shown = client.get("/more/").content.decode() + client.get("/me/").content.decode()

    assert [tool for tool in TOOLS if f'href="{tool}"' not in shown] == []
    assert site_contents.empty_pages() == ()
