"""An endorser sees what was chosen and nothing else, answers by a link, and can change their mind."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from ettle.badges.models import Award
from ettle.evidence.endorsement import actions as endorsements
from ettle.evidence.endorsement import duties
from ettle.evidence.endorsement.address_hashes import hash_address
from ettle.evidence.endorsement.status import EndorsementState
from ettle.evidence.endorsement.tests.stories import (
    ENDORSES,
    NOW,
    ask,
    asked,
    link,
    met_application,
    page_of,
    status,
    visit,
)
from ettle.evidence.models import Application, Endorsement, EndorsementAnswer, EndorsementDuty
from ettle.evidence.tests import factories
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


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

    waiting = str(WaitingTask.objects.get(key=f"mail/endorse/{endorsement.uuid}").arguments)

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
    assert "You have asked this person already" in again.content.decode()
    assert ask(isla, met, email="tom@rowan.example").status_code == 302


def test_an_answer_can_be_changed_for_fourteen_days_and_not_after(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    visit(link(endorsement), {"kind": "declined"})

    change = visit(link(endorsement) + "?change=1", ENDORSES, days=13)

    assert change.status_code == 302
    assert status(met).state == EndorsementState.ENDORSED
    assert EndorsementAnswer.objects.count() == 2
    late = visit(link(endorsement) + "?change=1", ENDORSES | {"words": "Other words"}, days=15)
    assert late.status_code == 422
    assert "Other words" in late.content.decode()
    assert EndorsementAnswer.objects.count() == 2
    assert ENDORSES["words"] in visit(link(endorsement), days=15).content.decode()
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
    "address",
    ["isla@example.org", "islareid@googlemail.com", "ISLA+boss@example.org", "other@example.net", "old@example.net"],
)
def test_nobody_endorses_themself(isla: CheckedClient, met: Application, address: str) -> None:
    me = cast.isla()
    type(me).objects.create_user("other@example.net", name="isla  REID")
    EmailAddress.objects.create(user=me, email="isla.reid@gmail.com")
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


def test_a_badge_without_endorsement_has_no_page_for_it(isla: CheckedClient) -> None:
    application = met_application(endorsement="none")

    assert visit(page_of(application), client=isla).status_code == 404
    assert visit(page_of(application, "ask-endorser"), client=isla).status_code == 404
    page = visit(reverse("evidence:application", args=[application.uuid]), client=isla).content.decode()
    assert "Endorsement" not in page


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


def test_words_that_could_identify_someone_are_shown_once_before_they_are_sent(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)
    words = ENDORSES | {"words": "Isla sat with Mrs Jean Doyle until her son came."}

    shown = visit(link(endorsement), words).content.decode()
    marks = re.findall(r'name="looked-at" value="([^"]*)"', shown)

    assert "Jean" in shown.partition('id="look-at"')[2]
    assert not EndorsementAnswer.objects.exists()
    assert visit(link(endorsement), words | {"looked-at": [html.unescape(mark) for mark in marks]}).status_code == 302


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
