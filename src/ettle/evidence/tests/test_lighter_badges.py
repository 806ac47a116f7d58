"""Lighter and fairer badges: writing at once, the sort before sending, one standard, no repeated text, a fit check."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from ettle.activities.models import InvitedActivity
from ettle.activities.tests import factories as activity_factories
from ettle.badges import actions as badge_actions
from ettle.badges import queries as badges
from ettle.evidence import actions
from ettle.evidence.application.fit import check_fit
from ettle.evidence.application.repeated_text import is_same_text
from ettle.evidence.application.state import State
from ettle.evidence.models import Application, Submission
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_my_application_pages import page_url, post_answer
from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db

ACCOUNT = (
    "Two of us were off sick. Our senior read the list and rang the agency, and that was management. Then she told "
    "everyone the truth about breakfast and asked what would help, and that was leadership."
)
CHANGE = (
    "For two weeks I said one thing at handover that a person wanted, in their own words. A man had his door left open "
    "and slept better. One colleague did not like it, so next time I would ask her first."
)


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def start_address(slug: str) -> str:
    return page_url("start", slug)


def finish_sort(application: Application) -> None:
    criterion = next(criterion for criterion in application.criteria if criterion.kind == "activity")
    invited = actions.open_activity(
        application, criterion=criterion, return_path="/back/", by=application.learner, now=NOW
    )
    activity_factories.finish_sort(invited)


@pytest.fixture
def leadership(starter_pack: None) -> Application:
    """Isla has begun ET-101 of the starter pack and has the badge before it."""
    first, second = (badges.version_by_slug(slug) for slug in ("first-steps", "management-and-leadership"))
    assert first is not None
    assert second is not None
    badge_actions.award(learner=cast.isla(), version=first, by=None, now=NOW)
    return factories.begin_application(version=second)


def test_et_101_asks_an_assessor_for_two_accounts_only(leadership: Application) -> None:
    kinds = [(criterion.kind, criterion.automatic) for criterion in leadership.criteria]
    accounts = [criterion for criterion in leadership.criteria if criterion.is_assessed]

    assert kinds == [("activity", False), ("text", True), ("text", False), ("text", False)]
    assert [criterion.position for criterion in accounts] == [3, 4]
    assert 200 <= sum(criterion.about_words for criterion in accounts) <= 300


def test_the_sort_counts_before_sending(leadership: Application, isla: CheckedClient) -> None:
    for criterion, text in zip(leadership.criteria[1:], ("We decide a lot at night.", ACCOUNT, CHANGE), strict=True):
        factories.save_answer(leadership, criterion, text)
    actions.declare(leadership, ai_use="none", ai_words="", by=cast.isla(), now=NOW)
    with pytest.raises(Refused, match="do this part first"):
        actions.submit(leadership, by=cast.isla(), looked=True, short_is_fine=True, now=NOW)
    page = page_url("criterion", leadership.uuid, 1)
    assert "Start the activity" in isla.get(page).content.decode()
    opened: Any = isla.post(page)
    assert opened.url == reverse("activities:play", args=[InvitedActivity.objects.get().invitation.uuid, 1])

    activity_factories.finish_sort(InvitedActivity.objects.get())

    assert "You have finished this activity" in isla.get(page).content.decode()
    submission = actions.submit(leadership, by=cast.isla(), looked=True, short_is_fine=True, now=NOW)
    assert [answer.criterion.position for answer in submission.answers.order_by("criterion__position")] == [2, 3, 4]
    factories.send_review(submission, cast.bashir(), "met", "met")
    assert factories.reload_application(leadership).state == State.MET


def test_only_the_two_accounts_come_back(leadership: Application) -> None:
    finish_sort(leadership)
    for criterion, text in zip(leadership.criteria[1:], ("We decide a lot at night.", ACCOUNT, CHANGE), strict=True):
        factories.save_answer(leadership, criterion, text)
    actions.declare(leadership, ai_use="none", ai_words="", by=cast.isla(), now=NOW)
    submission = actions.submit(leadership, by=cast.isla(), looked=True, short_is_fine=True, now=NOW)

    factories.send_review(submission, cast.bashir(), "met", "not-yet")

    application = factories.reload_application(leadership)
    assert application.status.open_to_change == {application.criteria[3].pk}


def test_first_steps_is_earned_at_once_without_an_assessor(isla: CheckedClient, starter_pack: None) -> None:
    isla.post(start_address("first-steps"), {"once": str(uuid.uuid4())})
    number = Application.objects.get().uuid
    isla.post(page_url("criterion", number, 1))
    practice = isla.get(page_url("criterion", number, 2)).content.decode()
    sentences = re.findall(r'name="ticked" value="(\d+)"[^>]*>\s*<label[^>]*>(.*?)</label>', practice, re.DOTALL)
    places = ("Birchwood Lodge", "head teacher", "paper shop")
    isla.post(
        page_url("criterion", number, 2),
        {"ticked": [value for value, text in sentences if any(place in text for place in places)]},
    )
    post_answer(isla, page_url("criterion", number, 3), "I want to speak up in meetings.")
    post_answer(isla, page_url("criterion", number, 4), "I will leave out days and say a man I support.")
    check = isla.get(page_url("check", number)).content.decode()
    answers = {"short_is_fine": "on", "looked": "on", **factories.declared_fields(is_assessed=False)}
    sent: Any = isla.post(page_url("check", number), {"once": str(uuid.uuid4()), **answers})

    assert sent.status_code == 302
    assert factories.count_awards(cast.isla()) == 1
    assert Submission.objects.get().review.assessor is None
    again: Any = isla.get(page_url("application", number)).content.decode()
    assert "You have earned this badge" in again
    assert "I have read who will see it</label>" in check
    assert "Yes, this is all I want to say</label>" in check
    assert "my assessor" not in check
    assert "assessor may accept" not in check


def test_learner_and_assessor_read_the_same_standard(isla: CheckedClient) -> None:
    application = factories.begin_application()
    address = page_url("criterion", application.uuid, 1)
    first = isla.get(address).content.decode()
    submission = factories.submit_application(application)
    factories.practise(cast.bashir(), submission)
    assessor = CheckedClient()
    assessor.force_login(cast.bashir())

    decide = assessor.get(page_url("decide", submission.uuid, 1)).content.decode()

    assert '<details class="fold standard" open>' in first
    for page in (first, decide):
        for words in ("It is met when:", "Not yet when:", *factories.STANDARD.values()):
            assert escape(words) in page


def test_the_standard_is_folded_after_the_first_time(isla: CheckedClient) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], ACCOUNT)

    again = isla.get(page_url("criterion", application.uuid, 2)).content.decode()

    assert '<details class="fold standard">' in again
    assert again.index("<textarea") < again.index("fold standard")


def test_every_answer_of_the_starter_pack_has_its_standard_and_two_examples(starter_pack: None) -> None:
    for version in badges.current_versions():
        for criterion in badges.version_criteria(version):
            if criterion.kind == "text":
                name = f"{version} {criterion.position}"
                texts = (criterion.shows_met, criterion.not_yet_when, criterion.met_example, criterion.not_yet_example)
                assert all(texts), name
                assert not is_same_text(criterion.met_example, criterion.not_yet_example), name


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("I asked her.", "  i ASKED, her!", True),
        (ACCOUNT, ACCOUNT.replace("senior", "team leader"), True),
        (ACCOUNT, f"{ACCOUNT} It took an hour, and after that we all had tea.", True),
        (ACCOUNT, CHANGE, False),
        ("I asked her first.", "I asked him first.", False),
        ("", "", False),
    ],
)
def test_a_copy_is_known_whatever_its_dress(first: str, second: str, is_same: bool) -> None:
    assert is_same_text(first, second) == is_same


def test_a_repeated_text_is_refused_kindly_and_stays_saved(isla: CheckedClient) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], ACCOUNT)

    shown = post_answer(isla, page_url("criterion", application.uuid, 2), f"{ACCOUNT} Really.")

    page = shown.content.decode()
    assert shown.status_code == 422
    assert page.count("nearly the same text as in criterion 1") == 2
    assert "Really." in page
    assert application.answers.current().get(criterion=application.criteria[1]).text.endswith("Really.")
    check = isla.get(page_url("check", application.uuid)).content.decode()
    assert "nearly the same text as in criterion 1" in check
    assert ">Send<" not in check
    changed = post_answer(isla, page_url("criterion", application.uuid, 2), CHANGE, rev=1)
    assert changed.status_code == 302


def test_the_fit_check_answers_and_never_stands_in_the_way(isla: CheckedClient) -> None:
    factories.create_leadership_badge()
    address = start_address("management-and-leadership")
    criteria = factories.begin_application(cast.callum(), badges.version_by_slug("management-and-leadership")).criteria

    for query, words in (
        ("", "Does it fit you now?"),
        ("?fit=1", "Nothing comes to mind yet"),
        ("?fit=1&have=2", "You have something for 1 of 2 criteria"),
        ("?fit=1&have=1&have=2&have=x", "It fits"),
    ):
        page = isla.get(address + query).content.decode()
        assert words in page
        assert ">Start<" in page
    assert check_fit(criteria, None).answer == ""


def test_a_badge_that_is_earned_is_not_offered_to_start(isla: Any) -> None:
    version = factories.create_leadership_badge()
    assert start_address(version.badge.slug) in isla.get(page_url("index")).content.decode()

    factories.award_badge(cast.isla(), version)

    assert start_address(version.badge.slug) not in isla.get(page_url("index")).content.decode()
