"""From a writer to a reviewer to a publisher, or scheduled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from ettle.kit.models import AuditLine
from ettle.kit.tasks import task_queue
from ettle.library import actions as library
from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.workshop import actions
from ettle.workshop.authors import author_roles
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.tests.test_cms import form_of

pytestmark = pytest.mark.django_db


def playing(person: User, part: AuthorRole) -> User:
    return actions.name_author(email=person.email, part=part, by=cast.dougal(), now=cast.NOW)


def sent_for_review(client: Client, **changes: object) -> AreaPage:
    page = sample_areas.area()
    client.force_login(playing(cast.isla(), AuthorRole.WRITER))
    form = form_of(page, title="Listening better", **changes)
    del form["action-publish"]
    response = client.post(f"/cms/pages/{page.pk}/edit/", form | {"action-submit": "Submit"})
    assert response.status_code == 302, response.context["form"].errors
    return page


def approve(client: Client, page: AreaPage, person: User) -> int:
    client.force_login(person)
    state = AreaPage.objects.get(pk=page.pk).current_workflow_task_state
    assert state is not None
    return client.post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": "Good"}).status_code


def test_a_writer_cannot_publish(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(playing(cast.isla(), AuthorRole.WRITER))

    client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, title="Listening better"))

    assert AreaPage.objects.get().title == "Listening well"
    assert AreaPage.objects.get().get_latest_revision_as_object().title == "Listening better"


def test_a_page_is_shown_when_reviewer_and_publisher_have_agreed(client: Client) -> None:
    page = sent_for_review(client)
    approve(client, page, playing(cast.bashir(), AuthorRole.REVIEWER))
    assert AreaPage.objects.get().title == "Listening well"

    approve(client, page, playing(cast.freya(), AuthorRole.PUBLISHER))

    assert AreaPage.objects.get().title == "Listening better"


def test_a_writer_does_not_approve_their_own(client: Client) -> None:
    page = sent_for_review(client)

    approve(client, page, cast.isla())

    task = AreaPage.objects.get(pk=page.pk).current_workflow_task
    assert task is not None
    assert task.name == "Review"


def test_approval_asks_what_publishing_asks(client: Client) -> None:
    page = sent_for_review(client)
    revision = AreaPage.objects.get().latest_revision
    revision.content["alignments"] = ["codes-workers@1999:1.1"]
    revision.save()
    approve(client, page, playing(cast.bashir(), AuthorRole.REVIEWER))

    assert approve(client, page, playing(cast.freya(), AuthorRole.PUBLISHER)) < 500

    assert AreaPage.objects.get().title == "Listening well"


def due(page: AreaPage, **changes: object) -> None:
    """Approve a draft for a moment that has come."""
    for name, value in {"title": "By the clock", "go_live_at": timezone.now() + timedelta(hours=1), **changes}.items():
        setattr(page, name, value)
    revision = page.save_revision(user=cast.agnes())
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()


def test_a_page_appears_when_its_time_has_come() -> None:
    due(sample_areas.area())

    assert library.publish_due_pages(now=timezone.now()) == 1
    assert library.publish_due_pages(now=timezone.now()) == 0

    assert AreaPage.objects.get().title == "By the clock"
    assert AuditLine.objects.filter(act="published a page by the clock").count() == 1


def test_a_page_with_a_fault_waits_and_its_author_is_emailed() -> None:
    due(sample_areas.area(), alignments=["codes-workers@1999:1.1"])

    assert library.publish_due_pages(now=timezone.now()) == 0
    task_queue.run_due()

    assert AreaPage.objects.get().title == "Listening well"
    assert "was not published at the time you chose" in mail.outbox[-1].subject
    assert "There is no codes-workers@1999:1.1 here" in mail.outbox[-1].body


def test_a_page_goes_when_its_time_is_over(client: Client) -> None:
    page = sample_areas.area()
    AreaPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    library.unpublish_expired_pages(now=timezone.now())

    assert client.get("/areas/listening/").status_code == 404


def test_an_administrator_names_an_author_and_ends_it(client: Client) -> None:
    isla = cast.isla()
    client.force_login(cast.dougal())

    client.post("/manage/authors/", {"email": "isla@example.org", "part": "Reviewers"})
    assert author_roles.find_role(User.objects.get(pk=isla.pk, is_staff=True)) == AuthorRole.REVIEWER

    client.post(f"/manage/authors/{isla.uuid}/end/")
    assert author_roles.find_role(User.objects.get(pk=isla.pk, is_staff=False)) is None


def test_an_author_who_has_no_account_is_refused_at_the_field(client: Client) -> None:
    client.force_login(cast.dougal())

    response = client.post("/manage/authors/", {"email": "nobody@example.org", "part": "Writers"})

    assert response.status_code == 422
    assert b"Nobody has an account with this address" in response.content


def test_authors_do_not_name_authors(client: Client) -> None:
    client.force_login(cast.agnes())

    assert client.post("/manage/authors/", {"email": "isla@example.org", "part": "Writers"}).status_code == 404
    assert not cast.isla().is_staff


@pytest.mark.parametrize("place", ["sites", "collections", "workflows/list", "locales", "redirects", "documents"])
def test_authors_do_not_reach_what_administrators_set(client: Client, place: str) -> None:
    client.force_login(cast.agnes())

    assert client.get(f"/cms/{place}/").status_code in {302, 404}
