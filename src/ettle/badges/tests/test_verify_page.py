"""The public page of a badge and the files it offers: what anyone sees, with no account."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ettle.badges import actions, limits
from ettle.badges.credential.pictures import baked_image
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.badges.views import holder_comparison
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def award() -> Award:
    return badge_factory.signed()


def page(client: Client, award: Award) -> str:
    response = client.get(reverse("badges:verified", args=[award.uuid]))
    assert response.status_code == 200
    return response.content.decode()


def submit(client: Client, content: bytes, name: str = "badge.json") -> str:
    response = client.post(reverse("badges:verify"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    return response.content.decode()


def refuse(client: Client, content: bytes) -> str:
    response = client.post(reverse("badges:verify"), {"text": content.decode()})
    assert response.status_code == 422
    return response.content.decode()


def test_a_good_badge_is_real_and_valid(award: Award, client: Client) -> None:
    text = page(client, award)

    assert "This badge is real and valid" in text
    assert "Isla Reid" in text
    assert "Rowan House" in text
    assert "What did you do?" in text


def test_a_hidden_name_is_not_shown(award: Award, client: Client) -> None:
    actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED)

    assert "Isla" not in page(client, award)


def test_the_page_of_a_replaced_badge_leads_to_the_newer_one_and_compares_nothing(award: Award, client: Client) -> None:
    newer = actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED)

    text = client.post(reverse("badges:verified", args=[award.uuid]), {"holder": "Isla Reid"}).content.decode()

    assert "This badge was replaced by a newer one" in text
    assert reverse("badges:verified", args=[newer.public_number]) in text
    assert "Isla" not in text
    assert "the badge has what you typed" not in text


def test_a_withdrawn_badge_says_so_at_once_everywhere(award: Award, client: Client) -> None:
    content = bytes(award.credential.document)
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=badge_factory.EARNED)

    assert "This badge was withdrawn" in page(client, award)
    assert "The account was copied" not in page(client, award)
    assert "This badge was withdrawn" in submit(client, content)


def test_an_award_that_waits_for_its_signature_says_so(client: Client) -> None:
    assert "We are making this badge" in page(client, badge_factory.awarded())


def test_an_unknown_badge_is_a_friendly_page_without_data(client: Client) -> None:
    response = client.get(reverse("badges:verified", args=[uuid.uuid4()]))

    assert response.status_code == 404
    assert "There is no badge at this address" in response.content.decode()


def test_the_page_makes_few_queries(award: Award, client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # the fixture's own type is private
        page(client, award)


def test_every_file_it_offers_is_the_same_badge(award: Award, client: Client) -> None:
    signed = bytes(award.credential.document)

    as_json = client.get(reverse("badges:credential_json", args=[award.uuid]))
    as_png = client.get(reverse("badges:credential_png", args=[award.uuid]))
    as_token = client.get(reverse("badges:credential_jwt", args=[award.uuid]))

    assert as_json.content == signed
    assert as_json.headers["Content-Type"] == "application/vc"
    assert as_json.headers["Access-Control-Allow-Origin"] == "*"
    assert baked_image.extract_credential(as_png.content) == signed.decode()
    assert as_token.content.decode() == award.credential.jwt
    for content in (as_json.content, as_png.content, as_token.content):
        assert "This badge is real and valid" in submit(client, content)


def test_a_copy_that_has_not_changed_is_not_sent_again(award: Award, client: Client) -> None:
    address = reverse("badges:credential_json", args=[award.uuid])
    etag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("changed", ["name", "validFrom", "id"])
def test_a_changed_badge_is_not_real(changed: str, award: Award, client: Client) -> None:
    document = json.loads(bytes(award.credential.document))
    document[changed] = "2020-01-01T00:00:00Z" if changed == "validFrom" else "https://example.org/other"

    assert "This badge is not real" in submit(client, json.dumps(document).encode())


def test_something_added_that_no_signature_covers_is_not_real(award: Award, client: Client) -> None:
    document = json.loads(bytes(award.credential.document))
    document["credentialSubject"]["grade"] = "with honours"

    assert "Something in this badge is not signed" in submit(client, json.dumps(document).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"{}",
        b"[1]",
        b'{"type": ["OpenBadgeCredential"]}',
        b"\x89PNG\r\n\x1a\nrubbish",
        b"\xff\xfe\x00",
        b"a.b.c",
    ],
)
def test_what_is_not_a_badge_is_explained_kindly(content: bytes, client: Client) -> None:
    response = client.post(reverse("badges:verify"), {"file": SimpleUploadedFile("x.json", content)})

    assert response.status_code == 422
    assert "not real" not in response.content.decode()


@pytest.mark.parametrize("broken", ["\\ud83d", "\\udc00", "a\\u0000"])
@pytest.mark.parametrize("name", ["type", "name", "id", "issuer"])
def test_a_badge_with_text_that_no_page_can_show_is_refused(
    award: Award, client: Client, broken: str, name: str
) -> None:
    for badge in ('{"NAME-": "BROKEN"}', '{"NAME": 1, "BROKEN": 2}'):
        sent = badge.replace("NAME", name).replace("BROKEN", broken)

        assert "cannot be read as JSON" in refuse(client, sent.encode())


def test_a_repeated_name_is_refused(award: Award, client: Client) -> None:
    content = bytes(award.credential.document).replace(
        b'"name": "Asking first"', b'"name": "Other", "name": "Asking first"', 1
    )

    assert "cannot be read as JSON" in refuse(client, content)


def test_a_badge_of_an_unknown_issuer_is_never_called_valid(award: Award, client: Client) -> None:
    content = bytes(award.credential.document).replace(award.issuer.identifier.encode(), b"did:web:elsewhere.example")

    text = submit(client, content)

    assert "We could not check this badge" in text
    assert "real and valid" not in text


def test_the_address_of_a_badge_may_be_pasted(award: Award, client: Client) -> None:
    response = client.post(reverse("badges:verify"), {"text": f"http://localhost:8000/verify/{award.uuid}/"})

    assert response.headers["Location"] == reverse("badges:verified", args=[award.uuid])


def test_a_text_that_is_no_badge_is_explained_at_its_field_and_stays_there(client: Client) -> None:
    text = refuse(client, b"my badge from the college")

    assert text.count("This is not a badge: paste the whole text of a badge") == 2  # in the summary and at the field
    assert "my badge from the college" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("isla@example.org", "Yes: the badge has what you typed."),
        (" Isla@Example.org ", "Yes: the badge has what you typed."),
        ("morag@example.org", "No: the badge has another email address or name"),
    ],
)
def test_whose_badge_it_is_can_be_compared_with_an_address(
    typed: str, words: str, award: Award, client: Client
) -> None:
    by_link = client.post(reverse("badges:verified", args=[award.uuid]), {"holder": typed})
    file = SimpleUploadedFile("badge.json", bytes(award.credential.document))
    by_file = client.post(reverse("badges:verify"), {"file": file, "holder": typed})

    for response in (by_link, by_file):
        assert words in response.content.decode()
        assert "This badge is real and valid" in response.content.decode()


def test_comparing_nothing_is_explained_at_the_field(award: Award, client: Client) -> None:
    response = client.post(reverse("badges:verified", args=[award.uuid]), {"holder": " "})

    assert response.status_code == 422
    assert "Type the email address or name that they gave you" in response.content.decode()


def test_a_list_of_addresses_cannot_be_tried(award: Award, client: Client) -> None:
    address = reverse("badges:verified", args=[award.uuid])
    for number in range(limits.HOLDER_CHECKS_OF_BADGE.most):
        assert client.post(address, {"holder": f"person{number}@example.org"}).status_code == 200

    from_elsewhere = client.post(address, {"holder": "isla@example.org"}, REMOTE_ADDR="203.0.113.9")

    assert from_elsewhere.status_code == 429
    assert "Many email addresses and names were compared with this badge in a day." in from_elsewhere.content.decode()
    assert "Yes: the badge has" not in from_elsewhere.content.decode()


def test_one_network_cannot_go_from_badge_to_badge(award: Award, client: Client, monkeypatch: Any) -> None:
    other = badge_factory.signed(cast.callum())
    monkeypatch.setattr(holder_comparison, "HOLDER_CHECKS_BY_NETWORK", replace(limits.HOLDER_CHECKS_BY_NETWORK, most=1))

    statuses = [
        client.post(reverse("badges:verified", args=[row.uuid]), {"holder": "isla@example.org"}).status_code
        for row in (award, other)
    ]

    assert statuses == [200, 429]


def test_an_empty_form_asks_for_a_badge(client: Client) -> None:
    response = client.post(reverse("badges:verify"), {})

    assert response.status_code == 422
    assert "Choose a file, or paste the text of a badge" in response.content.decode()


def test_keys_status_list_and_definition_are_served(award: Award, client: Client) -> None:
    keys = client.get(reverse("badges:issuer_keys", args=["rowan-house"])).json()
    status = json.loads(client.get(reverse("badges:status_list", args=[award.credential.status_list.uuid])).content)
    achievement = client.get(reverse("badges:achievement", args=[award.version.uuid])).json()
    document = json.loads(bytes(award.credential.document))

    assert document["proof"]["verificationMethod"] in keys["assertionMethod"]
    assert document["credentialStatus"]["statusListCredential"] == status["id"]
    assert document["credentialSubject"]["achievement"]["id"] == achievement["id"]
    assert client.get(reverse("badges:issuer", args=["rowan-house"])).status_code == 200
    assert client.get(reverse("badges:picture_svg", args=[award.version.uuid])).content.startswith(b"<svg")


def test_a_learner_of_no_organisation_gets_it_from_the_site(client: Client) -> None:
    award = badge_factory.awarded(cast.stranger())
    task_queue.run_due()

    assert "This badge is real and valid" in page(client, award)
    assert client.get("/.well-known/did.json").json()["id"] == award.issuer.identifier
