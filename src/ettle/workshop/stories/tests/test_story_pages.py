"""An author writes a story without code: forms, a map, problems at their place, a preview, and a new edition."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.activities import actions as activities
from ettle.activities.queries import newest_edition
from ettle.activities.types.specs import RequiredActivity
from ettle.activities.types.stories import read_outline
from ettle.kit.models import AuditLine
from ettle.people.tests import cast
from ettle.workshop.stories import actions
from ettle.workshop.stories.models import StoryDraft

GUIDE = Path(settings.BASE_DIR) / "docs" / "how-to" / "write-a-story.md"
EXAMPLE = GUIDE.read_text().split("```text\n")[1].split("```")[0]
LIST = "/manage/stories/"


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def address(name: str, *parts: str) -> str:
    return reverse(f"workshop:{name}", args=[StoryDraft.objects.get().uuid, *parts])


def send_text(client: Client, text: str = EXAMPLE) -> StoryDraft:
    assert client.post(f"{LIST}text/", {"text": text}).status_code == 302
    return StoryDraft.objects.get()


def fields_of(client: Client, page: str) -> dict[str, Any]:
    """The fields of a page as a browser would send them."""
    form = client.get(page).context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "", [])}


def save(client: Client, page: str, **changes: Any) -> Any:
    return client.post(
        page, fields_of(client, page) | {name.replace("__", "-"): text for name, text in changes.items()}
    )


def publish(client: Client, draft: StoryDraft) -> Any:
    seen = StoryDraft.objects.get(pk=draft.pk).latest_revision_id
    return client.post(draft.get_page_url(), {"act": "publish", "seen": seen})


@pytest.fixture(autouse=True)
def _model(db: None) -> None:
    LogicNode = apps.get_model("framework", "LogicNode")
    LogicNode.objects.get_or_create(
        key="D8", defaults={"column": "do", "position": 1, "title": "Planning", "changed_at": cast.NOW}
    )


def test_only_authors_find_stories_and_only_publishers_publish(writer: Client, publisher: Client) -> None:
    draft = send_text(writer)
    stranger, visitor = Client(), Client()
    stranger.force_login(cast.isla())

    refused = publish(writer, draft)

    assert refused.status_code == 422
    assert newest_edition(draft.subject) == 0
    for page in (LIST, draft.get_page_url(), address("story-place", "the-phone"), address("story-preview")):
        assert stranger.get(page).status_code == 404
        assert visitor.get(page)["Location"].startswith("/account/sign-in/")
    assert publish(publisher, draft).status_code == 302
    assert newest_edition(draft.subject) == 1
    assert AuditLine.objects.filter(act="published an activity", actor__person=cast.agnes()).exists()


def test_a_story_is_begun_and_written_in_forms(writer: Client) -> None:
    writer.post(LIST, {"title": "The missed call"})
    draft = StoryDraft.objects.get()
    assert (draft.subject, draft.title) == ("the-missed-call", "The missed call")
    writer.post(address("story-add"), {"title": "Three messages", "kind": "place"})
    writer.post(address("story-add"), {"title": "It holds", "kind": "ending"})
    save(writer, address("story-head"), variables="trust: How far (-3 to 3)", opening="It is ten.", minutes="5")

    saved = save(
        writer,
        address("story-place", "three-messages"),
        question="What now?",
        **{"option-0-text": "Ring her", "option-0-was": "leadership", "option-0-touches": "D8"},
        **{"option-0-effects": "trust +2", "option-0-leads_to": "it-holds", "option-0-position": "2"},
        **{"option-1-text": "Look it up", "option-1-routes": "it-holds if trust >= 1", "option-1-position": "1"},
    )

    assert saved.status_code == 302
    scenario = draft_content().scenario
    first, second = scenario.nodes[0].options
    assert (first.text, first.key, first.routes[0].when[0].at_least) == ("Look it up", "look-it-up", 1)
    assert (second.text, second.was, second.routes[0].to, second.effects[0].by) == (
        "Ring her",
        "leadership",
        "it-holds",
        2,
    )
    assert (scenario.start, scenario.variables[0].highest) == ("three-messages", 3)
    assert [node.key for node in scenario.model_nodes] == ["D8"]


def draft_content() -> Any:
    draft = StoryDraft.objects.select_related("latest_revision").get()
    return draft.as_written().content


def test_problems_are_shown_at_the_place_and_field_they_concern(publisher: Client) -> None:
    broken = EXAMPLE.replace("  why: What happened comes first. It takes two minutes.\n", "").replace(
        "  (trust +2)\n  -> the-talk", "  (trust +2)\n  -> nowhere"
    )
    draft = send_text(publisher, broken + "- stray\n")

    page = publisher.get(draft.get_page_url())

    content = page.content.decode()
    phone = address("story-place", "the-phone")
    assert f'href="{phone}#id_option-0-why"' in content
    assert f'href="{phone}#id_option-1-leads_to"' in content
    assert "There is no place or ending ‘nowhere’" in words(page)
    assert re.search(r"Line \d+ - stray Only sentences belong here", words(page))
    assert "Publish it now" not in words(page)
    assert publish(publisher, draft).status_code == 422
    form = publisher.get(phone).context["form"]
    assert "Write something here" in str(form.fields["option-0-why"].help_text)
    assert "Write something here" not in str(form.fields["option-1-why"].help_text)


def test_a_field_that_cannot_be_read_keeps_what_was_typed(writer: Client) -> None:
    send_text(writer)

    page = save(
        writer,
        address("story-place", "the-phone"),
        title="Four messages",
        **{"option-0-effects": "kindness +1", "option-1-routes": "settled if trust >= 3\nthe-talk if trust is high"},
    )

    assert page.status_code == 422
    assert "There is no variable kindness" in words(page)
    assert "Line 2: Write a condition such as trust >= 2" in words(page)
    assert 'value="Four messages"' in page.content.decode()
    assert draft_content().scenario.nodes[0].title == "Three messages"


def test_two_authors_who_change_the_same_place_lose_nothing(writer: Client, publisher: Client) -> None:
    send_text(writer)
    page = address("story-place", "the-phone")
    opened, other = fields_of(writer, page), fields_of(writer, address("story-place", "the-talk"))
    save(publisher, page, title="Five messages")

    refused = writer.post(page, opened | {"title": "Six messages"})
    elsewhere = writer.post(address("story-place", "the-talk"), other | {"title": "What to offer"})

    assert refused.status_code == 422
    assert "## the-phone: Five messages" in words(refused)
    assert 'value="Six messages"' in refused.content.decode()
    assert elsewhere.status_code == 302
    assert [node.title for node in draft_content().scenario.nodes] == ["Five messages", "What to offer"]
    again = writer.post(
        page, opened | {"title": "Six messages", "as_it_was": refused.context["form"]["as_it_was"].value()}
    )
    assert again.status_code == 302
    assert draft_content().scenario.nodes[0].title == "Six messages"


def test_the_map_names_what_is_never_reached_and_what_never_ends(writer: Client) -> None:
    looped = EXAMPLE.replace("## ending settled", "## alone: Alone\n\n- Wait\n\n  -> alone\n\n## ending settled")
    draft = send_text(writer, looped)

    page = writer.get(draft.get_page_url())

    assert "Alone To correct No choices lead here A path comes back here, so it may never end" in words(page).replace(
        " place ", " "
    )
    assert page.content.decode().count('<a href="' + address("story-place", "alone") + '"') == 3  # drawing, list, arrow
    assert writer.get(address("story-place", "alone")).context["whole"] == []


def test_a_preview_plays_from_any_place_with_any_values_and_stores_nothing(writer: Client) -> None:
    send_text(writer)
    start = {"at": "the-talk", "v-trust": "-9"}

    with CaptureQueriesContext(connection) as queries:
        begun = writer.get(address("story-preview"), start)
        strong = writer.get(address("story-preview"), {"at": "the-talk", "v-trust": "2"})
        ended = writer.get(address("story-preview"), start | {"choose": "agree-who-tells-her-when"})

    assert "Her voice is calm" not in words(begun)
    assert "Her voice is calm" in words(strong)
    assert 'name="v-trust" value="-3"' in begun.content.decode()
    assert "You chose: Agree who tells her" in words(ended)
    assert "Better than this morning" in words(ended)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in written if "session" not in sql]


def test_a_new_edition_leaves_an_attempt_on_the_first_one_alone(publisher: Client) -> None:
    draft = send_text(publisher)
    publish(publisher, draft)
    badge = apps.get_model("badges", "Badge").objects.create(number="ET-101", slug="et-101")
    version = apps.get_model("badges", "BadgeVersion").objects.create(
        badge=badge, edition=1, name="A badge", summary="A", why="B", minutes=9, order="evidence-activity",
        content_hash="0" * 64, published_at=cast.NOW,
    )  # fmt: skip
    activities.require(version, [[RequiredActivity(key=draft.subject)]], by=None, now=cast.NOW)
    learner = cast.isla()
    invited = activities.invite(learner=learner, version=version, by=cast.bashir(), now=cast.NOW)
    playing = Client()
    playing.force_login(learner)
    step = playing.post(reverse("activities:play", args=[invited.uuid, 1]))["Location"]

    opened = publisher.post(f"{LIST}open/{draft.subject}/")
    save(publisher, address("story-place", "the-phone"), title="Nine messages")
    publish(publisher, draft)

    assert opened["Location"] == draft.get_page_url()
    assert newest_edition(draft.subject) == 2
    assert "Three messages" in words(playing.get(step))


def test_a_newer_edition_from_elsewhere_is_never_overwritten_unseen(publisher: Client) -> None:
    draft = send_text(publisher)
    publish(publisher, draft)
    publisher.post(f"{LIST}open/{draft.subject}/")
    save(publisher, address("story-place", "the-phone"), title="Nine messages")
    newer = read_outline(EXAMPLE.replace("Three messages", "From a pack")).story.replace(key=draft.subject)
    activities.publish(newer, by=None, now=cast.NOW)

    refused = publish(publisher, draft)

    assert refused.status_code == 422
    assert "Edition 2 was published since" in words(refused)
    seen = StoryDraft.objects.get().latest_revision_id
    publisher.post(address("story-settle"), {"act": "edition", "seen": seen})
    assert publish(publisher, draft).status_code == 302
    assert newest_edition(draft.subject) == 3


def test_a_draft_goes_out_and_comes_back_as_text(writer: Client) -> None:
    draft = send_text(writer, EXAMPLE + "\n- stray")
    before = draft_content().scenario
    text = writer.get(address("story-outline")).content.decode()
    seen = {"seen": StoryDraft.objects.get().latest_revision_id}

    assert writer.post(address("story-settle"), {"act": "lines", **seen}).status_code == 302
    stale = writer.post(address("story-replace"), {"text": text, **seen})
    seen = {"seen": StoryDraft.objects.get().latest_revision_id}
    assert writer.post(address("story-replace"), {"text": text, **seen}).status_code == 302

    assert stale.status_code == 422
    assert draft_content().scenario == before
    again = writer.post(f"{LIST}text/", {"text": text})
    assert again.status_code == 422
    assert f"A draft of {draft.subject} is open" in words(again)


def test_a_draft_is_sent_for_review_and_sent_back_with_a_comment(writer: Client, publisher: Client) -> None:
    draft = send_text(writer)
    seen = {"seen": draft.latest_revision_id}

    assert writer.post(draft.get_page_url(), {"act": "ask", "ask-note": "Is it kind?", **seen}).status_code == 302
    assert "Is it kind?" in words(publisher.get(draft.get_page_url()))
    back = {"act": "send-back", "send-back-note": "Name the daughter.", **seen}
    assert publisher.post(draft.get_page_url(), back).status_code == 302

    assert "Name the daughter." in words(writer.get(draft.get_page_url()))


def test_the_history_compares_what_a_draft_has_said_line_by_line(publisher: Client) -> None:
    draft = send_text(publisher)
    save(publisher, address("story-place", "the-phone"), title="Nine <b>messages")
    first, second = draft.revisions.order_by("pk")

    page = publisher.get(f"/cms/story-drafts/history/{draft.pk}/revisions/compare/{first.pk}...{second.pk}/")

    assert "<del>## the-phone: Three messages</del>" in page.content.decode()
    assert "<ins>## the-phone: Nine &lt;b&gt;messages</ins>" in page.content.decode()
    assert "Nine &lt;b&gt;messages</text>" in publisher.get(draft.get_page_url()).content.decode()


def test_the_example_is_a_draft_that_can_be_published_as_it_is(publisher: Client) -> None:
    begun = publisher.post(LIST, {"begin": "example"})
    draft = StoryDraft.objects.get()

    assert begun["Location"] == draft.get_page_url()
    assert publish(publisher, draft).status_code == 302
    assert newest_edition(draft.subject) == 1
    publisher.post(LIST, {"begin": "example"})
    assert StoryDraft.objects.count() == 2, "a second one has a name of its own"


def test_the_example_is_that_of_the_guide() -> None:
    assert actions.EXAMPLE.read_text() == EXAMPLE


def test_what_a_story_needs_is_said_before_it_is_written(writer: Client) -> None:
    assert "Two decisions in a row need three endings" in words(writer.get(LIST))
    writer.post(LIST, {"title": "The missed call"})
    page = words(writer.get(StoryDraft.objects.get().get_page_url()))

    assert "Two decisions in a row need three endings" in page
    assert "The story, Summary : Write something here" in page
    assert "The story, Opening : Write something here" in page
    assert "The story, Where it starts : Choose the place where the story starts" in page


def test_a_problem_names_the_option_and_the_titles(writer: Client) -> None:
    broken = EXAMPLE.replace("  -> settled if trust >= 2\n  -> mended\n", "  -> mended\n")
    draft = send_text(writer, broken.replace("  why: She was heard before anything was explained.\n", ""))

    assert "Three messages, Option 2, Why : Write something here" in words(writer.get(draft.get_page_url()))


def test_a_save_can_go_on_to_the_preview(writer: Client) -> None:
    send_text(writer)
    page = address("story-place", "the-phone")

    saved = save(writer, page, title="Four messages", then="preview")

    assert saved["Location"] == address("story-preview") + "?at=the-phone"
    assert "Four messages" in words(writer.get(saved["Location"]))
    content = writer.get(page).content.decode()
    assert content.index(">Save<") < content.index('name="title"')
    assert "Preview from here</a>" not in content


def test_options_that_nothing_is_written_in_are_folded(writer: Client) -> None:
    send_text(writer)

    content = writer.get(address("story-place", "the-phone")).content.decode()

    folded = content.index("Add option 4")
    assert content.index('id="option-3"') < folded < content.index('id="option-4"')
    assert "Add option 3" not in content
