"""What every kind of draft has: its pages write nothing when opened, and publishing is the room's own action."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from ettle.framework import actions
from ettle.framework.queries import spec_export
from ettle.framework.tests.test_frameworks import CAPABILITIES
from ettle.framework.types.rows import find_problems, rows_to_data
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.drafts.links import draft_url
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.models import FrameworkDraft
from ettle.workshop.tests.test_page_review import playing

Item = apps.get_model("framework", "Item")
WRITING = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")


@pytest.fixture
def draft(db: None) -> FrameworkDraft:
    """A draft that calls the capability vis Sight."""
    actions.put_framework(CAPABILITIES, by=None, now=cast.NOW)
    live = spec_export.current_rows("capabilities@1")
    assert live is not None
    draft = FrameworkDraft(subject="capabilities@1", title="Capabilities, 1", live=False, base=rows_to_data(live))
    draft.save()
    draft.spec = rows_to_data(live | {"item:vis": live["item:vis"] | {"title": "Sight"}})
    draft.save_revision(user=cast.agnes(), log_action=True)
    return draft


def form_of(draft: FrameworkDraft, **fields: str) -> dict[str, str]:
    latest = Revision.objects.for_instance(draft).order_by("-pk")[0]
    return {
        "loaded_revision_id": str(latest.pk), "loaded_revision_created_at": latest.created_at.isoformat(), "note": "",
        "go_live_at": "", "expire_at": "", **fields,
    }  # fmt: skip


def text(response: Any) -> str:
    return re.sub("</?bdi>", "", response.content.decode())


@pytest.mark.parametrize("page", ["edit", "history", "list", "workflow_history"])
def test_opening_a_page_of_a_draft_writes_nothing(client: Client, draft: FrameworkDraft, page: str) -> None:
    client.force_login(cast.agnes())
    client.get("/cms/")
    address = "/cms/framework-drafts/" if page == "list" else draft_url(draft, page)
    client.get(address)

    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200

    assert [query["sql"] for query in found if query["sql"].startswith(WRITING)] == []


def test_publishing_calls_the_rooms_action_and_closes_the_draft(client: Client, draft: FrameworkDraft) -> None:
    client.force_login(cast.agnes())

    response = client.post(draft_url(draft), form_of(draft, note="Plainer", **{"action-publish": "1"}))

    assert response.status_code == 302, text(response)
    assert Item.objects.get(key="vis").title == "Sight"
    assert apps.get_model("framework", "Version").objects.get(note="Plainer").by == cast.agnes()
    draft.refresh_from_db()
    assert (draft.has_unpublished_changes, draft.note) == (False, "")


def test_a_refusal_is_shown_on_the_page_and_the_draft_stays(client: Client, draft: FrameworkDraft) -> None:
    row = [name for name, _ in draft.spec].index("item:vis")
    draft.spec[row][1]["title"] = ""
    draft.save_revision(user=cast.agnes())
    refusal = find_problems(draft.rows)[0].words
    client.force_login(cast.agnes())

    response = client.post(draft_url(draft), form_of(draft, note="Mine", **{"action-publish": "1"}), follow=True)

    assert refusal in text(response)
    assert Item.objects.get(key="vis").title == "Vision"
    assert "Mine" in text(response)
    assert FrameworkDraft.objects.open().exists()


def test_nobody_publishes_what_they_have_not_seen(client: Client, draft: FrameworkDraft) -> None:
    form = form_of(draft, **{"action-publish": "1"})
    draft.save_revision(user=cast.agnes())
    client.force_login(cast.agnes())

    response = client.post(draft_url(draft), form)

    assert "The draft was changed since you opened this page" in text(response)
    assert Item.objects.get(key="vis").title == "Vision"


def test_a_writer_asks_and_is_answered(client: Client, draft: FrameworkDraft) -> None:
    writer, publisher = playing(cast.isla(), AuthorRole.WRITER), playing(cast.freya(), AuthorRole.PUBLISHER)
    client.force_login(writer)
    client.post(draft_url(draft), form_of(draft, **{"action-publish": "1"}))
    assert Item.objects.get(key="vis").title == "Vision"
    client.post(draft_url(draft), form_of(draft, note="Is it true?", **{"action-submit": "1"}))
    task_queue.run_due()
    assert publisher.email in {to for letter in mail.outbox for to in letter.to}
    assert [letter for letter in mail.outbox if publisher.email in letter.to and "Is it true?" in letter.body]

    client.force_login(publisher)
    assert "Say what should change" in text(answer(client, draft, "reject", ""))
    answer(client, draft, "reject", "Name a source")
    task_queue.run_due()
    assert mail.outbox[-1].to == [writer.email]
    assert "Name a source" in mail.outbox[-1].body

    client.force_login(writer)
    client.post(draft_url(draft), form_of(draft, **{"action-submit": "1"}))
    client.force_login(publisher)
    client.post(draft_url(draft), form_of(draft, **{"action-publish": "1"}))
    task_queue.run_due()
    assert "is published" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == [writer.email]
    assert Item.objects.get(key="vis").title == "Sight"


def answer(client: Client, draft: FrameworkDraft, name: str, comment: str) -> Any:
    state = FrameworkDraft.objects.get(pk=draft.pk).current_workflow_task_state
    assert state is not None
    address = f"/cms/framework-drafts/workflow/action/{draft.pk}/{name}/{state.pk}/"
    return client.post(
        address, {"comment": comment}, headers={"Referer": f"http://testserver{draft_url(draft)}"}, follow=True
    )


def test_the_clock_publishes_once_and_holds_back_what_does_not_fit(client: Client, draft: FrameworkDraft) -> None:
    client.force_login(cast.agnes())
    soon = timezone.now() + timedelta(hours=1)
    when = timezone.localtime(soon, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")
    client.post(draft_url(draft), form_of(draft, go_live_at=when, **{"action-publish": "1"}))
    assert publish_due(FrameworkDraft, now=timezone.now()) == 0
    later = soon + timedelta(minutes=1)

    assert publish_due(FrameworkDraft, now=later) == 1
    assert publish_due(FrameworkDraft, now=later) == 0

    assert Item.objects.get(key="vis").title == "Sight"
    draft.refresh_from_db()
    assert (draft.go_live_at, draft.has_unpublished_changes) == (None, False)


def test_a_due_draft_that_does_not_fit_is_not_published_and_its_author_is_emailed(draft: FrameworkDraft) -> None:
    Revision.objects.for_instance(draft).update(approved_go_live_at=cast.NOW)
    live = spec_export.current_rows("capabilities@1")
    assert live is not None
    actions.put_rows(
        live | {"item:vis": live["item:vis"] | {"title": "Outlook"}}, how="Meanwhile", by=None, now=cast.NOW
    )

    assert publish_due(FrameworkDraft, now=timezone.now()) == 0
    task_queue.run_due()

    assert "was not published at the time you chose" in mail.outbox[-1].subject
    assert "The item vis was changed on the site since" in mail.outbox[-1].body
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_discarded_draft_is_closed_and_can_still_be_read(draft: FrameworkDraft) -> None:
    draft.discard_changes(by=cast.agnes(), now=cast.NOW)

    assert not FrameworkDraft.objects.open().exists()
    assert Revision.objects.for_instance(draft).exists()
