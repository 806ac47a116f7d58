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
from ettle.kit.refusal import Refused
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


def test_its_holder_is_offered_no_sharing_but_can_object(award: Award) -> None:
    assert [part for part in SHARING if part not in holder_page(award)] == []
    withdraw(award)

    page = holder_page(award)

    assert [part for part in SHARING if part in page] == []
    assert "The account was copied." in page
    assert "If you think that this is wrong, tell the people who run this site." in page
    assert "reads that it was withdrawn. They do not see the reason." in page


def test_a_name_that_cannot_be_hidden_any_more_is_not_offered_to_be_hidden(award: Award) -> None:
    assert "Hide my name" in holder_page(award)
    actions.suspend(award, reason="We look into it.", by=cast.dougal(), now=badge_factory.EARNED)
    suspended = holder_page(award)
    withdraw(award)
    withdrawn = holder_page(award)

    assert "You can change this if the suspension is lifted." in suspended
    assert "it needs a new badge file, and we do not make one for a withdrawn badge." in withdrawn
    for page in (suspended, withdrawn):
        assert "In the badge and on its page, for anyone with the link or the file." in page
        assert [part for part in ("Hide my name", "If you hide it") if part in page] == []
    newest = Award.objects.with_related().get(pk=award.pk)
    assert newest.learner.name in public_page(newest)
    with pytest.raises(Refused):
        actions.hide_name(newest, by=newest.learner, now=badge_factory.EARNED)


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


def test_its_drawing_has_a_band_and_still_has_the_credential_inside(award: Award, client: Client) -> None:
    address = reverse("badges:credential_svg", args=[award.uuid])
    before = client.get(address).content.decode()
    withdraw(award)

    after = client.get(address).content.decode()

    assert (before.count("WITHDRAWN"), after.count("WITHDRAWN")) == (0, 1)
    assert bytes(award.credential.document).decode() in after


def test_the_picture_of_a_suspended_badge_says_so_until_it_is_lifted(award: Award, client: Client) -> None:
    address, png = (reverse(f"badges:credential_{kind}", args=[award.uuid]) for kind in ("svg", "png"))
    actions.suspend(award, reason="A report came.", by=cast.dougal(), now=badge_factory.EARNED)
    assert client.get(address).content.decode().count("SUSPENDED") == 1
    assert middle_of(client.get(png).content) == (140, 29, 24, 255)

    again = actions.lift(award, reason="Nothing was found.", by=cast.dougal(), now=badge_factory.EARNED)

    new = reverse("badges:credential_svg", args=[again.public_number])
    assert "SUSPENDED" not in client.get(new).content.decode()


def middle_of(picture: bytes) -> tuple[int, ...]:
    """The colour at the left of the middle: the field of a badge, or the band across that of a withdrawn one."""
    with Image.open(io.BytesIO(picture)) as opened:
        pixel = opened.convert("RGBA").getpixel((opened.width // 12, opened.height * 42 // 100))
    assert isinstance(pixel, tuple)
    return pixel
