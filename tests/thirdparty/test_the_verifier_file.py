"""The verifier file says of every badge what the server says, but for what only a server can know."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from ettle.badges.credential.pictures import baked_image
from ettle.badges.definition import badge_artwork, baked_pictures
from ettle.badges.models import Award, TrustedIssuer
from ettle.badges.tests import badge_factory, foreign_badges
from ettle.badges.verify import verification
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.verdicts import Verdict
from ettle.people.tests import cast
from tests.thirdparty.varied_badges import CHANGES, varied_badges
from tests.thirdparty.verifier_answers import FileAnswer, ask_file, make_file

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MOMENTS = [datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)]
# Changes of varied_badges after which the signature of any badge does not fit.
ALTERED = {
    "another name", "another day", "a later end", "another id", "another holder", "a narrative that was added",
    "another achievement", "no description", "another name of the issuer", "another signature", "a broken signature",
    "another time of signing",
}  # fmt: skip


def ask_server(content: bytes, now: datetime) -> Verdict | str:
    try:
        return verification.verify_content(content, now=now)
    except InvalidBadge as fault:
        return str(fault)


def test_the_file_says_what_the_server_says() -> None:
    documents = {name: json.dumps(badge).encode() for name, badge in varied_badges().items()}
    documents |= {"entangled": json.dumps(foreign_badges.entangled()).encode()}
    documents |= {"half a letter": documents["as it is"].replace(b"Team work", b"Team \\ud800work")}
    documents |= {"a name twice": documents["as it is"].replace(b'{"@context"', b'{"id": "urn:uuid:9", "@context"', 1)}
    documents |= {"no JSON": b'{"id": ', "no badge": b'{"id": "urn:uuid:9"}', "words": b"Is this a badge?"}

    answers = ask_file(make_file(NOW), documents, now=NOW)
    differences = {}
    for name, content in documents.items():
        server, file = ask_server(content, NOW), answers[name]
        if describe_server(server) != describe_file(file):
            differences[name] = (describe_server(server), describe_file(file))

    assert len(documents) >= 85
    assert differences == {}
    assert sum(answer.answer == "SIGNATURE_WRONG" for answer in answers.values()) >= 12


def describe_server(verdict: Verdict | str) -> Any:
    if isinstance(verdict, str):
        return "no badge"
    endorsements = [endorsement.verdict.answer.name for endorsement in verdict.endorsements]
    return verdict.answer.name, {check.question.name: check.result.name for check in verdict.checks}, endorsements


def describe_file(found: FileAnswer) -> Any:
    if found.fault:
        return "no badge"
    return found.answer, found.results, [endorsement["verdict"]["answer"] for endorsement in found.endorsements]


@pytest.fixture
def award(db: None) -> Iterator[Award]:
    """A signed badge of a site with an ordinary https address, whose issuer is therefore a did:web."""
    with override_settings(PUBLIC_URL="https://learn.example.org"):
        yield badge_factory.signed()


def test_our_badge_is_real_in_every_form_and_its_status_is_not_checked(award: Award) -> None:
    credential = award.credential
    documents = {
        "JSON": bytes(credential.document),
        "token": credential.jwt.encode(),
        "PNG": baked_pictures.bake_png(credential),
        "SVG": baked_pictures.bake_svg(credential),
        "another's": bytes(credential.document),
    }
    holders = {name: f" {award.learner.email.upper()} " for name in documents} | {"another's": "morag@example.org"}

    answers = ask_file(make_file(NOW), documents, now=NOW, holders=holders)

    for name, found in answers.items():
        assert found.answer == "STATUS_UNKNOWN", (name, found)
        assert found.why.startswith("Status not checked"), name
        unchecked = {question for question, result in found.results.items() if result != "YES"}
        assert unchecked == {"STATUS", "SUSPENSION"}, name
        assert found.issuer == award.issuer.name
        assert found.key.startswith(f"{award.issuer.identifier}#")
        assert "learn.example.org when this file was made" in found.reasons["ISSUER"]
        assert found.compared.startswith("No:" if name == "another's" else "Yes:"), name


def test_altered_copies_of_our_badge_are_not_real(award: Award) -> None:
    credential = award.credential
    document = json.loads(bytes(credential.document))
    head, body, signature = credential.jwt.split(".")
    altered: dict[str, bytes] = {
        name: json.dumps(foreign_badges.changed(document, change)).encode()
        for name, change in CHANGES.items()
        if name in ALTERED
    }
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"name": "Another badge"}
    other_body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    altered["a token"] = f"{head}.{other_body}.{signature}".encode()
    wrong_picture = baked_image.bake_credential(baked_pictures.bake_png(credential), altered["another name"].decode())
    altered["a picture"] = wrong_picture

    answers = ask_file(make_file(NOW), altered, now=NOW)

    assert len(altered) >= 12
    assert {name: found.answer for name, found in answers.items()} == dict.fromkeys(altered, "SIGNATURE_WRONG")


def test_a_damaged_picture_is_no_badge(award: Award) -> None:
    png, svg = baked_pictures.bake_png(award.credential), baked_pictures.bake_svg(award.credential)
    documents = {
        "cut": png[: len(png) // 2],
        "one byte": png.replace(b"openbadgecredential", b"openbadgecredentiaL"),
        "no badge": badge_artwork.draw_png(award.version.badge.number),
        "entities": svg.replace(b"<svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg', 1),
        "cut drawing": svg[: len(svg) // 2],
    }

    answers = ask_file(make_file(NOW), documents, now=NOW)

    for name, content in documents.items():
        assert isinstance(ask_server(content, NOW), str), name
        assert answers[name].fault, name


def test_what_the_file_cannot_know_it_says(award: Award) -> None:
    before = make_file(NOW)
    award.issuer.keys.update(retired_at=NOW)
    newer = badge_factory.signed(cast.callum())
    stranger = foreign_badges.sign(foreign_badges.unsigned())
    other_words = foreign_badges.changed(stranger, CHANGES["a context that is not known"])
    web = foreign_badges.changed(stranger, lambda badge: badge["issuer"].update(id="did:web:college.example"))
    documents = {
        "a newer key": bytes(newer.credential.document),
        "a stranger": json.dumps(stranger).encode(),
        "other words": json.dumps(other_words).encode(),
        "a site": json.dumps(web).encode(),
    }

    answers = ask_file(before, documents, now=NOW)
    after = ask_file(make_file(NOW), documents, now=NOW)

    assert answers["a newer key"].answer == "NOT_CHECKED"
    assert "The issuer may have made it later" in answers["a newer key"].reasons["KEY"]
    assert after["a newer key"].answer == "STATUS_UNKNOWN"
    assert answers["a stranger"].answer == "ISSUER_UNKNOWN"
    assert answers["a stranger"].why.startswith("The signature fits, but this file does not know whose key it is")
    assert answers["other words"].answer == "NOT_CHECKED"
    assert "not known here (‘https://a.example/words’)" in answers["other words"].why
    assert answers["a site"].answer == "NOT_CHECKED"
    assert answers["a site"].reasons["KEY"].endswith("this file fetches nothing.")


def test_a_trusted_issuer_and_a_key_that_is_not_safe(award: Award) -> None:
    TrustedIssuer.objects.create(identifier=foreign_badges.did_of(foreign_badges.PRIVATE), name="A college", since=NOW)
    award.issuer.keys.update(compromised_at=NOW - timedelta(days=1))
    endorsed = foreign_badges.unsigned(endorsement=[foreign_badges.endorsement()])
    documents = {
        "trusted": json.dumps(foreign_badges.sign(endorsed)).encode(),
        "unsafe": bytes(award.credential.document),
    }

    answers = ask_file(make_file(NOW), documents, now=NOW)

    assert (answers["trusted"].answer, answers["trusted"].issuer) == ("STATUS_UNKNOWN", "A college")
    assert [found["verdict"]["answer"] for found in answers["trusted"].endorsements] == ["ISSUER_UNKNOWN"]
    assert answers["unsafe"].answer == "KEY_UNSAFE"


def test_dates_are_compared_with_the_clock(award: Award) -> None:
    ends = foreign_badges.sign(foreign_badges.unsigned(validUntil="2027-01-01T00:00:00Z"))
    documents = {"ends": json.dumps(ends).encode()}
    file = make_file(NOW)

    answers = [ask_file(file, documents, now=moment)["ends"] for moment in MOMENTS]

    assert [found.answer for found in answers] == ["NOT_YET", "ISSUER_UNKNOWN", "EXPIRED"]
    assert answers[2].why == "It expired on 1 January 2027."


def test_the_file_has_nothing_that_could_ask_a_network(award: Award) -> None:
    file = make_file(NOW).content.decode()
    script = re.findall(r"<script>(.*)</script>", file, re.DOTALL)[0]

    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts\(|RTCPeer", script)
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b|\bsrc=", file.replace(script, ""))
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', file)[0].replace("&#x27;", "'")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'sha256-")
