"""What a holder can hand on: the preview of a link, a card for a web page, LinkedIn, and plain words beside it."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ettle.badges import actions
from ettle.badges.credential import identifiers
from ettle.badges.definition import share_links
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    return badge_factory.signed()


def public_page(award: Award) -> str:
    return Client().get(reverse("badges:verified", args=[award.public_number])).content.decode()


def read_preview(award: Award) -> dict[str, str]:
    page = html5lib.parse(public_page(award), namespaceHTMLElements=False)
    tags = ((meta.get("property") or meta.get("name"), meta.get("content")) for meta in page.iter("meta"))
    return {str(name): str(content) for name, content in tags if str(name).startswith(("og:", "twitter:"))}


def test_a_shared_link_has_a_preview_with_the_picture_and_whole_addresses(award: Award, client: Client) -> None:
    preview = read_preview(award)

    assert preview["og:title"] == "Isla Reid earned the Open Badge ‘Asking first’ from Rowan House"
    assert preview["og:description"] == "You asked before you helped."
    assert preview["og:url"] == identifiers.verify_page_url(award)
    assert preview["og:image"].startswith(f"{settings.PUBLIC_URL}/")
    picture = client.get(urlsplit(preview["og:image"]).path)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert preview["og:image:alt"] == award.version.picture_description
    assert preview["twitter:card"] == "summary"


def test_a_preview_names_no_holder_who_hid_their_name(award: Award) -> None:
    newer = actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED)

    assert read_preview(newer)["og:title"] == "The Open Badge ‘Asking first’ from Rowan House"
    assert read_preview(award) == {}  # the page of the one before leads to it
    assert "Isla" not in public_page(newer) + public_page(award)


def test_a_badge_that_is_not_valid_has_no_preview(award: Award) -> None:
    actions.revoke(award, reason="Copied.", by=cast.dougal(), now=badge_factory.EARNED)

    assert read_preview(award) == {}


def test_the_card_for_a_web_page_loads_nothing_and_links_to_the_check(award: Award) -> None:
    client = Client()
    client.force_login(cast.isla())
    shown = html5lib.parse(
        client.get(reverse("badges:earned", args=[award.uuid])).content.decode(), namespaceHTMLElements=False
    )
    (box,) = (box for box in shown.iter("textarea") if box.get("id") == "embed-card")

    card = html5lib.parse(str(box.text), namespaceHTMLElements=False)

    assert box.text == share_links.render_embed_card(award)
    (picture,) = card.iter("img")
    kind, _, content = str(picture.get("src")).partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<svg" in base64.b64decode(content)
    assert picture.get("alt") == award.version.picture_description
    assert [link.get("href") for link in card.iter("a")] == [identifiers.verify_page_url(award)]
    names = {element.tag for element in card.iter()}
    assert names <= {"html", "head", "body", "div", "img", "p", "strong", "br", "a"}
    assert "url(" not in str(box.text)
    assert "Isla" not in str(box.text)


def test_words_of_a_badge_are_text_in_the_card() -> None:
    version = badge_factory.version(name='Asking <script>alert("1")</script> & first')
    award = actions.award(learner=cast.isla(), version=version, by=None, now=badge_factory.EARNED)

    card = html5lib.parse(share_links.render_embed_card(award), namespaceHTMLElements=False)

    assert list(card.iter("script")) == []
    assert [strong.text for strong in card.iter("strong")] == ['Asking <script>alert("1")</script> & first']


@pytest.mark.parametrize(
    ("months", "ends"), [(None, {}), (12, {"expirationYear": ["2027"], "expirationMonth": ["10"]})]
)
def test_linkedin_is_given_its_documented_fields(months: int | None, ends: dict[str, list[str]]) -> None:
    version = badge_factory.version(valid_for_months=months)
    award = actions.award(learner=cast.isla(), version=version, by=None, now=badge_factory.EARNED)

    address = urlsplit(share_links.linkedin_url(award))

    assert (address.scheme, address.netloc, address.path) == ("https", "www.linkedin.com", "/profile/add")
    assert parse_qs(address.query) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Asking first"],
        "organizationName": ["Rowan House"],
        "issueYear": ["2026"],
        "issueMonth": ["10"],
        **ends,
        "certUrl": [identifiers.verify_page_url(award)],
        "certId": [str(award.uuid)],
    }


def test_the_pages_of_a_badge_say_in_plain_words_what_it_is_and_show_no_codes(award: Award) -> None:
    holder = Client()
    holder.force_login(cast.isla())
    own = holder.get(reverse("badges:earned", args=[award.uuid])).content.decode()
    definition = holder.get(reverse("badges:definition", args=["asking-first"])).content.decode()
    catalogue = holder.get(reverse("badges:catalogue")).content.decode()

    for page in (own, public_page(award)):
        assert "What is an Open Badge?" in page
        assert "It shows what someone has done for it: 3 criteria, reviewed by a person" in page
        assert "Employers, colleges and others decide that themselves." in page
    for page in (own, public_page(award), definition, catalogue):
        assert "ET-900" not in page
        assert "vis.2" not in page
    assert "Sharing it" in own
