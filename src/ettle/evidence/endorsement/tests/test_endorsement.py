"""An endorser sees what was chosen and nothing else, answers by a link, and can change their mind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from ettle.badges.models import Award, BadgeVersion
from ettle.evidence.endorsement import actions as endorsements
from ettle.evidence.endorsement import duties, queries
from ettle.evidence.endorsement.addresses import hash_address
from ettle.evidence.endorsement.status import EndorsementState, EndorsementStatus
from ettle.evidence.models import Application, Endorsement, EndorsementAnswer, EndorsementDuty
from ettle.evidence.tests import factories
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NOW = factories.LATER
RUTH = {"name": "Ruth Bell", "email": "ruth@rowan.example", "relationship": "manager", "note": "", "go": "send"}
ENDORSES = {
    "kind": "endorsed",
    "words": "She asked the person first, and the plan changed.",
    "name": "Ruth Bell",
    "job_title": "Manager",
    "relationship": "manager",
}


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def met_application(**changes: Any) -> Application:
    """Isla's application, met at NOW, of a badge with these values of its row."""
    factories.switch_off_second_marking()
    version = factories.create_leadership_badge()
    BadgeVersion.objects.filter(pk=version.pk).update(**{"endorsement": "invited", **changes})
    version.refresh_from_db()
    submission = factories.submit_application(factories.begin_application(version=version))
    factories.send_review(submission, cast.bashir(), "met", "met", now=NOW)
    return factories.reload_application(submission.application)


@pytest.fixture
def met() -> Application:
    return met_application()


@pytest.fixture
def required() -> Application:
    return met_application(endorsement="required", endorsement_days=90)


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


def test_nothing_of_the_evidence_is_shown_unless_it_was_chosen(isla: CheckedClient, met: Application) -> None:
    preview = ask(isla, met, go="preview", shown=["2"]).content.decode()
    card = preview.partition('id="preview"')[2].partition("</section>")[0]
    assert not Endorsement.objects.exists()
    assert factories.ENOUGH not in card

    nothing = asked(isla, met)
    page = visit(link(nothing)).content.decode()
    assert factories.ENOUGH not in page
    assert factories.ENOUGH_TOO not in page
    assert "Isla Reid asks you to endorse" in page
    assert "Management and leadership" in page
    assert "What did you do differently?" in page  # the criteria

    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, nothing.uuid]), {}, client=isla)
    some = asked(isla, met, shown=["2"], email="tom@rowan.example")
    page = visit(link(some)).content.decode()
    assert factories.ENOUGH_TOO in page
    assert factories.ENOUGH not in page


def test_the_email_has_a_link_and_no_word_of_the_evidence(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met, shown=["1", "2"])

    waiting = str(WaitingTask.objects.get(key=f"mail/endorse/{endorsement.uuid}/0").arguments)

    assert "/endorse/" in waiting
    assert "Isla Reid" in waiting
    assert factories.ENOUGH not in waiting
    assert "ruth@rowan.example" not in waiting.replace("'to': 'ruth@rowan.example'", "")


def test_opening_the_link_changes_nothing_and_the_page_is_not_stored(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)

    page = visit(link(endorsement))

    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert visit(reverse("evidence:take-back-endorsement", args=[link(endorsement).split("/")[2]])).status_code == 405
    assert not EndorsementAnswer.objects.exists()


def test_an_endorsement_has_all_that_a_signed_one_needs_and_the_address_is_gone(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)

    assert visit(link(endorsement), ENDORSES, days=1).status_code == 302

    answer = EndorsementAnswer.objects.get()
    endorsement.refresh_from_db()
    assert endorsement.endorser_email == ""
    assert endorsement.address_hash == hash_address("Ruth@Rowan.example")
    assert (answer.name, answer.job_title, answer.answered_at) == ("Ruth Bell", "Manager", NOW + timedelta(days=1))
    assert answer.claim["achievement"] == str(met.version.uuid)
    assert answer.claim["endorsement_comment"] == ENDORSES["words"]
    assert len(answer.claim["shown_sha256"]) == 64
    page = visit(page_of(met), client=isla).content.decode()
    assert "Ruth Bell, Manager, has endorsed your work" in page
    assert ENDORSES["words"] in page
    assert WaitingTask.objects.filter(key=f"mail/endorsement/answered/{answer.uuid}").exists()
    assert AuditLine.objects.filter(act="answered a request to endorse by a link").count() == 1


@pytest.mark.parametrize("missing", ["words", "name", "job_title", "relationship"])
def test_who_endorses_says_who_they_are_and_what_they_saw(isla: CheckedClient, met: Application, missing: str) -> None:
    endorsement = asked(isla, met)

    assert visit(link(endorsement), ENDORSES | {missing: ""}).status_code == 422
    assert visit(link(endorsement), ENDORSES | {"words": "See evil.example"}).status_code == 422
    assert not EndorsementAnswer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "state"), [("declined", EndorsementState.DECLINED), ("unknown", EndorsementState.UNKNOWN)]
)
def test_whoever_would_rather_not_gives_no_reason_and_someone_else_can_be_asked(
    isla: CheckedClient, met: Application, kind: str, state: EndorsementState
) -> None:
    endorsement = asked(isla, met)

    assert visit(link(endorsement), {"kind": kind, "name": "Ruth Bell", "words": "secret"}).status_code == 302

    assert status(met).state == state
    assert (EndorsementAnswer.objects.get().name, EndorsementAnswer.objects.get().words) == ("", "")
    again = ask(isla, met)
    assert again.status_code == 422
    assert "has answered already" in again.content.decode()
    assert ask(isla, met, email="tom@rowan.example").status_code == 302


def test_an_answer_can_be_changed_for_fourteen_days_and_not_after(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    visit(link(endorsement), {"kind": "declined"})

    change = visit(link(endorsement) + "?change=1", ENDORSES, days=13)

    assert change.status_code == 302
    assert status(met).state == EndorsementState.ENDORSED
    assert EndorsementAnswer.objects.count() == 2
    late = visit(link(endorsement) + "?change=1", ENDORSES | {"words": "Other words"}, days=15)
    assert ENDORSES["words"] in late.content.decode()
    assert EndorsementAnswer.objects.count() == 2
    assert "Change your answer" not in visit(link(endorsement), days=15).content.decode()


def test_an_answer_that_comes_after_someone_else_was_asked_is_refused_in_words(
    isla: CheckedClient, met: Application
) -> None:
    first = asked(isla, met)
    visit(link(first), {"kind": "declined"})
    asked(isla, met, email="tom@rowan.example")

    refused = visit(link(first) + "?change=1", ENDORSES, days=1)

    assert refused.status_code == 422
    assert "asked someone else in the meantime" in refused.content.decode()


def test_one_person_is_asked_at_a_time_and_a_withdrawn_link_shows_nothing(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met, shown=["1"])
    assert ask(isla, met, email="tom@rowan.example")["Location"] == page_of(met)
    assert Endorsement.objects.count() == 1

    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, endorsement.uuid]), {}, client=isla)

    endorsement.refresh_from_db()
    assert endorsement.endorser_email == ""
    for gone in (visit(link(endorsement)), visit(link(endorsement), ENDORSES)):
        assert gone.status_code == 404
        assert factories.ENOUGH not in gone.content.decode()
    assert status(met).state == EndorsementState.WITHDRAWN
    assert ask(isla, met, email="tom@rowan.example").status_code == 302


def test_an_answer_cannot_be_withdrawn_by_the_learner(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    visit(link(endorsement), ENDORSES)

    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, endorsement.uuid]), {}, client=isla)

    assert status(met).is_endorsed


@pytest.mark.parametrize(
    "address", ["isla@example.org", "ISLA+boss@example.org", "other@example.net", "old@example.net"]
)
def test_nobody_endorses_themself(isla: CheckedClient, met: Application, address: str) -> None:
    me = cast.isla()
    type(me).objects.create_user("other@example.net", name="isla  REID")
    me.address_changes.create(old_email="old@example.net", new_email="isla@example.org", asked_at=NOW, changed_at=None)

    refused = ask(isla, met, email=address)

    assert refused.status_code == 422
    assert "You cannot endorse your own work" in refused.content.decode()
    assert not Endorsement.objects.exists()


def test_the_learner_cannot_answer_with_the_link_even_with_another_account(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)
    other = type(cast.isla()).objects.create_user("other@example.net", name="Isla Reid")
    second = CheckedClient()
    second.force_login(other)

    for browser in (isla, second):
        assert "This is your own work" in visit(link(endorsement), client=browser).content.decode()
        assert visit(link(endorsement), ENDORSES, client=browser).status_code == 422
    assert not EndorsementAnswer.objects.exists()


def test_a_badge_that_says_who_endorses_takes_no_one_else(isla: CheckedClient) -> None:
    application = met_application(endorsement_by=["supervision"])

    page = visit(page_of(application, "ask-endorser"), client=isla).content.decode()

    assert "The other person in my supervision" in page
    assert "My line manager" not in page
    assert ask(isla, application).status_code == 422
    assert ask(isla, application, relationship="supervision").status_code == 302


def test_it_is_asked_after_met_unless_the_row_says_so(isla: CheckedClient) -> None:
    version = factories.create_leadership_badge()
    BadgeVersion.objects.filter(pk=version.pk).update(endorsement="invited")
    application = factories.begin_application(version=BadgeVersion.objects.get(pk=version.pk))
    factories.write_answers(application)
    assert ask(isla, application)["Location"] == page_of(application)
    assert not Endorsement.objects.exists()

    BadgeVersion.objects.filter(pk=version.pk).update(endorsement_from="begun")

    assert ask(isla, application, shown=["1"]).status_code == 302
    assert factories.ENOUGH in visit(link(Endorsement.objects.get())).content.decode()
    assert (
        "You have asked Ruth Bell"
        in visit(reverse("evidence:application", args=[application.uuid]), client=isla).content.decode()
    )


def test_a_badge_without_endorsement_has_no_page_for_it(isla: CheckedClient) -> None:
    application = met_application(endorsement="none")

    assert visit(page_of(application), client=isla).status_code == 404
    assert visit(page_of(application, "ask-endorser"), client=isla).status_code == 404
    page = visit(reverse("evidence:application", args=[application.uuid]), client=isla).content.decode()
    assert "Endorsement" not in page


def test_the_endorser_is_reminded_at_half_and_near_the_end_and_then_the_learner_hears(
    isla: CheckedClient, met: Application
) -> None:
    asked(isla, met)
    task_queue.run_due(NOW)
    mail.outbox.clear()

    subjects = []
    for day in (29, 30, 31, 52, 53, 54, 60, 61, 80):
        duties.send_reminders(now=NOW + timedelta(days=day))
        task_queue.run_due(NOW + timedelta(days=day))
        about = [message for message in mail.outbox if "endorse" in message.subject]
        subjects += [(day, message.to[0].partition("@")[0]) for message in about]
        mail.outbox.clear()

    assert subjects == [(30, "ruth"), (53, "ruth"), (60, "isla")]
    assert status(met, 61).state == EndorsementState.LATE
    assert ask(isla, met, days=61, email="tom@rowan.example").status_code == 302


def test_a_late_answer_counts_until_someone_else_is_asked_and_the_link_ends_after_thirty_days(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)

    assert visit(link(endorsement), days=91).status_code == 404
    assert visit(link(endorsement), ENDORSES, days=75).status_code == 302
    assert status(met, 75).is_endorsed


def test_no_one_is_reminded_who_answered_or_whose_request_was_withdrawn(isla: CheckedClient, met: Application) -> None:
    first = asked(isla, met)
    visit(link(first), {"kind": "declined"})
    second = asked(isla, met, email="tom@rowan.example")
    visit(reverse("evidence:withdraw-endorser", args=[met.uuid, second.uuid]), {}, client=isla)

    assert sum(duties.send_reminders(now=NOW + timedelta(days=day)) for day in range(0, 200, 5)) == 0


def test_a_required_endorsement_reminds_the_learner_and_is_said_to_be_missing_but_the_badge_stays(
    isla: CheckedClient, required: Application
) -> None:
    due = NOW + timedelta(days=90)
    assert EndorsementDuty.objects.get().due_at == due
    days = [day for day in range(120) if duties.send_reminders(now=NOW + timedelta(days=day))]
    award = Award.objects.get()

    assert days == [45, 83, 90]
    assert not status(required, 89).is_overdue
    assert status(required, 90).is_shown_as_missing
    before, after = (
        visit(reverse("badges:verified", args=[award.uuid]), days=day).content.decode() for day in (89, 90)
    )
    assert "Not endorsed" not in before
    assert "Not endorsed" in after
    with time_machine.travel(due, tick=False):
        isla.force_login(cast.isla())
    assert "Not endorsed" in visit(reverse("badges:earned", args=[award.uuid]), days=90, client=isla).content.decode()
    asked(isla, required, days=91)
    visit(link(Endorsement.objects.get(), 91), ENDORSES, days=92)
    assert "Not endorsed" not in visit(reverse("badges:verified", args=[award.uuid]), days=93).content.decode()


def test_a_row_that_says_nothing_of_a_missed_one_shows_nothing(isla: CheckedClient) -> None:
    application = met_application(endorsement="required", endorsement_days=90, endorsement_missed="nothing")

    page = visit(reverse("badges:verified", args=[Award.objects.get().uuid]), days=100).content.decode()

    assert status(application, 100).is_overdue
    assert "Not endorsed" not in page


def test_it_is_required_of_the_roles_of_the_row_and_others_are_invited() -> None:
    isla_is_front_line = met_application(endorsement="required", endorsement_days=90, endorsement_roles=["manager"])

    assert not EndorsementDuty.objects.exists()
    assert not status(isla_is_front_line).is_required
    assert status(isla_is_front_line).may_ask


def test_the_public_page_names_the_endorser_only_when_both_agree(isla: CheckedClient, met: Application) -> None:
    public = reverse("badges:verified", args=[Award.objects.get().uuid])
    private, agreed = asked(isla, met), ENDORSES | {"is_name_public": "on"}
    visit(link(private), ENDORSES)
    show = reverse("evidence:show-endorsement", args=[met.uuid, private.uuid])
    visit(show, {"show": "yes"}, client=isla)
    assert "Ruth Bell" not in visit(public).content.decode()

    visit(link(private) + "?change=1", agreed, days=1)
    assert "Ruth Bell" not in visit(public, days=1).content.decode()
    visit(show, {"show": "yes"}, days=1, client=isla)
    page = visit(public, days=1).content.decode()
    assert "Endorsed by Ruth Bell, Manager" in page
    assert ENDORSES["words"] in page
    visit(show, {"show": "no"}, days=1, client=isla)
    assert "Ruth Bell" not in visit(public, days=1).content.decode()


@pytest.mark.parametrize("go", ["hide", "withdraw"])
def test_the_endorser_can_take_their_name_off_or_withdraw_at_any_time(
    isla: CheckedClient, required: Application, go: str
) -> None:
    public = reverse("badges:verified", args=[Award.objects.get().uuid])
    endorsement = asked(isla, required)
    visit(link(endorsement), ENDORSES | {"is_name_public": "on"})
    visit(reverse("evidence:show-endorsement", args=[required.uuid, endorsement.uuid]), {"show": "yes"}, client=isla)
    assert "Ruth Bell" in visit(public).content.decode()

    visit(link(endorsement) + "withdraw", {"go": go}, days=400)

    page = visit(public, days=400).content.decode()
    assert "Ruth Bell" not in page
    assert ("Not endorsed" in page) == (go == "withdraw")
    assert Award.objects.count() == 1
    assert status(required, 400).is_endorsed == (go == "hide")


@pytest.mark.parametrize("other", [cast.callum, cast.bashir, cast.freya, cast.morag, cast.dougal])
def test_nobody_else_finds_the_pages(isla: CheckedClient, met: Application, other: Any) -> None:
    endorsement = asked(isla, met)
    client = CheckedClient()
    client.force_login(other())

    for name in ("endorsement", "ask-endorser"):
        assert visit(page_of(met, name), client=client).status_code == 404
    for name in ("withdraw-endorser", "show-endorsement"):
        address = reverse(f"evidence:{name}", args=[met.uuid, endorsement.uuid])
        assert visit(address, {"show": "yes"}, client=client).status_code == 404


@pytest.mark.parametrize("token", ["x", "x:y:z", "e30"])
def test_an_invented_link_shows_nothing(token: str) -> None:
    assert visit(reverse("evidence:endorse", args=[token])).status_code == 404


def test_few_endorsers_can_be_written_to_in_a_day(isla: CheckedClient, met: Application) -> None:
    for number in range(5):
        endorsement = asked(isla, met, email=f"r{number}@example.net")
        visit(reverse("evidence:withdraw-endorser", args=[met.uuid, endorsement.uuid]), {}, client=isla)

    assert ask(isla, met, email="r6@example.net").status_code == 429


def test_a_newcomer_cannot_write_to_strangers(met: Application) -> None:
    learner = met.learner
    learner.memberships.all().delete()
    type(learner).objects.filter(pk=learner.pk).update(joined_at=NOW)
    client = CheckedClient()
    client.force_login(type(learner).objects.get(pk=learner.pk))

    assert (
        "you can send invitations by email from" in visit(page_of(met, "ask-endorser"), client=client).content.decode()
    )
    assert ask(client, met).status_code == 422


def test_it_goes_with_the_account_and_the_badge_shows_nothing_of_it(isla: CheckedClient, required: Application) -> None:
    endorsement = asked(isla, required)
    visit(link(endorsement), ENDORSES | {"is_name_public": "on"})

    people.leave(cast.isla(), now=NOW)

    assert not Endorsement.objects.exists()
    assert not EndorsementAnswer.objects.exists()
    assert not EndorsementDuty.objects.exists()
    assert visit(link(endorsement)).status_code == 404
    page = visit(reverse("badges:verified", args=[Award.objects.get().uuid]), days=100).content.decode()
    assert "ndorsed" not in page


def test_an_endorser_who_leaves_takes_their_address(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)

    endorsements.forget_endorser("RUTH@rowan.example")

    endorsement.refresh_from_db()
    assert (endorsement.endorser_name, endorsement.endorser_email) == ("", "")
    assert "Someone who has left this site" in visit(page_of(met), client=isla).content.decode()
    assert duties.send_reminders(now=NOW + timedelta(days=40)) == 0


def test_the_learner_can_download_it(isla: CheckedClient, met: Application) -> None:
    visit(link(asked(isla, met)), ENDORSES)

    exported = str(people.export_personal_data(cast.isla(), now=NOW))

    assert ENDORSES["words"] in exported


def test_the_pages_make_few_queries(isla: CheckedClient, met: Application, django_assert_max_num_queries: Any) -> None:
    visit(link(asked(isla, met)), ENDORSES)
    award = Award.objects.get()
    own = reverse("evidence:application", args=[met.uuid])
    for address in (page_of(met), own, reverse("badges:earned", args=[award.uuid])):
        visit(address, client=isla)
        with django_assert_max_num_queries(16):
            visit(address, client=isla)
