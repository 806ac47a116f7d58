"""Administrators say whose badges from elsewhere the site trusts, and nobody else does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.badges import actions
from ettle.badges.models import TrustedIssuer
from ettle.badges.tests import badge_factory, foreign_badges
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer, Question, Result, Verdict
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
PAGE = "badges:trusted_issuers"
COLLEGE = foreign_badges.did_of(foreign_badges.PRIVATE)
TYPED = {"identifier": COLLEGE, "name": "The college", "note": "Read to me on the phone."}


def check(**changes: Any) -> Verdict:
    badge = foreign_badges.sign(foreign_badges.unsigned(**changes))
    return verification.verify_content(json.dumps(badge).encode(), now=badge_factory.EARNED)


def test_an_administrator_adds_an_issuer_and_its_badges_are_of_a_known_one(client: Client) -> None:
    assert check().answer is Answer.ISSUER_UNKNOWN
    client.force_login(cast.dougal())

    response = client.post(reverse(PAGE), TYPED, follow=True)

    assert "This site trusts The college now" in response.content.decode()
    verdict = check()
    assert (verdict.result_of(Question.ISSUER), verdict.issuer_name) == (Result.YES, "The college")
    # It names no list of withdrawn badges, so that much is not known, and the answer says so.
    assert verdict.answer is Answer.STATUS_UNKNOWN
    assert check(validUntil="2026-02-01T00:00:00Z").answer is Answer.EXPIRED
    assert AuditLine.objects.filter(act="named an issuer that is trusted").count() == 1


def test_an_issuer_that_is_removed_is_unknown_again(client: Client) -> None:
    row = actions.trust_issuer(**TYPED, by=cast.dougal(), now=cast.NOW)
    client.force_login(cast.dougal())

    client.post(reverse("badges:remove_trusted_issuer", args=[row.pk]))

    assert check().answer is Answer.ISSUER_UNKNOWN
    assert AuditLine.objects.filter(act="removed an issuer that was trusted").count() == 1


@pytest.mark.parametrize("identifier", ["", "The college", "did:example:1", "http://a.example/", "did:web:a b"])
def test_what_is_no_id_is_explained_and_what_was_typed_stays(identifier: str, client: Client) -> None:
    client.force_login(cast.dougal())

    response = client.post(reverse(PAGE), {**TYPED, "identifier": identifier})

    assert response.status_code == 422
    assert "Read to me on the phone." in response.content.decode()
    assert not TrustedIssuer.objects.exists()


def test_an_issuer_is_named_once_and_our_own_never() -> None:
    award = badge_factory.signed()
    actions.trust_issuer(**TYPED, by=cast.dougal(), now=cast.NOW)

    for identifier, words in ((COLLEGE, "already, as The college"), (award.issuer.identifier, "one of this site")):
        with pytest.raises(Refused, match=words):
            actions.trust_issuer(**{**TYPED, "identifier": identifier}, by=cast.dougal(), now=cast.NOW)


@pytest.mark.parametrize("person", [cast.isla, cast.bashir, cast.morag, cast.stranger])
def test_nobody_else_finds_the_page_or_may_change_the_list(person: object, client: Client) -> None:
    someone = person()  # type: ignore[operator]  # one of the cast
    client.force_login(someone)

    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(PAGE), TYPED).status_code == 404
    with pytest.raises(Refused, match="Only an administrator"):
        actions.trust_issuer(**TYPED, by=someone, now=cast.NOW)


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse(PAGE))["Location"] == f"/account/sign-in/?next={reverse(PAGE)}"
