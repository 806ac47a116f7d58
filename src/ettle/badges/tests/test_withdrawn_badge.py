"""A withdrawn badge is not offered for sharing, to its holder or to others; what is out there says so."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from ettle.badges import actions
from ettle.badges.credential.pictures import baked_image
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
SHARING = ("linkedin.com", "badge-qr", "data-copy", "data-print", "?download", "badge-share")


@pytest.fixture
def award() -> Award:
    return badge_factory.signed()


def withdraw(award: Award) -> None:
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=badge_factory.EARNED)


def holder_page(award: Award) -> str:
    holder = Client()
    holder.force_login(award.learner)
    return holder.get(reverse("badges:earned", args=[award.uuid])).content.decode()


def public_page(award: Award) -> str:
    return Client().get(reverse("badges:verified", args=[award.uuid])).content.decode()


def test_its_holder_is_offered_no_sharing_but_can_object_and_hide_their_name(award: Award) -> None:
    assert [part for part in SHARING if part not in holder_page(award)] == []
    withdraw(award)

    page = holder_page(award)

    assert [part for part in SHARING if part in page] == []
    assert "The account was copied." in page
    assert "If you think that this is wrong, tell the people who run this site." in page
    assert "reads that it was withdrawn. They do not see the reason." in page
    assert "Hide my name" in page


def test_others_read_that_it_was_withdrawn_and_are_offered_no_files(award: Award) -> None:
    assert "badge-qr" in public_page(award)
    withdraw(award)

    page = public_page(award)

    assert "This badge was withdrawn on 12 October 2026" in page
    assert [part for part in SHARING if part in page] == []
    assert "The account was copied." not in page


def test_its_picture_says_so_and_still_has_the_credential_inside(award: Award, client: Client) -> None:
    address = reverse("badges:credential_png", args=[award.uuid])
    before = client.get(address)
    withdraw(award)

    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert baked_image.extract_credential(after.content) == bytes(award.credential.document).decode()
    colours = [middle_of(content) for content in (before.content, after.content)]
    assert colours[0] != colours[1]
    assert colours[1] == (140, 29, 24, 255)


def middle_of(picture: bytes) -> tuple[int, ...]:
    """The colour at the left of the middle: the field of a badge, or the band across that of a withdrawn one."""
    with Image.open(io.BytesIO(picture)) as opened:
        pixel = opened.convert("RGBA").getpixel((opened.width // 12, opened.height * 42 // 100))
    assert isinstance(pixel, tuple)
    return pixel
