"""The annual learning record: what was chosen, under its topics, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from ettle.cpl import record_snapshots
from ettle.cpl.models import Scheme
from ettle.cpl.tests.test_year_page import TODAY, add, page, post
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
RECORD = reverse("cpl:record")


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def test_only_what_was_chosen_is_in_it_under_its_topics(isla: CheckedClient) -> None:
    shown = add(cast.isla(), "4", "4/adult", title="A course on harm")
    loose = add(cast.isla(), title="A talk")
    add(cast.isla(), "1", title="A secret of mine")

    file = post(isla, RECORD, {"parts": [str(shown.uuid), str(loose.uuid)], "kind": "txt"})

    text = file.content.decode()
    assert file["Content-Disposition"] == 'attachment; filename="annual-learning-record.txt"'
    assert text.index("Protection") < text.index("A course on harm") < text.index("No topic") < text.index("A talk")
    assert "Includes: Adult support and protection" in text
    assert "1 January 2026 to 31 December 2026" in text
    assert "secret" not in text


def test_it_comes_as_pdf_too(isla: CheckedClient) -> None:
    piece = add(cast.isla(), "1")

    file = post(isla, RECORD, {"parts": [str(piece.uuid)], "kind": "pdf"})

    assert file.content.startswith(b"%PDF-")
    assert file["Cache-Control"] == "private, no-store"


def test_nothing_is_chosen_beforehand_and_another_year_is_not_offered(isla: CheckedClient) -> None:
    add(cast.isla(), "1", title="This year")
    add(cast.isla(), "1", title="This year too")
    add(cast.isla(), "1", title="Last year", day=TODAY - timedelta(days=365))

    shown = page(isla, RECORD)

    assert "This year" in shown
    assert "Last year" not in shown
    assert " checked" not in shown.partition('id="id_parts"')[2].partition("</fieldset>")[0]


def test_an_empty_year_leads_to_what_could_count(isla: CheckedClient) -> None:
    assert reverse("cpl:suggestions") in page(isla, RECORD)


def test_nobody_elses_learning_can_be_chosen(isla: CheckedClient) -> None:
    callums = add(cast.callum(), "1", title="Callum wrote this")
    add(cast.isla(), "1")

    answer = post(isla, RECORD, {"parts": [str(callums.uuid)], "kind": "txt"})

    assert answer.status_code == 422
    assert "Callum wrote this" not in answer.content.decode()


def test_a_site_without_a_scheme_has_a_record_too(isla: CheckedClient) -> None:
    Scheme.objects.all().delete()
    piece = add(cast.isla(), title="A course")

    assert "A course" in post(isla, RECORD, {"parts": [str(piece.uuid)], "kind": "txt"}).content.decode()


def test_a_visitor_is_asked_to_sign_in(client: CheckedClient) -> None:
    assert client.get(RECORD)["Location"] == f"/account/sign-in/?next={RECORD}"


def test_topics_of_a_record_are_shown_as_they_are_signed_in_every_language() -> None:
    snapshot = {
        "topics": [{"key": "1", "title": "Rights", "parts": []}],
        "entries": [{"day": "2026-01-31", "title": "A course", "counts_for": ["1"]}],
    }

    with translation.override("gd"):
        title = record_snapshots.shown_groups(snapshot)[0]["title"]
        assert str(title) == "Rights"
        assert title.is_shown_in_english
