"""What an answer shows: suggested with reasons, decided by the learner, and seen by nobody else."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ettle.badges.queries import current_versions
from ettle.evidence import actions
from ettle.evidence.actions import log_copies
from ettle.evidence.models import AnswerLink, Application
from ettle.evidence.tests import factories
from ettle.framework.queries import get_item
from ettle.framework.queries.link_targets import TARGET_LISTS
from ettle.framework.queries.personal_links import list_personal_links
from ettle.framework.types import PersonalKind
from ettle.kit.pages.brand import current_brand
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import actions as log
from ettle.learning_log.tests import factories as log_factories
from ettle.people.actions import export_personal_data, leave
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.locks, pytest.mark.usefixtures("starter_pack")]
POSITION = 3


@pytest.fixture
def application(client: CheckedClient) -> Application:
    """Isla's application for ET-101, with her answer to the criterion at POSITION."""
    client.force_login(cast.isla())
    application = factories.begin_application(version=current_versions().get(badge__number="ET-101"))
    factories.save_answer(application, criterion(application), factories.ENOUGH)
    return application


def criterion(application: Application, position: int = POSITION) -> Any:
    return next(each for each in application.criteria if each.position == position)


def address(application: Application, *more: str) -> str:
    name = "evidence:choose-answer-links" if more else "evidence:answer-links"
    return reverse(name, args=[application.uuid, POSITION, *more])


def press(client: CheckedClient, application: Application, **button: Any) -> Any:
    return client.post(address(application), {"once": str(uuid.uuid4())} | button)


def suggested(client: CheckedClient, application: Application) -> dict[str, str]:
    """Key -> reason of what the page suggests."""
    found = client.get(address(application)).context["suggestions"]
    return {suggestion.target.key: suggestion.reason for _place, suggestion, _is_counted in found}


def test_a_suggestion_gives_its_reason_and_nothing_is_linked_before_the_learner_says_so(
    client: CheckedClient, application: Application
) -> None:
    entry = log_factories.create_entry(cast.isla(), happened=factories.ENOUGH_TOO)
    target = TARGET_LISTS["cpl"].targets()[2]
    log.link(entry, offered=[target], selected=[target.item], by=cast.isla(), now=NOW)
    place = log_copies.CopyTarget(application, criterion(application))
    log_copies.copy_entry(
        entry, parts=["happened"], place=place, is_added=True, key=uuid.uuid4(), by=cast.isla(), now=NOW
    )

    reasons = suggested(client, application)

    assert "is aligned with it" in reasons["2.2"]
    assert "whose words you used, is about it" in reasons[target.key]
    mapped = [reason for reason in reasons.values() if "is mapped to it, our suggestion" in reason]
    assert mapped
    assert not AnswerLink.objects.exists()
    assert list_personal_links(cast.isla(), ["codes-workers"]) == []


def test_the_learner_accepts_declines_and_removes(client: CheckedClient, application: Application) -> None:
    code, theme = get_item("2.2", "codes-workers"), get_item("vis.2", "capabilities")

    press(client, application, accept=str(code.uuid))
    press(client, application, decline=str(theme.uuid))

    assert dict(AnswerLink.objects.values_list("key", "is_declined")) == {"2.2": False, "vis.2": True}
    assert not {"2.2", "vis.2"} & set(suggested(client, application))
    assert [link.key for link in list_personal_links(cast.isla(), ["codes-workers", "capabilities"])] == ["2.2"]

    press(client, application, remove=str(code.uuid))

    assert "2.2" in suggested(client, application)
    assert list_personal_links(cast.isla(), ["codes-workers"]) == []


def test_another_is_added_from_each_framework_by_the_same_picker_as_the_logs(
    client: CheckedClient, application: Application
) -> None:
    for name in ("capabilities", "codes", "cpl", "model", "inspection"):
        page = client.get(address(application, name))
        item = page.context["groups"][0][1][0][0].item
        assert "framework/link_picker.html" in {template.name for template in page.templates}
        saved = client.post(address(application, name), {"item": str(item), "once": str(uuid.uuid4())})
        assert saved.status_code == 302

    assert sorted(AnswerLink.objects.values_list("framework", flat=True)) == [
        "capabilities", "care-inspectorate", "codes-workers", "cpl", "logic-model",
    ]  # fmt: skip
    assert client.get(address(application, "nothing")).status_code == 404


def test_what_is_not_suggested_or_offered_is_refused_in_words(client: CheckedClient, application: Application) -> None:
    gone = press(client, application, accept=str(uuid.uuid4()))
    other = client.post(address(application, "cpl"), {"item": str(uuid.uuid4()), "once": str(uuid.uuid4())})

    assert (gone.status_code, other.status_code) == (422, 422)
    assert "This suggestion is not there any more" in gone.content.decode()
    assert "Choose from the list" in other.content.decode()
    assert not AnswerLink.objects.exists()


def test_an_answer_that_is_not_written_shows_nothing(client: CheckedClient, application: Application) -> None:
    empty = reverse("evidence:answer-links", args=[application.uuid, POSITION + 1])
    item = get_item("2.2", "codes-workers").uuid

    assert "Write or record your answer first" in client.get(empty).content.decode()
    assert client.post(empty, {"accept": str(item), "once": str(uuid.uuid4())}).status_code == 422
    assert not AnswerLink.objects.exists()


def test_nobody_else_sees_what_an_answer_shows(client: CheckedClient, application: Application) -> None:
    press(client, application, accept=str(get_item("2.2", "codes-workers").uuid))
    for person in (cast.callum(), cast.bashir()):
        client.force_login(person)
        assert client.get(address(application)).status_code == 404
        assert client.get(address(application, "cpl")).status_code == 404
        assert client.post(address(application), {"accept": "", "once": str(uuid.uuid4())}).status_code == 404


def test_what_an_answer_shows_goes_with_the_application_and_with_its_person(
    client: CheckedClient, application: Application
) -> None:
    press(client, application, accept=str(get_item("2.2", "codes-workers").uuid))

    taken = json.dumps(export_personal_data(cast.isla(), now=NOW))
    leave(cast.isla(), now=NOW)

    assert get_item("2.2", "codes-workers").title in taken
    assert not AnswerLink.objects.exists()


def test_a_draft_is_deleted_with_what_its_answers_show(client: CheckedClient, application: Application) -> None:
    press(client, application, accept=str(get_item("2.2", "codes-workers").uuid))

    actions.delete_draft(application, by=cast.isla(), now=NOW)

    assert not AnswerLink.objects.exists()


def test_an_assessor_who_decides_sees_none_of_it_and_a_met_criterion_is_said_of_its_answer(
    client: CheckedClient,
) -> None:
    submission = factories.submit_application()
    sent = submission.application
    item = {"framework": "cpl", "item": uuid.uuid4(), "key": "7", "title": "A title of an item"}
    for each in sent.criteria:
        AnswerLink.objects.create(application=sent, criterion=each, linked_at=NOW, **item)
    factories.practise(cast.bashir(), submission)
    client.force_login(cast.bashir())
    for page in (
        reverse("evidence:review", args=[submission.uuid]),
        reverse("evidence:decide", args=[submission.uuid, 1]),
    ):
        assert "A title of an item" not in client.get(page).content.decode()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")

    links = list_personal_links(cast.isla(), ["cpl"])

    assert [link.kind for link in links] == [PersonalKind.MET, PersonalKind.ANSWER]
    assert [link.on for link in links] == [NOW.date()] * 2
    assert links[0].accounts == {f"answer:{sent.uuid}/1"}


def test_the_page_makes_few_queries(
    client: CheckedClient, application: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    press(client, application, accept=str(get_item("2.2", "codes-workers").uuid))
    current_brand()

    with django_assert_max_num_queries(10):
        client.get(address(application))
    with django_assert_max_num_queries(10):
        client.get(address(application, "codes"))
