"""The privacy statement says that the lead of an organisation sees nothing of what a member does here."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ettle.evidence.tests import factories as applications
from ettle.journey.tests import factories as assessments
from ettle.kit.http.address_table import list_addresses
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log.tests import factories as log
from ettle.people.queries import LEADS
from ettle.people.tests import cast
from tests.house.rooms import ROOT

WORDS = "A porcelain hedgehog stood on the windowsill"
SENTENCES = {
    "content/leadership/statements/privacy.md": "Of what you do here the lead sees nothing else.",
    "src/ettle/evidence/templates/evidence/confirm.html": (
        "and not what a person does or writes here, but for the last line of this list"
    ),
}


@pytest.mark.parametrize("path", SENTENCES)
def test_the_promise_stands_there(path: str) -> None:
    assert SENTENCES[path] in " ".join((ROOT / path).read_text().split())


@pytest.mark.django_db
def test_no_page_of_a_lead_shows_anything_of_what_a_member_did(client: CheckedClient) -> None:
    isla = cast.isla()
    log.create_entry(isla, happened=WORDS)
    application = applications.begin_application(isla)
    applications.write_answers(application, " ".join([WORDS] * 10))
    applications.submit_application(application)
    assessments.publish_version()
    assessments.finish_assessment(isla)
    client.force_login(cast.freya())
    slug = cast.rowan_house().slug
    pages = [address for address in list_addresses(None) if address.audience == LEADS and address.name]

    seen = [
        client.get(reverse(address.name, args=[slug] if "slug" in address.route else []), follow=True).content.decode()
        for address in pages
        if "<" not in address.route or address.route.count("<") == address.route.count("<slug") == 1
    ]

    assert len(seen) >= 4
    assert any("Isla Reid" in page for page in seen)
    for page in seen:
        assert WORDS not in page
        assert str(application.uuid) not in page
        assert application.version.name not in page
