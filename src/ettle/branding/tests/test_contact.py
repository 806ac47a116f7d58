"""How to reach the people who run the site, at the foot of every page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ettle.branding.models import Brand
from ettle.branding.tests.test_brand import save
from ettle.kit.pages import brand
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_how_to_reach_the_operator_at_the_foot(client: Client) -> None:
    client.force_login(cast.dougal())
    assert "Questions?" not in client.get("/more/").content.decode()

    save(client, contact_email="help@example.org", contact_phone="+44 (0)131 496 0000")
    brand.clear_brand_cache()
    page = Client().get("/more/").content.decode()

    assert '<a href="mailto:help@example.org">help@example.org</a>' in page
    assert '<a href="tel:+4401314960000">+44 (0)131 496 0000</a>' in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("contact_email", "help at example", "like name@example.org"),
        ("contact_phone", "ring us", "Enter a phone number"),
        ("contact_phone", "12", "Enter a phone number"),
        ("contact_phone", "javascript:1234567", "Enter a phone number"),
    ],
)
def test_a_contact_that_nobody_can_use_is_refused_in_words(client: Client, field: str, typed: str, words: str) -> None:
    client.force_login(cast.dougal())

    answer = save(client, **{field: typed})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Brand.objects.exists()


def test_the_saved_contact_is_in_the_form_again(client: Client) -> None:
    client.force_login(cast.dougal())
    save(client, contact_email="help@example.org", contact_phone="0131 496 0000")

    assert 'value="0131 496 0000"' in client.get(reverse("branding:brand")).content.decode()
