"""What an author has typed and not published: saved as typed, reviewed, scheduled, published by others, discarded."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse, set_urlconf
from django.utils import timezone

from ettle.feedback.tests import factories as made_360
from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import InstrumentVersion
from ettle.instruments.queries import current_version
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec
from ettle.journey.tests import factories
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.drafts.views import DraftEditView
from ettle.workshop.instruments.models import InstrumentDraft
from ettle.workshop.instruments.tests.authoring import (
    EDIT,
    HISTORY,
    LIST,
    PUBLISH,
    SELF,
    SPECS,
    SUBMIT,
    form_of,
    hidden_fields,
    named,
    publish,
    save,
    send,
    text,
)

pytestmark = pytest.mark.django_db
WRITING = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")


def latest() -> InstrumentDraft:
    """What authors wrote last about the self-assessment."""
    return InstrumentDraft.objects.get(pk="self-assessment").get_latest_revision_as_object()


def titles() -> list[str]:
    """What the revisions call the self-assessment, the oldest first."""
    revisions = InstrumentDraft.objects.get(pk="self-assessment").revisions.order_by("pk")
    return [revision.as_object().spec["title"] for revision in revisions]


def answer(client: Client, name: str, comment: str = "") -> Any:
    """Answer the review that the self-assessment waits for."""
    state = InstrumentDraft.objects.get(pk="self-assessment").current_workflow_task_state
    assert state is not None
    address = f"/cms/instruments/workflow/action/self-assessment/{name}/{state.pk}/"
    return client.post(address, {"comment": comment}, headers={"Referer": f"http://testserver{SELF}"}, follow=True)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_a_draft_keeps_every_field_as_it_was_typed(writer: Client, spec: InstrumentSpec | FeedbackSpec) -> None:
    faulty = {"title": "Half a ti", "minutes": "about ten", "point__2": ""}

    there = save(writer, spec, **faulty)["Location"]

    page = text(writer.get(there))
    assert there == EDIT.format(spec.key)
    for typed in ("Half a ti", "about ten"):
        assert f'value="{typed}"' in page
    assert re.search(r'name="point-2"(?![^>]*value="[^"])', page)
    assert InstrumentVersion.objects.count() == 1
    listed = text(writer.get(LIST))
    assert "Callum" in listed
    assert "saved it last" in listed
    draft = InstrumentDraft.objects.get(pk=spec.key).get_latest_revision_as_object()
    assert set(draft.spec) >= set(form_of(spec)) - {"after"}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_a_publisher_finds_what_waits_and_publishes_it(
    writer: Client, publisher: Client, spec: InstrumentSpec | FeedbackSpec
) -> None:
    assert send(writer, spec, SUBMIT, title="By Callum")["Location"] == LIST

    assert "Waiting for review" in text(publisher.get(LIST))
    opened = publisher.get(EDIT.format(spec.key))
    assert 'value="By Callum"' in text(opened)
    published = publisher.post(
        EDIT.format(spec.key), form_of(spec, title="By Callum") | hidden_fields(opened) | PUBLISH
    )

    assert published["Location"] == LIST
    assert "By Callum" in text(publisher.get(f"{LIST}{spec.key}/2/"))
    assert not InstrumentDraft.objects.open().exists()
    assert "Waiting for review" not in text(publisher.get(LIST))


def test_what_is_faulty_is_not_sent_for_review(writer: Client) -> None:
    response = send(writer, factories.INSTRUMENT, SUBMIT, title="Mine", point__3="")

    assert "Every point needs a written anchor" in text(response)
    assert 'value="Mine"' in text(response)
    assert not mail.outbox


def test_a_reviewer_sends_it_back_with_words_and_then_agrees(writer: Client, publisher: Client) -> None:
    send(writer, factories.INSTRUMENT, SUBMIT, title="By Callum")
    reviewer = CheckedClient()
    reviewer.force_login(named(cast.bashir(), AuthorRole.REVIEWER))

    answer(reviewer, "reject", "Too long")
    task_queue.run_due()
    assert any("Too long" in letter.body and cast.callum().email in letter.to for letter in mail.outbox)
    send(writer, factories.INSTRUMENT, SUBMIT, title="Shorter")
    answer(reviewer, "approve")
    assert InstrumentVersion.objects.count() == 1
    answer(publisher, "approve")

    newest = current_version()
    assert newest is not None
    assert newest.title == "Shorter"
    assert not InstrumentDraft.objects.open().exists()


def test_what_was_overtaken_is_not_published_by_agreeing(writer: Client, publisher: Client) -> None:
    send(writer, factories.INSTRUMENT, SUBMIT, title="By Callum")
    answer(publisher, "approve")
    instrument_actions.publish_instrument(factories.INSTRUMENT.replace(title="A pack"), by=None, now=cast.NOW)

    response = answer(publisher, "approve")

    assert "Version 2 was published while you wrote" in text(response)
    assert latest().title == "By Callum"


def test_saving_again_follows_what_was_opened(writer: Client) -> None:
    for title in ("First", "Second", "Third"):
        save(writer, factories.INSTRUMENT, title=title)

    assert titles() == ["First", "Second", "Third"]
    assert latest().title == "Third"


def test_saving_while_typing_writes_over_its_own_revision_only(writer: Client, publisher: Client) -> None:
    opened = hidden_fields(writer.get(SELF))
    first = save_while_typing(writer, opened, "F").json()
    typing = opened | {"overwrite_revision_id": str(first["revision_id"])}
    assert save_while_typing(writer, typing, "First").json()["success"]
    save(publisher, factories.INSTRUMENT, title="By Agnes")

    late = save_while_typing(writer, typing, "First and more")

    assert late.status_code == 400
    assert titles() == ["First", "By Agnes"]


@pytest.mark.parametrize("begun", [False, True], ids=["nobody had begun", "somebody had begun"])
def test_a_button_pressed_while_the_page_saves_itself_works(writer: Client, publisher: Client, begun: bool) -> None:
    if begun:
        save(publisher, factories.INSTRUMENT, title="By Agnes")
    opened = hidden_fields(writer.get(SELF))
    save_while_typing(writer, opened, "Ty")

    sent = writer.post(SELF, form_of(factories.INSTRUMENT, title="Typed") | opened | SUBMIT)
    late = save_while_typing(writer, opened, "Type")

    assert sent["Location"] == LIST
    assert late.status_code == 400
    assert latest().title == "Typed"


@pytest.mark.parametrize("late", ["the page saves itself", "the button"])
def test_a_draft_published_between_the_check_and_the_writing_of_another_save_stays_closed(
    writer: Client, publisher: Client, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    save(publisher, factories.INSTRUMENT, title="Draft")
    opened, elsewhere = hidden_fields(publisher.get(SELF)), hidden_fields(publisher.get(SELF))
    check = DraftEditView.is_valid

    def check_then_publish(view: DraftEditView, form: Any) -> bool:
        valid = check(view, form)
        monkeypatch.setattr(DraftEditView, "is_valid", check)
        button = opened if late == "the page saves itself" else elsewhere
        publisher.post(SELF, form_of(factories.INSTRUMENT, title="Published") | button | PUBLISH)
        set_urlconf(WORKSHOP_URLCONF)  # the inner request has ended, the outer has not
        return valid

    monkeypatch.setattr(DraftEditView, "is_valid", check_then_publish)
    if late == "the page saves itself":
        assert save_while_typing(publisher, opened, "Draf").status_code == 400
    else:
        refused = publisher.post(SELF, form_of(factories.INSTRUMENT, title="Draf") | opened)
        assert "The draft was changed since you opened this page" in text(refused)

    assert latest().title == "Published"
    assert not InstrumentDraft.objects.open().exists()


def test_a_button_does_not_overwrite_what_a_colleague_saved_after_the_page_saved_itself(
    writer: Client, publisher: Client
) -> None:
    opened = hidden_fields(writer.get(SELF))
    save_while_typing(writer, opened, "Ty")
    save(publisher, factories.INSTRUMENT, title="By Agnes")

    told = writer.post(SELF, form_of(factories.INSTRUMENT, title="Typed") | opened | SUBMIT)

    assert "The draft was changed since you opened this page" in text(told)
    assert latest().title == "By Agnes"


def test_the_key_of_a_colleagues_page_overwrites_nothing(writer: Client, publisher: Client) -> None:
    opened = hidden_fields(writer.get(SELF))
    save_while_typing(writer, opened, "Ty")

    told = publisher.post(SELF, form_of(factories.INSTRUMENT, title="By Agnes") | opened)

    assert "The draft was changed since you opened this page" in text(told)
    assert latest().title == "Ty"


def save_while_typing(client: Client, opened: dict[str, str], title: str) -> Any:
    form = form_of(factories.INSTRUMENT, title=title) | opened
    return client.post(SELF, form, headers={"Accept": "application/json"})


@pytest.mark.parametrize("begun", [False, True], ids=["nobody had begun", "somebody had begun"])
def test_two_pages_with_one_draft_keep_both(writer: Client, begun: bool) -> None:
    if begun:
        save(writer, factories.INSTRUMENT, title="First")
    phone, desk = hidden_fields(writer.get(SELF)), hidden_fields(writer.get(SELF))

    writer.post(SELF, form_of(factories.INSTRUMENT, title="On the phone") | phone)
    response = writer.post(SELF, form_of(factories.INSTRUMENT, title="At the desk") | desk)

    assert "The draft was changed since you opened this page" in text(response)
    assert 'value="At the desk"' in text(response)
    assert latest().title == "On the phone"
    writer.post(SELF, form_of(factories.INSTRUMENT, title="At the desk") | hidden_fields(response))
    assert titles()[-2:] == ["On the phone", "At the desk"]


def test_a_draft_that_was_changed_meanwhile_is_not_published_unseen(writer: Client, publisher: Client) -> None:
    send(writer, factories.INSTRUMENT, SUBMIT, title="As handed over")
    page = hidden_fields(publisher.get(SELF))
    reviewer = CheckedClient()
    reviewer.force_login(named(cast.bashir(), AuthorRole.REVIEWER))
    save(reviewer, factories.INSTRUMENT, title="One more thought")
    assert latest().title == "One more thought"

    response = publisher.post(SELF, form_of(factories.INSTRUMENT, title="As handed over") | page | PUBLISH)

    assert "The draft was changed since you opened this page" in text(response)
    assert InstrumentVersion.objects.count() == 1


def test_a_draft_from_an_older_version_says_so_and_is_not_published_unseen(publisher: Client) -> None:
    made_360.publish_version()
    save(publisher, factories.INSTRUMENT, title="From version 1")
    instrument_actions.publish_instrument(factories.INSTRUMENT.replace(title="A pack"), by=None, now=cast.NOW)

    opened = publisher.get(SELF)
    sent = form_of(factories.INSTRUMENT, title="From version 1") | hidden_fields(opened) | PUBLISH
    response = publisher.post(SELF, sent)

    assert "Version 2 was published after this draft was started" in text(opened)
    assert "Version 2 was published while you wrote" in text(response)
    assert latest().title == "From version 1"
    assert InstrumentVersion.objects.count() == 2


def test_after_a_pack_the_page_begins_with_its_words(publisher: Client) -> None:
    made_360.publish_version()
    publish(publisher, factories.INSTRUMENT, title="By Agnes")
    instrument_actions.publish_instrument(factories.INSTRUMENT.replace(title="A pack"), by=None, now=cast.NOW)

    page = text(publisher.get(SELF))

    assert 'value="A pack"' in page
    assert "You begin with the words of version 3" in page


def test_the_history_compares_and_goes_back(writer: Client, publisher: Client) -> None:
    save(writer, factories.INSTRUMENT, title="First words")
    save(publisher, factories.INSTRUMENT, title="Second words", point__6="Always")

    history = text(publisher.get(HISTORY.format("self-assessment")))
    compared = text(publisher.get(f"{HISTORY.format('self-assessment')}revisions/compare/earliest...latest/"))
    first = InstrumentDraft.objects.get(pk="self-assessment").revisions.earliest("pk")
    back = f"{HISTORY.format('self-assessment')}revisions/{first.pk}/revert/"
    shown = publisher.get(back)
    publisher.post(back, form_of(factories.INSTRUMENT, title="First words") | hidden_fields(shown))

    assert history.count("revisions/") > 1
    assert '<span class="deletion">First</span>' in compared
    assert '<span class="addition">Always</span>' in compared
    assert 'value="First words"' in text(shown)
    assert titles() == ["First words", "Second words", "First words"]


def test_the_clock_publishes_once_and_keeps_what_was_overtaken(publisher: Client) -> None:
    made_360.publish_version()
    soon = timezone.now() + timedelta(hours=1)
    when = timezone.localtime(soon, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")
    publish(publisher, factories.INSTRUMENT, title="On time", go_live_at=when)
    assert publish_due(InstrumentDraft, now=timezone.now()) == 0
    later = soon + timedelta(minutes=1)

    assert publish_due(InstrumentDraft, now=later) == 1
    assert publish_due(InstrumentDraft, now=later) == 0
    newest = current_version()
    assert newest is not None
    assert (newest.edition, newest.title) == (2, "On time")

    publish(publisher, factories.INSTRUMENT, title="Too late", go_live_at=when, after=2)
    instrument_actions.publish_instrument(factories.INSTRUMENT.replace(title="A pack"), by=None, now=cast.NOW)
    assert publish_due(InstrumentDraft, now=later) == 0
    task_queue.run_due(later)
    assert "Version 3 was published while you wrote" in mail.outbox[-1].body
    assert latest().title == "Too late"


def test_a_draft_is_discarded_by_the_author_who_saved_it_last(writer: Client, publisher: Client) -> None:
    send(writer, factories.INSTRUMENT, SUBMIT, title="Half an idea")
    address = reverse("workshop:discard-instrument-draft", args=["self-assessment"])

    assert "Discard the draft" not in text(publisher.get(LIST))
    assert publisher.post(address).status_code == 404
    assert writer.get(address).status_code == 405
    assert "Discard the draft" in text(writer.get(LIST))
    assert writer.post(address)["Location"] == LIST
    assert writer.post(address).status_code == 404
    assert "Waiting for review" not in text(writer.get(LIST))
    assert f'value="{factories.INSTRUMENT.title}"' in text(writer.get(SELF))
    assert titles() == ["Half an idea"]
