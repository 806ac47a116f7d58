"""Isla's application and the people with the link, for the tests of endorsements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse

from ettle.badges.models import BadgeVersion
from ettle.evidence.endorsement import queries
from ettle.evidence.endorsement.status import EndorsementStatus
from ettle.evidence.models import Application, Endorsement
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

NOW = factories.LATER
RUTH = {"name": "Ruth Bell", "email": "ruth@rowan.example", "relationship": "manager", "note": "", "go": "send"}
ENDORSES = {
    "kind": "endorsed",
    "words": "She asked the person first, and the plan changed.",
    "name": "Ruth Bell",
    "job_title": "Manager",
    "relationship": "manager",
}


def met_application(**changes: Any) -> Application:
    """Isla's application, met at NOW, of a badge with these values of its row."""
    factories.switch_off_second_marking()
    version = factories.create_leadership_badge()
    BadgeVersion.objects.filter(pk=version.pk).update(**{"endorsement": "invited", **changes})
    version.refresh_from_db()
    submission = factories.submit_application(factories.begin_application(version=version))
    factories.send_review(submission, cast.bashir(), "met", "met", now=NOW)
    return factories.reload_application(submission.application)


def visit(address: str, data: dict[str, Any] | None = None, *, days: float = 0, client: Any = None) -> Any:
    """Someone with the link, who has no account and no cookie."""
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        visitor = client or CheckedClient()
        return visitor.get(address) if data is None else visitor.post(address, data)


def page_of(application: Application, name: str = "endorsement") -> str:
    return reverse(f"evidence:{name}", args=[application.uuid])


def ask(client: CheckedClient, application: Application, days: float = 0, **changes: Any) -> Any:
    return visit(page_of(application, "ask-endorser"), {**RUTH, **changes}, days=days, client=client)


def link(endorsement: Endorsement, days: float = 0) -> str:
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        return queries.endorsement_path(endorsement)


def asked(client: CheckedClient, application: Application, **changes: Any) -> Endorsement:
    assert ask(client, application, **changes).status_code == 302
    return Endorsement.objects.latest("pk")


def status(application: Application, days: float = 0) -> EndorsementStatus:
    found = queries.find_status(factories.reload_application(application), NOW + timedelta(days=days))
    assert found is not None
    return found
