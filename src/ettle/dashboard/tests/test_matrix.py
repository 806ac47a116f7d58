"""What a person's evidence shows, item by item: states in words, each with what is behind it."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ettle.badges import actions as badges
from ettle.badges.queries import current_versions
from ettle.dashboard.matrix.evidence_matrix import build_matrix
from ettle.evidence.models import AnswerLink, Application
from ettle.evidence.tests import factories
from ettle.framework.queries import get_item
from ettle.framework.queries.link_targets import TARGET_LISTS, item_to_target
from ettle.framework.types import LinkTarget, PersonalKind, PersonalLink
from ettle.kit.pages.brand import current_brand
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import actions as log
from ettle.learning_log.tests import factories as log_factories
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
MATRIX = reverse("dashboard:matrix")


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def link_entry(target: LinkTarget, words: str = "She chose the tea herself") -> None:
    entry = log_factories.create_entry(cast.isla(), happened=words)
    log.link(entry, offered=[target], selected=[target.item], by=cast.isla(), now=NOW)


def link_answer(*targets: LinkTarget) -> Application:
    application = factories.begin_application(version=current_versions().get(badge__number="ET-101"))
    criterion = application.criteria[2]
    factories.save_answer(application, criterion, factories.ENOUGH)
    names = ("framework", "edition", "item", "key", "title", "path")
    for target in targets:
        fields = {name: getattr(target, name) for name in names}
        AnswerLink.objects.create(application=application, criterion=criterion, linked_at=NOW, **fields)
    return application


def theme(key: str) -> LinkTarget:
    return item_to_target(get_item(key, "capabilities"))


def states(client: CheckedClient, of: str = "capabilities") -> dict[str, str]:
    """Key -> state of every item that is not empty."""
    groups = client.get(f"{MATRIX}?of={of}").context["matrix"].groups
    return {row.target.key: str(row.state) for _group, rows in groups for row in rows if not row.is_empty}


def test_an_empty_matrix_says_what_to_do(isla: CheckedClient) -> None:
    page = isla.get(MATRIX).content.decode()

    assert "Nothing here yet" in page
    assert f'href="{reverse("learning_log:new")}"' in page


@pytest.mark.parametrize("name", TARGET_LISTS)
def test_every_framework_has_its_matrix(isla: CheckedClient, name: str) -> None:
    target = TARGET_LISTS[name].targets()[0]
    link_entry(target)
    link_answer(target)

    page = isla.get(f"{MATRIX}?of={name}").content.decode()

    assert states(isla, name)[target.key] == "In an application"
    assert "She chose the tea herself" in page
    assert "Seen by: you" in page
    assert "Nothing yet" in page


def test_a_theme_belongs_to_its_capability_and_an_account_is_named_once_in_a_state(isla: CheckedClient) -> None:
    link_entry(theme("emp.1"))
    link_entry(theme("emp"), "We asked them first")

    assert states(isla) == {"emp": "In my log", "emp.1": "In my log"}
    rows = next(rows for group, rows in isla.get(MATRIX).context["matrix"].groups if rows[0].target.key == "emp")
    assert [link.words for link in rows[0].cells[0].links] == ["We asked them first", "She chose the tea herself"]


def test_a_badge_is_a_state_of_what_it_is_about_and_of_nothing_else(isla: CheckedClient) -> None:
    version = current_versions().get(badge__number="ET-101")
    badges.award(learner=cast.isla(), version=version, by=None, now=NOW)

    assert states(isla) == {"vis": "Badge", "vis.2": "Badge", "mot": "Badge", "mot.2": "Badge"}
    assert set(states(isla, "codes")) == {"2.2", "2.4"}


def test_what_was_linked_to_an_earlier_edition_is_not_lost() -> None:
    old = PersonalLink("cpl", "99", "An old entry", "/me/log/1/", item=uuid.uuid4(), title="A topic that is gone")
    goal = PersonalLink("cpl", "7", "A goal", "/goals/1/", kind=PersonalKind.GOAL)

    matrix = build_matrix(TARGET_LISTS["cpl"].rows(), [old, old, goal])

    assert matrix.earlier == [old]
    assert all(row.is_empty for _group, rows in matrix.groups for row in rows)


def test_the_thread_through_the_model_and_the_matrix_show_the_same(isla: CheckedClient) -> None:
    node = TARGET_LISTS["model"].targets()[3]
    link_answer(node, theme("emp.1"))

    groups = isla.get(reverse("framework:logic-model")).context["own"].groups

    assert {group.node.key for group in groups} == set(states(isla, "model"))
    assert node.key in states(isla, "model")
    assert "1 answer in an application" in isla.get(reverse("framework:logic-model")).content.decode()


def test_answers_that_are_linked_to_nothing_are_named(isla: CheckedClient) -> None:
    application = link_answer()
    address = reverse("evidence:answer-links", args=[application.uuid, application.criteria[2].position])

    assert f'href="{address}"' in isla.get(MATRIX).content.decode()
    assert isla.get(f"{MATRIX}?of=nothing").status_code == 404


def test_nobody_sees_the_evidence_of_another(client: CheckedClient) -> None:
    link_entry(theme("emp.1"))
    client.force_login(cast.callum())

    assert "She chose the tea herself" not in client.get(MATRIX).content.decode()
    assert states(client) == {}


@pytest.mark.parametrize("name", TARGET_LISTS)
def test_the_matrix_makes_few_queries(
    isla: CheckedClient, django_assert_max_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    link_entry(TARGET_LISTS[name].targets()[0])
    link_answer(TARGET_LISTS[name].targets()[0])
    isla.get(f"{MATRIX}?of={name}")  # the model is read again when it has changed, by the next page
    current_brand()

    with django_assert_max_num_queries(10):
        isla.get(f"{MATRIX}?of={name}")
