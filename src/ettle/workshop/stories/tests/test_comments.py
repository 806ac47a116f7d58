"""Authors comment on a field of a story: beside it in its form, in a list on the draft, until someone resolves it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.kit.models import AuditLine
from ettle.people import actions as people
from ettle.people.tests import cast
from ettle.workshop.drafts.comments.actions import MOST_OPEN
from ettle.workshop.stories.models import StoryComment
from ettle.workshop.stories.tests.test_story_pages import (
    _model,  # noqa: F401 - the logic model that the story touches
    address,
    draft_content,
    fields_of,
    publish,
    save,
    send_text,
    words,
)

WHY = {"part": "the-phone", "field": "option-1-why"}


def comment_page(**asked: str) -> str:
    asked = WHY | asked
    return f"{address('story-comment')}?part={asked['part']}&field={asked['field']}"


def comment(client: Client, said: str = "Say who heard her.", **asked: str) -> Any:
    return client.post(comment_page(**asked), {"words": said})


def test_a_comment_stands_beside_its_field_and_in_the_list_until_it_is_resolved(
    writer: Client, publisher: Client
) -> None:
    draft = send_text(writer)
    place = address("story-place", "the-phone")

    opened = save(publisher, place, comment="option-1-why")
    assert opened["Location"] == comment_page()
    assert "Comment on: Option 2, Why" in words(publisher.get(opened["Location"]))
    assert comment(publisher)["Location"] == f"{place}#id_option-1-why"

    page = writer.get(place).content.decode()
    after = page.index("Say who heard her.")
    assert page.index('id="id_option-1-why"') < after < page.index('id="id_option-1-touches"')
    listed = words(writer.get(draft.get_page_url()))
    assert "1 comment" in listed
    assert "Three messages, Option 2, Why Agnes" in listed
    assert "1 comment" in words(writer.get("/manage/stories/"))

    found = StoryComment.objects.get()
    writer.post(address("story-comment-resolve", str(found.uuid)))

    assert "Say who heard her." not in writer.get(place).content.decode()
    assert 'id="comments"' not in writer.get(draft.get_page_url()).content.decode()
    assert "1 comment" not in words(writer.get("/manage/stories/"))
    for act, by in (("commented on a draft", cast.agnes()), ("resolved a comment on a draft", cast.callum())):
        assert AuditLine.objects.filter(act=act, actor__person=by).count() == 1


def test_commenting_and_resolving_save_what_was_typed(writer: Client) -> None:
    send_text(writer)
    place = address("story-place", "the-phone")
    comment(writer)
    found = StoryComment.objects.get()

    save(writer, place, title="Four messages", comment="title")
    assert draft_content().scenario.nodes[0].title == "Four messages"
    wrong = save(writer, place, resolve=str(found.uuid), **{"option-0-effects": "kindness +1"})
    assert wrong.status_code == 422
    assert "Say who heard her." in wrong.content.decode()
    assert StoryComment.objects.filter(resolved_at=None).exists()
    done = save(writer, place, title="Five messages", resolve=str(found.uuid))

    assert done["Location"] == f"{place}#id_option-1-why"
    assert draft_content().scenario.nodes[0].title == "Five messages"
    assert not StoryComment.objects.filter(resolved_at=None).exists()


def test_opening_a_comment_without_changes_makes_no_revision(writer: Client) -> None:
    draft = send_text(writer)
    before = draft.revisions.count()

    save(writer, address("story-place", "the-phone"), comment="title")

    assert draft.revisions.count() == before


def test_a_variant_and_the_story_itself_take_comments(writer: Client) -> None:
    draft = send_text(writer)
    writer.post(address("story-variant-add"), {"label": "Care home"})
    comment(writer, "Too long", part="head", field="opening")
    comment(writer, "Which homes?", part="variants/care-home", field="settings")
    comment(writer, "Who rings?", part="variants/care-home/the-phone", field="option-1-text")

    listed = words(writer.get(draft.get_page_url()))
    assert "The story, Opening" in listed
    assert "Care home, For these settings" in listed
    assert "Three messages, for Care home, Option 2, What the learner may do" in listed
    assert "Which homes?" in words(writer.get(address("story-variant", "care-home")))
    assert "Who rings?" in words(writer.get(address("story-variant-place", "care-home", "the-phone")))
    assert "Too long" in words(writer.get(address("story-head")))


def test_a_comment_on_what_was_deleted_can_still_be_read_and_resolved(writer: Client) -> None:
    draft = send_text(writer)
    comment(writer, "Shorter, please", part="the-talk", field="title")
    seen = fields_of(writer, address("story-place", "the-talk"))["as_it_was"]
    writer.post(address("story-remove", "the-talk"), {"as_it_was": seen})

    listed = words(writer.get(draft.get_page_url()))
    assert "On something that was deleted" in listed
    assert "Shorter, please" in listed
    writer.post(address("story-comment-resolve", str(StoryComment.objects.get().uuid)))
    assert "Shorter, please" not in words(writer.get(draft.get_page_url()))


def test_a_comment_needs_words_and_a_field_that_there_is(writer: Client) -> None:
    send_text(writer)

    empty = comment(writer, "  ")
    assert empty.status_code == 422
    assert "Write a comment" in words(empty)
    long = comment(writer, "x" * 2_001)
    assert long.status_code == 422
    assert "x" * 2_001 in long.content.decode()
    for asked in ({"part": "nowhere"}, {"field": "colour"}, {"part": "variants/none", "field": "label"}, {"part": ""}):
        assert writer.get(comment_page(**asked)).status_code == 404
    assert writer.post(address("story-comment-resolve", str(uuid4()))).status_code == 404
    assert not StoryComment.objects.exists()


def test_a_draft_has_only_so_many_open_comments(writer: Client) -> None:
    draft = send_text(writer)
    rows = [
        StoryComment(draft=draft, **WHY, words="Again", written_by=cast.callum(), written_at=cast.NOW)
        for _number in range(MOST_OPEN)
    ]
    StoryComment.objects.bulk_create(rows)

    refused = comment(writer)

    assert refused.status_code == 422
    assert "This draft has 200 comments" in words(refused)


def test_nobody_but_authors_comments_and_a_closed_draft_takes_none(publisher: Client) -> None:
    draft = send_text(publisher)
    comment(publisher)
    stranger, visitor = Client(), Client()
    stranger.force_login(cast.isla())
    resolve = address("story-comment-resolve", str(StoryComment.objects.get().uuid))

    assert stranger.get(comment_page()).status_code == 404
    assert stranger.post(resolve).status_code == 404
    assert visitor.get(comment_page())["Location"].startswith("/account/sign-in/")
    assert publish(publisher, draft).status_code == 302
    assert comment(publisher, "Too late").status_code == 404
    publisher.post(f"/manage/stories/open/{draft.subject}/")
    assert "Say who heard her." in words(publisher.get(draft.get_page_url())), "it is open in the next draft"
    assert StoryComment.objects.filter(resolved_at=None).count() == 1


def test_comments_cost_the_pages_one_query(writer: Client) -> None:
    draft = send_text(writer)
    for number in range(5):
        comment(writer, f"Comment {number}")

    for path in (draft.get_page_url(), address("story-place", "the-phone"), "/manage/stories/"):
        writer.get(path)
        with CaptureQueriesContext(connection) as queries:
            writer.get(path)
        assert len(queries) <= 10, path


def test_an_authors_comments_are_in_their_download_and_go_with_their_account(writer: Client) -> None:
    send_text(writer)
    comment(writer)

    assert "Say who heard her." in str(people.export_personal_data(cast.callum(), now=cast.NOW))
    people.leave(cast.callum(), now=cast.NOW)
    assert not StoryComment.objects.exists()
