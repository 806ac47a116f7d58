"""The pages on which a holder asks for a badge with a new name, and someone who knows them decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from ettle.badges import actions
from ettle.badges.models import Award, ReissueRequest
from ettle.badges.tests import badge_factory
from ettle.badges.verify import verification
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import Membership, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NEW_NAME = "Isla Macrae"
LIST = "/manage/badges/names/"


@pytest.fixture
def award() -> Award:
    """Isla's badge from Rowan House, signed as Isla Reid. Since then she has changed her name."""
    award = badge_factory.signed()
    User.objects.filter(pk=award.learner_id).update(name=NEW_NAME)
    return Award.objects.with_related().get(pk=award.pk)


def signed_in(person: User) -> CheckedClient:
    client = CheckedClient()
    client.force_login(person)
    return client


def ask(award: Award, note: str = "I married.") -> ReissueRequest:
    answer = signed_in(cast.isla()).post(page_of(award), {"note": note})
    assert answer.status_code == 302
    return award.reissue_requests.get()


def page_of(award: Award) -> str:
    return reverse("badges:new_name", args=[award.uuid])


def decision_page(asked: ReissueRequest) -> str:
    return reverse("badges:decide_name", args=[asked.uuid])


def text(client: CheckedClient, address: str) -> str:
    return client.get(address).content.decode()


def test_the_holder_asks_a_lead_says_yes_and_the_badge_has_the_new_name(
    award: Award, django_assert_max_num_queries: Any
) -> None:
    isla, freya = signed_in(cast.isla()), signed_in(cast.freya())
    assert page_of(award) in text(isla, reverse("badges:earned", args=[award.uuid]))
    assert "with the name Isla Macrae" in text(isla, page_of(award))

    asked = ask(award)
    assert "It waits for someone to check it" in text(isla, page_of(award))
    with django_assert_max_num_queries(10):
        assert "Isla Reid would like to be Isla Macrae" in text(freya, LIST)
    assert "I married." in text(freya, decision_page(asked))
    freya.post(decision_page(asked), {"decision": "accept", "answer": ""})

    assert Award.objects.with_related().get(pk=award.pk).credential.issuance.name == NEW_NAME
    assert "the same name as your account" in text(isla, page_of(award))
    assert "Nobody asks" in text(freya, LIST)
    assert freya.get(decision_page(asked)).status_code == 404


def test_the_holder_alone_finds_the_earlier_files_of_a_badge(client: CheckedClient, award: Award) -> None:
    old = reverse("badges:verified", args=[award.credential.uuid])
    client.force_login(cast.isla())
    page = reverse("badges:earned", args=[award.uuid])
    assert "Earlier files" not in client.get(page).content.decode()

    newer = actions.hide_name(award, by=cast.isla(), now=cast.NOW)

    shown = client.get(page).content.decode()
    assert old in shown
    assert "The badge was awarded" in shown
    public = CheckedClient().get(reverse("badges:verified", args=[newer.credential.uuid])).content.decode()
    assert old not in public
    assert reverse("badges:verified", args=[newer.credential.uuid]) in CheckedClient().get(old).content.decode()


def test_a_no_needs_a_reason_which_the_holder_reads_and_can_answer(award: Award) -> None:
    asked, freya = ask(award), signed_in(cast.freya())

    refused = freya.post(decision_page(asked), {"decision": "refuse", "answer": " "})
    assert refused.status_code == 422
    assert "Write why the badge is not issued with this name" in refused.content.decode()
    assert freya.post(decision_page(asked), {"answer": "I wonder"}).status_code == 422
    freya.post(decision_page(asked), {"decision": "refuse", "answer": "Ring me first."})

    page = text(signed_in(cast.isla()), page_of(award))
    assert "Ring me first." in page
    assert "Ask for a badge with the name" in page
    assert award.credentials.count() == 1


def test_a_request_is_taken_back_and_leaves_no_answer(award: Award) -> None:
    asked, isla = ask(award), signed_in(cast.isla())

    isla.post(reverse("badges:take_back_name", args=[award.uuid]))

    asked.refresh_from_db()
    assert asked.decided_by == cast.isla()
    assert "decided not to issue" not in text(isla, page_of(award))
    assert isla.post(reverse("badges:take_back_name", args=[award.uuid])).status_code == 404


def test_asking_without_another_name_is_refused_in_words_and_keeps_the_note(award: Award) -> None:
    User.objects.filter(pk=award.learner_id).update(name="Isla Reid")

    refused = signed_in(cast.isla()).post(page_of(award), {"note": "My note"})

    assert refused.status_code == 422
    assert "the same name as your account" in refused.content.decode()
    assert not ReissueRequest.objects.exists()


def test_someone_without_a_name_is_led_to_their_settings_and_is_offered_nothing_to_send(award: Award) -> None:
    User.objects.filter(pk=award.learner_id).update(name="")

    page = text(signed_in(cast.isla()), page_of(award))

    assert "Add your name in your settings first." in page
    assert "Ask for a badge" not in page


def test_nobody_else_reads_asks_or_decides(award: Award) -> None:
    asked, taken_back = ask(award), reverse("badges:take_back_name", args=[award.uuid])
    # Another learner, someone without an organisation, an assessor, and the lead of another organisation.
    for person in (cast.callum(), cast.stranger(), cast.bashir(), cast.morag()):
        client = signed_in(person)
        assert client.get(page_of(award)).status_code == 404
        assert client.post(page_of(award), {"note": ""}).status_code == 404
        assert client.post(taken_back).status_code == 404
        assert client.get(decision_page(asked)).status_code == 404
        assert client.post(decision_page(asked), {"decision": "accept"}).status_code == 404
        assert NEW_NAME not in client.get(LIST).content.decode()
    visitor = CheckedClient()
    for address in (page_of(award), decision_page(asked), LIST):
        assert "/account/sign-in/" in visitor.get(address)["Location"]
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_an_administrator_does_not_decide_on_their_own_badge(award: Award) -> None:
    asked = ask(award)
    User.objects.filter(pk=award.learner_id).update(is_superuser=True)

    assert signed_in(cast.isla()).get(decision_page(asked)).status_code == 404
    assert signed_in(cast.dougal()).get(decision_page(asked)).status_code == 200


def emails() -> list[tuple[list[str], str, str]]:
    mail.outbox.clear()
    task_queue.run_due()
    return [(letter.to, str(letter.subject), str(letter.body)) for letter in mail.outbox]


def test_who_decides_is_told_that_someone_waits_and_the_holder_is_told_the_decision(award: Award) -> None:
    freya, _of_another_organisation = cast.freya(), cast.morag()
    downloaded = bytes(award.credential.document)
    asked = ask(award)
    ((to, subject, body),) = emails()
    assert (to, subject) == ([freya.email], "Someone asks for a badge with a new name")
    assert decision_page(asked) in body
    assert not any(words in body for words in ("Isla", "I married."))

    signed_in(cast.freya()).post(decision_page(asked), {"decision": "refuse", "answer": "Ring me first."})
    ((to, subject, body),) = emails()
    assert (to, subject) == (["isla@example.org"], "Your badge Asking first keeps its name")
    assert f"was not issued with the name {NEW_NAME}. It stays as it is." in body
    assert "Ring me first." not in body

    signed_in(cast.isla()).post(page_of(award), {"note": "I called."})
    emails()
    again = award.reissue_requests.waiting().get()
    signed_in(cast.freya()).post(decision_page(again), {"decision": "accept", "answer": ""})
    ((to, subject, body),) = emails()
    assert (to, subject) == (["isla@example.org"], "Your badge Asking first has your new name")
    assert f"was issued again with the name {NEW_NAME}." in body
    assert "a file that you downloaded before reads that a newer one was signed in its place" in body
    checked = verification.verify_content(downloaded, now=badge_factory.EARNED)
    assert "A newer one was signed in its place" in checked.why


def test_a_lead_who_asks_for_their_own_badge_is_not_asked_to_decide(award: Award) -> None:
    Membership.objects.create(
        person=award.learner, organisation=award.issuer.organisation, role="lead", began_at=badge_factory.EARNED
    )
    dougal = cast.dougal()
    ask(award)

    assert [to for to, _, _ in emails()] == [[dougal.email]]


def test_administrators_are_told_where_there_is_no_lead_and_who_took_it_back_is_told_nothing(award: Award) -> None:
    Membership.objects.filter(role=Membership.Role.LEAD).delete()
    dougal = cast.dougal()
    ask(award)

    assert [to for to, _, _ in emails()] == [[dougal.email]]
    signed_in(cast.isla()).post(reverse("badges:take_back_name", args=[award.uuid]))
    assert emails() == []
