"""Text of a log entry is copied into an application; and whatever two devices save, no text is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ettle.evidence.models import Application
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import actions
from ettle.learning_log.models import Entry, EntrySave
from ettle.learning_log.tests import factories as log_factories
from ettle.learning_log.types import PARTS
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from ettle.texts.revisions import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.locks]


@pytest.fixture
def application(client: CheckedClient) -> Application:
    client.force_login(cast.isla())
    return factories.begin_application()


def copy_fields(application: Application, **fields: Any) -> dict[str, Any]:
    place = f"{application.uuid}/1"
    return {"parts": ["happened", "changed"], "place": place, "how": "after", "once": str(uuid.uuid4())} | fields


def copy_url(entry: Entry) -> str:
    return reverse("evidence:log-copy", args=[entry.uuid])


def test_chosen_parts_are_added_and_the_entry_stays(client: CheckedClient, application: Application) -> None:
    entry = log_factories.create_entry(
        cast.isla(), happened="I asked Mrs Doyle.", learned="Quiet", changed="She chose tea."
    )
    factories.save_answer(application, application.criteria[0], "Before.")

    fields = copy_fields(application)
    first, again = client.post(copy_url(entry), fields), client.post(copy_url(entry), fields)
    page = client.get(first["Location"]).content.decode()

    texts = list(application.answers.order_by("rev").values_list("text", flat=True))
    assert texts == ["Before.", "Before.\n\nI asked Mrs Doyle.\n\nShe chose tea."]
    assert first["Location"] == again["Location"]
    assert "could be a person’s name" in page
    assert "you copied words here from" in page
    assert log_factories.current_text(entry, "happened") == "I asked Mrs Doyle."


def test_replaced_text_stays_in_the_history(client: CheckedClient, application: Application) -> None:
    entry = log_factories.create_entry(cast.isla(), happened="New.")
    factories.save_answer(application, application.criteria[0], "Old.")

    client.post(copy_url(entry), copy_fields(application, parts=["happened"], how="instead"))

    assert list(application.answers.order_by("rev").values_list("text", flat=True)) == ["Old.", "New."]


def test_the_copy_stays_when_the_entry_is_deleted_and_no_assessor_sees_its_source(
    client: CheckedClient, application: Application
) -> None:
    entry = log_factories.create_entry(cast.isla(), happened=factories.ENOUGH)
    client.post(copy_url(entry), copy_fields(application, parts=["happened"]))
    actions.delete_entry(entry, by=cast.isla(), now=NOW)

    assert "which you have deleted" in client.get(
        reverse("evidence:criterion", args=[application.uuid, 1])
    ).content.decode()  # fmt: skip
    factories.save_answer(application, application.criteria[1], factories.ENOUGH)
    submission = factories.submit_application(application)
    factories.practise(cast.bashir(), submission)
    client.force_login(cast.bashir())
    review = client.get(reverse("evidence:decide", args=[submission.uuid, 1])).content.decode()
    assert factories.ENOUGH in review
    assert "log entry" not in review


def test_nothing_is_copied_into_a_sent_application_or_someone_elses(
    client: CheckedClient, application: Application
) -> None:
    entry = log_factories.create_entry(cast.isla(), happened="x")
    theirs = factories.begin_application(cast.callum(), application.version)
    factories.submit_application(application)

    answers = [client.post(copy_url(entry), copy_fields(target)) for target in (application, theirs)]
    nothing = client.get(copy_url(entry)).content.decode()

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "No application is open" in nothing
    client.force_login(cast.callum())
    assert client.get(copy_url(entry)).status_code == 404


def test_the_page_says_what_was_not_chosen(client: CheckedClient, application: Application) -> None:
    entry = log_factories.create_entry(cast.isla(), happened="x")

    page = client.post(copy_url(entry), {"once": str(uuid.uuid4())}).content.decode()

    assert "Choose at least one part" in page
    assert "Choose an answer" in page


class Device:
    """A page that is left open, with the text typed into its first box."""

    def __init__(self, number: uuid.UUID, writer: User, saved_texts: list[str]) -> None:
        self.number, self.writer, self.saved_texts = number, writer, saved_texts
        self.text, self.base = "", 0

    def type(self, letters: str) -> None:
        self.text += letters

    def open(self, _: str) -> None:
        entry = Entry.objects.filter(uuid=self.number).first()
        current = entry.revision_chain("happened").current() if entry else None
        if current:
            self.text, self.base = current.text, current.rev

    def save(self, _: str) -> None:
        """Save as the script does. After a conflict nothing more is saved: the writer has not chosen yet."""
        try:
            self.base = actions.save_part(
                self.number, part="happened", submitted=self._submitted_part(), **self._save_options()
            ).rev
        except (Conflict, Refused):
            return
        self.saved_texts.append(self.text)

    def post(self, _: str) -> None:
        """Save as the button does, and open the entry afterwards."""
        submitted = {part: actions.SubmittedPart("", 0, uuid.uuid4()) for part in PARTS} | {
            "happened": self._submitted_part()
        }
        try:
            actions.save_entry(self.number, submitted=submitted, happened_on=None, **self._save_options())
        except Refused:
            return
        self.saved_texts.append(self.text)
        self.open("")

    def _submitted_part(self) -> actions.SubmittedPart:
        return actions.SubmittedPart(self.text, self.base, uuid.uuid4())

    def _save_options(self) -> dict[str, Any]:
        return {"about": [], "by": self.writer, "today": NOW.date(), "now": NOW}


STEPS = st.tuples(st.sampled_from([0, 1]), st.sampled_from(["type", "save", "post", "open"]), st.sampled_from("xyz "))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_two_devices_lose_no_text_in_any_order_of_saves(steps: list[tuple[int, str, str]]) -> None:
    saved_texts: list[str] = []
    number, isla = uuid.uuid4(), cast.isla()
    devices = [Device(number, isla, saved_texts) for _ in range(2)]

    for which, act, letter in steps:
        getattr(devices[which], act)(letter + str(which))

    history = set(EntrySave.objects.filter(entry__uuid=number).values_list("text", flat=True))
    assert all(any(text in version for version in history) for text in saved_texts)


def test_the_entry_has_the_texts_of_both_devices_until_the_writer_chooses() -> None:
    number, isla = uuid.uuid4(), cast.isla()
    phone, desk = (Device(number, isla, []) for _ in range(2))
    phone.type("from the phone")
    desk.type("from the desk")

    phone.post("")
    desk.post("")

    assert desk.text == "from the phone\n\nfrom the desk"
