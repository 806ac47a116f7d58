"""Several authors, publishers and workers at one moment: nothing is lost, and readers get a draft once."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from wagtail.models import Revision

from ettle.badges.tests.test_at_once import at_once
from ettle.framework import actions
from ettle.framework.tests.test_frameworks import CAPABILITIES, CODES, MODEL
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.workshop.drafts import actions as draft_review
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.models import FrameworkDraft
from ettle.workshop.tests.test_drafts import in_draft, item, line, publish, published_steps

Item, Version = (apps.get_model("framework", name) for name in ("Item", "Version"))
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
ROLES = ("citizen", "supervisor", "manager", "strategic")


@pytest.fixture(autouse=True)
def _placed(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")
    for spec in (CAPABILITIES, CODES):
        actions.put_framework(spec, by=None, now=cast.NOW)
    actions.put_logic_model(MODEL, by=None, now=cast.NOW)
    cast.agnes()


def test_publishers_at_one_moment_publish_once() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    draft, author = FrameworkDraft.objects.get(), cast.agnes()
    versions = Version.objects.count()

    raised = at_once(
        lambda: draft_review.publish_draft(draft, note="", by=author, seen=draft.revision, now=cast.NOW),
        times=4,
    )

    assert [type(fault) for fault in raised] == [Refused] * 3
    assert published_steps() == [author]
    assert Version.objects.count() == versions + 1
    assert Item.objects.get(key="vis").title == "Sight"


def test_workers_at_one_moment_publish_once() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    Revision.objects.update(approved_go_live_at=cast.NOW)
    published: list[int] = []

    raised = at_once(lambda: published.append(publish_due(FrameworkDraft, now=cast.NOW)), times=4)

    assert raised == []
    assert sorted(published) == [0, 0, 0, 1]


def test_authors_at_one_moment_begin_one_draft_and_all_keep_their_work() -> None:
    author = cast.agnes()
    edits = [line("vis.1", role, f"I am a {role}") for role in ROLES]

    raised = at_once(lambda: in_draft(edits.pop(), by=author), times=len(ROLES))
    publish()

    assert raised == []
    assert Item.objects.filter(key__startswith="vis.1.", statement__startswith="I am a ").count() == len(ROLES)
