"""The API answers as its description says, whatever is sent: schemathesis makes the requests and compares."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from ettle.badges.models import Award
from ettle.badges.tests import foreign_badges
from ettle.kit.http import page_limits
from tests.api_calls import call_api

pytestmark = [pytest.mark.thirdparty, pytest.mark.django_db]
EXAMPLES = int(os.environ.get("ETTLE_DRILL_API", "4"))  # of each operation; `./ettle drill api` asks for more


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_limits, "count_request", lambda *_: 0)
    monkeypatch.setattr("ettle.badges.api.problem_details.count_request", lambda *_: 0)


def test_every_answer_is_as_described_and_none_is_a_server_error(
    award: Award, record_property: Callable[[str, object], None]
) -> None:
    client = Client()
    client.force_login(award.learner)
    known = {
        "award": [str(award.credential.uuid), str(award.uuid)],
        "version": [str(award.version.uuid)],
        "status_list": [str(award.credential.status_list.uuid)],
        "slug": [award.version.badge.slug, award.issuer.slug],
    }

    calls = call_api(
        examples=EXAMPLES, known=known, cookies={settings.SESSION_COOKIE_NAME: client.session.session_key or ""}
    )

    errors = [status for status in calls.statuses if status >= 500]
    record_property("calls", sum(calls.statuses.values()))
    record_property("server errors", len(errors))
    assert len(calls.operations) >= 16
    assert errors == []
    assert calls.statuses[200] >= 16  # not all of them met nothing


def test_a_badge_in_the_form_that_is_described_is_checked(client: Client) -> None:
    badge = foreign_badges.sign(foreign_badges.unsigned())

    found = client.post("/api/v1/verify/", json.dumps({"badge": badge}), content_type="application/json").json()

    assert found["answer"] == "ISSUER_UNKNOWN"
