"""Authors comment on drafts of badges, frameworks and questionnaires as they do on stories (stories/tests)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.feedback.tests import factories as made_360
from ettle.journey.tests import factories
from ettle.kit.models import AuditLine
from ettle.people import actions as people
from ettle.people.tests import cast
from ettle.workshop.badges.models import BadgeComment, BadgeDraft
from ettle.workshop.badges.tests import test_badge_drafts as badges
from ettle.workshop.badges.tests.test_badge_drafts import publisher, writer  # noqa: F401 - fixtures
from ettle.workshop.drafts.models import SpecDraft
from ettle.workshop.instruments.models import InstrumentComment, InstrumentDraft
from ettle.workshop.instruments.tests import authoring
from ettle.workshop.models import FrameworkComment, FrameworkDraft
from ettle.workshop.tests.test_drafts import in_draft, item, live

pytestmark = pytest.mark.django_db
ROW = "item:vis"


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def comment(client: Client, draft: SpecDraft, said: str = "Say who.", *, part: str = "", field: str = "") -> Any:
    asked = urlencode({"part": part, "field": field})
    return client.post(f"{draft.get_comments_url()}?{asked}", {"words": said})


def resolve(client: Client, draft: SpecDraft, number: Any) -> Any:
    return client.post(f"{draft.get_comments_url()}{number}/resolve/")


def write_badge(client: Client) -> BadgeDraft:
    badges.write(client)
    client.post(badges.address("badge-add"), {"title": "Who answered"})
    return BadgeDraft.objects.get()


def write_framework() -> FrameworkDraft:
    in_draft(item("vis", "Far sight", kind="capability"))
    draft: FrameworkDraft = FrameworkDraft.objects.open().get()
    return draft


def write_instrument(client: Client) -> InstrumentDraft:
    made_360.publish_version()
    authoring.save(client, factories.INSTRUMENT, title="A longer look")
    return InstrumentDraft.objects.get()


@dataclass(frozen=True)
class Commented:
    """A draft with a place that takes comments. page: where they are shown. table: of the comments."""

    draft: SpecDraft
    place: dict[str, str]
    page: str
    table: Any


@pytest.fixture(params=["badge", "instrument", "framework"])
def commented(request: pytest.FixtureRequest) -> Commented:
    if request.param == "framework":  # the pack comes before people
        request.getfixturevalue("unaligned_pack")
        framework = write_framework()
        return Commented(framework, {"part": ROW}, framework.get_page_url(), FrameworkComment)
    client = request.getfixturevalue("writer")
    if request.param == "badge":
        badge = write_badge(client)
        return Commented(badge, {"part": "criterion-2", "field": "question"}, badge.get_page_url(), BadgeComment)
    draft = write_instrument(client)
    return Commented(draft, {"field": "title"}, f"/manage/instruments/{draft.pk}/draft/", InstrumentComment)


def test_a_comment_is_listed_until_it_is_resolved(
    commented: Commented,
    writer: Client,  # noqa: F811
    publisher: Client,  # noqa: F811
) -> None:
    draft, page = commented.draft, commented.page

    back = comment(publisher, draft, **commented.place)["Location"]

    found = commented.table.objects.get()
    assert back.partition("#")[0] in {page, f"{page}parts/criterion-2/"}
    listed = words(writer.get(page))
    assert listed.count("Say who.") == (1 if back.startswith(f"{page}parts/") else 2), "in the list, and at its place"
    assert "Agnes" in listed
    with CaptureQueriesContext(connection) as queries:
        writer.get(page)
    assert len(queries) <= 10
    assert resolve(writer, draft, found.uuid)["Location"] == f"{page}#comments"
    assert "Say who." not in words(writer.get(page))
    assert resolve(writer, draft, uuid4()).status_code == 404
    for act, by in (("commented on a draft", cast.agnes()), ("resolved a comment on a draft", cast.callum())):
        assert AuditLine.objects.filter(act=act, actor__person=by).count() == 1


def test_only_authors_comment_with_words_on_a_place_that_there_is_in_an_open_draft(
    commented: Commented,
    writer: Client,  # noqa: F811
) -> None:
    draft, place = commented.draft, commented.place

    assert comment(writer, draft, "  ", **place).status_code == 422
    assert "x" * 2_001 in comment(writer, draft, "x" * 2_001, **place).content.decode()
    for nowhere in ({"part": "nowhere"}, {"part": "criterion-9", "field": "question"}, {"field": "colour"}):
        assert comment(writer, draft, **nowhere).status_code == 404, nowhere
    for person in (cast.isla(), cast.morag()):
        stranger = Client()
        stranger.force_login(person)
        assert comment(stranger, draft, **place).status_code == 404
        assert stranger.get(commented.page).status_code == 404
    assert comment(Client(), draft, **place)["Location"].startswith("/account/sign-in/")
    draft.discard_changes(by=cast.agnes(), now=cast.NOW)
    assert comment(writer, draft, **place).status_code == 404
    assert not commented.table.objects.exists()


def test_an_authors_comments_are_in_their_download_and_go_with_their_account(
    commented: Commented,
    writer: Client,  # noqa: F811
) -> None:
    comment(writer, commented.draft, **commented.place)

    export = str(people.export_personal_data(cast.callum(), now=cast.NOW))
    people.leave(cast.callum(), now=cast.NOW)

    assert "Say who." in export
    assert not commented.table.objects.exists()


def test_commenting_on_a_field_of_a_badge_saves_it_first_and_goes_with_its_criterion(
    writer: Client,  # noqa: F811
) -> None:
    draft = write_badge(writer)
    saved = badges.save(writer, "criterion-2", question="Who?", comment="question")
    assert saved["Location"] == f"{draft.get_comments_url()}?part=criterion-2&field=question"
    comment(writer, draft, part="criterion-2", field="question")
    comment(writer, draft, "Too long", part="criterion-1", field="title")

    badges.save(writer, "criterion-2", position="1")

    assert "Say who." in words(writer.get(badges.address("badge-part", "criterion-1")))
    listed = words(writer.get(draft.get_page_url()))
    assert "Who answered, Question" in listed
    assert "What you asked, Title" in listed
    seen = badges.fields_of(writer, badges.address("badge-part", "criterion-1"))["as_it_was"]
    writer.post(badges.address("badge-remove", "criterion-1"), {"as_it_was": seen})
    listed = words(writer.get(draft.get_page_url()))
    assert "On something that was deleted" in listed
    assert "What you asked, Title" in listed
    found = BadgeComment.objects.get(words="Too long")
    assert found.part == "criterion-1"
    done = badges.save(writer, "criterion-1", title="Who you asked", resolve=str(found.uuid))
    assert done["Location"] == f"{badges.address('badge-part', 'criterion-1')}#id_title"
    assert BadgeComment.objects.filter(resolved_at=None).count() == 1


@pytest.mark.usefixtures("unaligned_pack")
def test_a_framework_takes_comments_on_the_whole_and_keeps_one_on_a_row_that_is_left_out(
    writer: Client,  # noqa: F811
) -> None:
    draft = write_framework()
    assert comment(writer, draft, "Is it time?")["Location"] == f"{draft.get_page_url()}#comments"
    comment(writer, draft, "Which sight?", part=ROW)
    live(item("vis", "Far sight", kind="capability"))

    listed = words(writer.get(draft.get_page_url()))

    assert "The whole draft" in listed
    assert "Which sight?" in listed
    assert "On something that was deleted" in listed
    assert "2 comments" in words(writer.get("/manage/frameworks/drafts/"))


def test_the_editor_of_a_questionnaire_shows_comments_at_their_fields(
    writer: Client,  # noqa: F811
) -> None:
    draft = write_instrument(writer)
    comment(writer, draft, "Shorter <b>please</b>", field="title")

    page = writer.get(authoring.SELF).content.decode()

    assert "Comment of <bdi>Callum Shaw</bdi>: <bdi>Shorter &lt;b&gt;please&lt;/b&gt;</bdi>" in page
    assert "1 comment" in words(writer.get("/manage/instruments/"))
