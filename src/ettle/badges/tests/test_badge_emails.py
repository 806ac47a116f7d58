"""What a holder is told by email: a badge was withdrawn or suspended, that was lifted, or one ends soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from ettle.badges import actions, scheduled_tasks
from ettle.badges.award import expiry
from ettle.badges.models import Award, Revocation
from ettle.badges.status import status_lists
from ettle.badges.tests import badge_factory
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.models import WaitingTask
from ettle.kit.pages import brand
from ettle.kit.pages.brand import Contact, SiteBrand
from ettle.kit.tasks import task_queue
from ettle.kit.values import short_caches
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent_since(_act: object, now: datetime | None = None) -> list[mail.EmailMessage]:
    """The emails that the worker sends after an act. now: when it works, if that is not today."""
    mail.outbox.clear()
    task_queue.run_due(now)
    return list(mail.outbox)


def withdraw(award: Award) -> Revocation:
    return actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=badge_factory.EARNED)


def signed_for(months: int | None, learner: object = None, **changes: object) -> Award:
    version = badge_factory.version(valid_for_months=months, **changes)
    award = actions.award(learner=learner or cast.isla(), version=version, by=None, now=badge_factory.EARNED)  # type: ignore[arg-type]  # a person of the cast
    task_queue.run_due()
    return Award.objects.with_related().get(pk=award.pk)


def announced_at(now: datetime) -> list[mail.EmailMessage]:
    scheduled_tasks.announce_expiry.call(at=now.isoformat())
    return sent_since(None, now)


def test_the_holder_of_a_withdrawn_badge_is_told_why_and_in_which_role_and_no_one_else() -> None:
    award = badge_factory.signed()

    (letter,) = sent_since(withdraw(award))

    assert letter.to == ["isla@example.org"]
    assert letter.subject == "Your badge Asking first was withdrawn"
    body = str(letter.body)
    assert "An administrator of Ettle withdrew your badge Asking first from Rowan House on 12 October 2026." in body
    assert "The reason given:\nThe account was copied." in body
    assert "They do not see the reason." in body
    assert f"/me/badges/{award.uuid}/" in body
    assert "Dougal" not in body


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        (Contact("help@example.org", "0131 496 0000"), "write to help@example.org. Say which badge it is, and why."),
        (Contact(phone="0131 496 0000"), "call 0131 496 0000."),
        (Contact(), "tell the people who run this site."),
    ],
)
def test_the_email_says_whom_to_ask(contact: Contact, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    award = badge_factory.signed()
    monkeypatch.setattr(brand._BrandCache, "brand", replace(SiteBrand(), contact=contact))
    monkeypatch.setattr(brand._BrandCache, "period", short_caches.current_period())

    (letter,) = sent_since(withdraw(award))

    assert f"If you think that this is wrong, {words}" in str(letter.body)


def test_a_holder_who_closed_their_account_or_has_had_many_notices_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    award, other = badge_factory.signed(), badge_factory.signed(cast.callum())
    type(award.learner).objects.filter(pk=award.learner_id).update(is_active=False)

    assert sent_since(withdraw(Award.objects.get(pk=award.pk))) == []

    monkeypatch.setattr("ettle.kit.mail.delivery.is_within_limit", lambda limit, **_: limit is not WORK_NOTICES)
    assert sent_since(withdraw(other)) == []


def test_the_holder_is_told_of_a_suspension_and_of_its_end_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    award, now = badge_factory.signed(), badge_factory.EARNED

    for _ in range(2):
        (letter,) = sent_since(actions.suspend(award, reason="A report came.", by=cast.dougal(), now=now))
        (lifted,) = sent_since(actions.lift(award, reason="Nothing was found.", by=cast.dougal(), now=now))

        assert (letter.to, lifted.to) == (["isla@example.org"], ["isla@example.org"])
        assert letter.subject == "Your badge Asking first is suspended"
        assert lifted.subject == "Your badge Asking first is not suspended any more"
        first = "An administrator of Ettle suspended your badge Asking first from Rowan House on 12 October 2026."
        then = "An administrator of Ettle lifted the suspension of your badge Asking first from Rowan House on 12"
        assert all(words in letter.body for words in (first, "given:\nA report came.", "They do not see the reason."))
        assert all(words in lifted.body for words in (then, "given:\nNothing was found.", "There is a new badge file"))
        for email in (letter, lifted):
            assert all(words in email.body for words in ("If you think that this is wrong", f"/badges/{award.uuid}/"))
            assert ("Dougal" in email.body, "List-Unsubscribe" in email.extra_headers) == (False, False)

    with monkeypatch.context() as full:
        full.setattr("ettle.kit.mail.delivery.is_within_limit", lambda limit, **_: limit is not WORK_NOTICES)
        assert sent_since(actions.suspend(award, reason="Again.", by=cast.dougal(), now=now)) == []
    type(award.learner).objects.filter(pk=award.learner_id).update(is_active=False)
    assert sent_since(actions.lift(award, reason="Nothing.", by=cast.dougal(), now=now)) == []


def test_a_badge_that_is_withdrawn_again_after_a_restore_says_no_role_and_one_email_is_enough() -> None:
    award = badge_factory.signed()
    withdraw(award)
    Revocation.objects.all().delete()
    status_lists.sign_status_list(award.credential.status_list, badge_factory.EARNED)

    # The withdrawal of this test is told at the same time: one email names the badge.
    (letter,) = sent_since(actions.apply_withdrawals(now=badge_factory.EARNED))

    assert letter.subject == "Your badge Asking first was withdrawn"
    assert sent_since(actions.apply_withdrawals(now=badge_factory.EARNED)) == []


def test_a_withdrawal_that_only_the_list_has_is_told_without_a_role() -> None:
    award = badge_factory.signed()
    withdraw(award)
    Revocation.objects.all().delete()
    WaitingTask.objects.filter(key=f"mail/withdrawn/{award.uuid}").delete()

    scheduled_tasks.apply_withdrawals.call(at=badge_factory.EARNED.isoformat())
    (letter,) = sent_since(award)

    assert "Your badge Asking first from Rowan House was withdrawn on 12 October 2026." in str(letter.body)
    assert "administrator" not in str(letter.body).split("The reason given:", maxsplit=1)[0]


def test_a_holder_is_told_once_that_a_badge_ends_soon() -> None:
    award = signed_for(12)
    ends = award.valid_until
    assert ends == datetime(2027, 10, 12, 14, 30, tzinfo=UTC)

    assert announced_at(ends - 31 * DAY) == []
    (letter,) = announced_at(ends - 30 * DAY)
    assert [announced_at(ends - days * DAY) for days in (29, 25)] == [[], []]

    assert letter.to == ["isla@example.org"]
    assert letter.subject == "Your badge Asking first is valid until 12 October 2027"
    assert "anyone who checks it reads that it has expired" in str(letter.body)
    assert f"/me/badges/{award.uuid}/" in str(letter.body)
    assert "List-Unsubscribe" in letter.extra_headers


def test_a_worker_that_stood_still_for_days_still_tells_and_later_it_is_over() -> None:
    ends = signed_for(12).valid_until
    assert ends is not None

    assert announced_at(ends - 22 * DAY) == []
    assert len(announced_at(ends - 23 * DAY)) == 1


def test_a_badge_of_a_month_is_not_told_to_end_on_the_day_it_is_earned() -> None:
    ends = signed_for(1).valid_until
    assert ends is not None

    assert announced_at(badge_factory.EARNED + DAY) == []
    assert len(announced_at(ends - 7 * DAY)) == 1


@pytest.mark.parametrize("why", ["withdrawn", "closed", "not signed", "never ends", "has a later one"])
def test_no_one_is_told_of_an_end_that_does_not_concern_them(why: str) -> None:
    award = signed_for(None if why == "never ends" else 12)
    soon = datetime(2027, 9, 14, tzinfo=UTC)
    if why == "withdrawn":
        withdraw(award)
    elif why == "closed":
        type(award.learner).objects.filter(pk=award.learner_id).update(is_active=False)
    elif why == "not signed":
        award.credential.delete()
    elif why == "has a later one":
        newer = badge_factory.version(valid_for_months=12, summary="You asked again.")
        actions.award(learner=cast.isla(), version=newer, by=None, now=badge_factory.EARNED + 60 * DAY)
    task_queue.run_due(soon)

    assert announced_at(soon) == []
    if why == "never ends":
        assert award.valid_until is None


def test_all_ends_are_looked_for_in_one_query(django_assert_num_queries: object) -> None:
    signed_for(12)
    signed_for(12, cast.callum())

    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture's own type is private
        assert len(list(expiry.awards_ending_soon(datetime(2027, 9, 14, tzinfo=UTC)))) == 2
