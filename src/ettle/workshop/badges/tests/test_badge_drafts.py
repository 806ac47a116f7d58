"""An author writes a badge without code: forms, problems at their field, the credential that would be signed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from ettle.activities import queries as activities
from ettle.badges.tests import badge_factory
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.workshop import actions as workshop
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.badges.models import BadgeDraft

pytestmark = pytest.mark.django_db
LIST = "/manage/badge-drafts/"
BadgeVersion = apps.get_model("badges", "BadgeVersion")
HEAD = {
    "summary": "You asked the night staff.",
    "why": "They know what the day staff do not.",
    "minutes": "45",
    "emblem": "house",
    "not_accepted": "A list of names.",
    "assessor_guidance": "Look for what was asked.",
    "alignments": "capabilities:vis.2",
    "order": "evidence",
}
CRITERION = {
    "question": "What did you ask?",
    "about_words": "50",
    "shows_met": "It says what you asked.",
    "not_yet_when": "It says that asking is good.",
    "met_example": "I asked who had slept badly, and I got the names of two radiators.",
    "not_yet_example": "Asking is very important.",
}


def author(person: Any, role: AuthorRole) -> Client:
    client = CheckedClient()
    client.force_login(workshop.name_author(email=person.email, part=role, by=cast.dougal(), now=cast.NOW))
    return client


@pytest.fixture
def writer() -> Client:
    return author(cast.callum(), AuthorRole.WRITER)


@pytest.fixture
def publisher() -> Client:
    return author(cast.agnes(), AuthorRole.PUBLISHER)


def address(name: str, *parts: str) -> str:
    return reverse(f"workshop:{name}", args=[BadgeDraft.objects.get().uuid, *parts])


def fields_of(client: Client, page: str) -> dict[str, Any]:
    """The fields of a page as a browser would send them."""
    form = client.get(page).context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def save(client: Client, part: str, **changes: str) -> Any:
    page = address("badge-part", part)
    return client.post(page, fields_of(client, page) | changes)


def begin(client: Client, number: str = "ET-701", name: str = "Asking at night") -> BadgeDraft:
    badge_factory.version()  # with the framework that it is aligned to
    assert client.post(LIST, {"number": number, "name": name}).status_code == 302
    return BadgeDraft.objects.get()


def write(client: Client) -> BadgeDraft:
    draft = begin(client)
    assert save(client, "head", **HEAD).status_code == 302
    assert client.post(address("badge-add"), {"title": "What you asked"}).status_code == 302
    assert save(client, "criterion-1", **CRITERION).status_code == 302
    return draft


def publish(client: Client, draft: BadgeDraft) -> Any:
    seen = BadgeDraft.objects.get(pk=draft.pk).latest_revision_id
    return client.post(draft.get_page_url(), {"act": "publish", "seen": seen})


def test_a_badge_is_written_with_forms_and_published(publisher: Client) -> None:
    draft = write(publisher)

    assert publish(publisher, draft).status_code == 302

    published = activities.find_badge("ET-701")
    assert published is not None
    assert (published.edition, published.spec.emblem, published.spec.minutes) == (1, "house", 45)
    assert published.spec.criteria[0].met_example == CRITERION["met_example"]
    assert publisher.get("/badges/asking-at-night/").status_code == 200


def test_only_authors_find_drafts_and_only_publishers_publish(writer: Client) -> None:
    draft = write(writer)
    pages = (LIST, draft.get_page_url(), address("badge-part", "head"), address("badge-preview"))

    assert publish(writer, draft).status_code == 422
    assert activities.find_badge("ET-701") is None
    for person in (cast.isla(), cast.morag()):
        stranger = Client()
        stranger.force_login(person)
        assert {stranger.get(page).status_code for page in pages} <= {403, 404}
    for page in pages:
        assert Client().get(page)["Location"] == f"/account/sign-in/?next={page}"


def test_what_is_missing_is_named_at_its_field_and_nothing_is_published(publisher: Client) -> None:
    draft = begin(publisher)

    page = publisher.get(draft.get_page_url()).content.decode()
    refused = publish(publisher, draft)

    assert "Write at least one criterion" in page
    assert f"{address('badge-part', 'head')}#id_summary" in page
    assert "To correct: Write the summary of the badge" in " ".join(
        publisher.get(address("badge-part", "head")).content.decode().split()
    ).replace("<strong>", "").replace("</strong>", "")
    assert refused.status_code == 422
    assert activities.find_badge("ET-701") is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("prerequisites", "the first one", "Write ‘the first one’ like this"),
        ("activities", "S8 Voice!", "Write ‘S8 Voice!’ like this"),
        ("minutes", "-3", "greater than or equal to 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(
    publisher: Client, field: str, typed: str, words: str
) -> None:
    begin(publisher)

    answer = save(publisher, "head", **HEAD | {field: typed, "summary": "Typed and not lost"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Typed and not lost" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("prerequisites", "ET-999", "There is no badge ET-999"),
        ("activities", "no-such-thing", "There is no published activity no-such-thing"),
        ("alignments", "capabilities:no.such", "no.such"),
    ],
)
def test_what_there_is_not_on_this_site_keeps_it_from_being_published(
    publisher: Client, field: str, typed: str, words: str
) -> None:
    draft = write(publisher)
    changes = {"order": "evidence-activity"} if field == "activities" else {}
    save(publisher, "head", **HEAD | changes | {field: typed})

    refused = publish(publisher, draft)

    assert refused.status_code == 422
    assert words in refused.content.decode()


def test_a_badge_that_could_not_be_signed_cannot_be_published(
    publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lint of every signing runs on the draft: here it finds a member that does not belong in a badge."""
    draft = write(publisher)
    build = import_string("ettle.badges.credential.badge_documents.build_credential")
    monkeypatch.setattr(
        "ettle.badges.credential.badge_documents.build_credential",
        lambda *arguments, **named: build(*arguments, **named) | {"issuanceDate": "2026-10-05"},
    )

    refused = publish(publisher, draft)

    assert refused.status_code == 422
    assert "issuanceDate does not belong in a badge" in refused.content.decode()
    assert "issuanceDate does not belong in a badge" in publisher.get(address("badge-preview")).content.decode()
    assert activities.find_badge("ET-701") is None


def test_the_preview_shows_the_credential_and_stores_nothing(writer: Client) -> None:
    write(writer)
    versions = BadgeVersion.objects.count()

    shown = writer.get(address("badge-preview"))

    document = json.loads(shown.context["shown"].credential)
    assert document["name"] == "Asking at night"
    assert document["credentialSubject"]["achievement"]["humanCode"] == "ET-701"
    assert [a["targetCode"] for a in document["credentialSubject"]["achievement"]["alignment"]] == ["vis.2"]
    assert (
        "1. What you asked: What did you ask?" in document["credentialSubject"]["achievement"]["criteria"]["narrative"]
    )
    assert "It can be signed" in shown.content.decode()
    assert BadgeVersion.objects.count() == versions
    signed = [apps.get_model("badges", name) for name in ("Award", "Credential", "Issuer", "StatusList")]
    assert not any(model.objects.exists() for model in signed)


def test_a_published_badge_is_changed_as_a_new_edition_and_the_old_one_stays(publisher: Client) -> None:
    draft = write(publisher)
    publish(publisher, draft)
    first = BadgeVersion.objects.get(badge__number="ET-701")

    assert publisher.post(f"{LIST}open/ET-701/").status_code == 302
    save(publisher, "head", summary="You asked, and waited.")
    assert publish(publisher, draft).status_code == 302

    first.refresh_from_db()
    assert first.summary == HEAD["summary"]
    assert list(BadgeVersion.objects.filter(badge=first.badge).values_list("edition", flat=True)) == [1, 2]
    assert publisher.post(f"{LIST}open/ET-404/").status_code == 404


def test_two_authors_change_different_parts_and_the_second_on_the_same_part_is_told(
    writer: Client, publisher: Client
) -> None:
    write(writer)
    page = address("badge-part", "head")
    theirs, mine = fields_of(publisher, page), fields_of(writer, page)
    save(writer, "criterion-1", hint="One evening is enough.")
    assert publisher.post(page, theirs | {"summary": "From a colleague"}).status_code == 302

    told = writer.post(page, mine | {"summary": "From the writer"})

    assert told.status_code == 422
    assert "From a colleague" in told.content.decode()
    assert "From the writer" in told.content.decode()
    assert BadgeDraft.objects.get().as_written().content.badge.summary == "From a colleague"
    assert BadgeDraft.objects.get().as_written().content.badge.criteria[0].hint == "One evening is enough."


def test_criteria_are_moved_and_deleted(writer: Client) -> None:
    write(writer)
    writer.post(address("badge-add"), {"title": "Who answered"})

    save(writer, "criterion-2", question="Who?", position="1")

    written = BadgeDraft.objects.get().as_written().content
    assert [criterion.title for criterion in written.badge.criteria] == ["Who answered", "What you asked"]
    page = address("badge-part", "criterion-1")
    writer.post(address("badge-remove", "criterion-1"), {"as_it_was": fields_of(writer, page)["as_it_was"]})
    written = BadgeDraft.objects.get().as_written().content
    assert [criterion.title for criterion in written.badge.criteria] == ["What you asked"]
    assert writer.get(address("badge-part", "criterion-2")).status_code == 404


def test_words_for_what_is_gone_come_back(writer: Client) -> None:
    write(writer)
    page = address("badge-part", "criterion-1")
    typed = fields_of(writer, page) | {"question": "What did they answer, in their own words?"}
    writer.post(address("badge-remove", "criterion-1"), {"as_it_was": typed["as_it_was"]})

    for reason in ("Someone has deleted this criterion.", "Someone has published or discarded this draft."):
        answer = writer.post(page, typed)

        assert answer.status_code == 409
        assert "What did they answer, in their own words?" in answer.content.decode()
        assert reason in answer.content.decode()
        writer.post(address("badge-discard"))


@pytest.mark.parametrize(("number", "words"), [("ET-900", "is taken"), ("seven", "Write letters, a hyphen and digits")])
def test_a_number_is_free_and_well_formed(writer: Client, number: str, words: str) -> None:
    badge_factory.version()

    answer = writer.post(LIST, {"number": number, "name": "Kept name"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kept name" in answer.content.decode()


def test_a_draft_is_discarded_after_a_question(writer: Client) -> None:
    write(writer)
    page = address("badge-discard")

    assert "Discard this draft?" in writer.get(page).content.decode()
    writer.post(page)

    assert not BadgeDraft.objects.open().exists()
    assert writer.get(address("badge-part", "head")).status_code == 404
