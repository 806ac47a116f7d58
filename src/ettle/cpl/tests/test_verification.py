"""Employer verification: exactly what was chosen is shown, answered once, signed, and seen by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from ettle.cpl import actions, queries
from ettle.cpl.limits import RECORD_CHECKS
from ettle.cpl.models import Learning, Verification, VerificationAnswer
from ettle.cpl.tests.test_year_page import add, post
from ettle.kit.http import page_limits
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.testing.client import CheckedClient
from ettle.kit.values.dates import format_moment
from ettle.people import actions as people
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
ASK, CHECK = reverse("cpl:ask"), reverse("cpl:check")
RUTH = {"name": "Ruth Bell", "email": "ruth@rowan.example"}
CONFIRM = {"name": "Ruth Bell", "job_title": "Manager", "answer": "confirmed"}


@pytest.fixture(autouse=True)
def _sealing_key(tmp_path: Any, settings: Any) -> None:
    settings.SEALING_KEY_FILE = tmp_path / "sealing-key"


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def asked(isla: CheckedClient) -> Verification:
    """Isla showed one of her two pieces of learning to Ruth."""
    shown = add(cast.isla(), "4", "4/adult", title="A course on harm")
    add(cast.isla(), "1", title="A secret of mine")
    post(isla, ASK, {**RUTH, "parts": [str(shown.uuid)], "go": "send"})
    return Verification.objects.get()


def visit(address: str, data: dict[str, Any] | None = None, *, days: int = 0) -> Any:
    """The verifier, who has no account and no cookie."""
    visitor = CheckedClient()
    with time_machine.travel(cast.NOW + timedelta(days=days), tick=False):
        return visitor.get(address) if data is None else visitor.post(address, data)


def link(verification: Verification) -> str:
    with time_machine.travel(cast.NOW, tick=False):
        return actions.verification_path(verification)


def test_it_is_shown_before_it_is_sent_and_nothing_is_chosen_beforehand(isla: CheckedClient) -> None:
    piece = add(cast.isla(), "1", title="A course")
    add(cast.isla(), "1", title="A secret of mine")

    preview = post(isla, ASK, {**RUTH, "parts": [str(piece.uuid)], "go": "show"}).content.decode()

    card = preview.partition('id="preview"')[2].partition("</section>")[0]
    assert "A course" in card
    assert "secret" not in card
    assert not Verification.objects.exists()
    assert not WaitingTask.objects.filter(key__startswith="mail/cpl/").exists()
    refused = post(isla, ASK, {**RUTH, "go": "send"})
    assert refused.status_code == 422
    assert '<fieldset id="id_parts" aria-describedby="id_parts_error">' in refused.content.decode()


def test_the_email_has_a_link_and_no_words_of_the_learning(asked: Verification) -> None:
    sent = str(WaitingTask.objects.get(key=f"mail/cpl/verify/{asked.uuid}").arguments)

    assert "/cpl/verify/" in sent
    assert "Isla Reid" in sent
    assert "course" not in sent
    assert mail.outbox == []


def test_the_verifier_sees_what_was_chosen_and_opening_changes_nothing(asked: Verification) -> None:
    page = visit(link(asked)).content.decode()

    assert "A course on harm" in page
    assert "secret" not in page
    assert not VerificationAnswer.objects.exists()


def test_a_change_afterwards_changes_nothing_that_was_shown(asked: Verification) -> None:
    Learning.objects.all().delete()

    assert "A course on harm" in visit(link(asked)).content.decode()


def test_both_get_the_signed_record_and_its_code_can_be_checked(asked: Verification, isla: CheckedClient) -> None:
    address = link(asked)
    assert visit(address, CONFIRM).status_code == 302

    answer = VerificationAnswer.objects.get()
    assert queries.is_intact(answer)
    text = visit(address + "record.txt").content.decode()
    assert text == isla.get(reverse("cpl:own-record", args=[asked.uuid, "txt"])).content.decode()
    said, proof = (
        ("Ruth Bell, Manager, confirmed", "A course on harm"),
        (answer.code, answer.signature[:40], "not check"),
    )
    for words in (*said, *proof):
        assert words in text
    assert visit(address + "record.pdf").content.startswith(b"%PDF-")
    assert WaitingTask.objects.filter(key=f"mail/cpl/answered/{asked.uuid}").exists()
    checked = visit(f"{CHECK}?code={answer.code.lower().replace('-', ' ')}").content.decode()
    assert "Ruth Bell, Manager, confirmed" in checked
    assert "course" not in checked
    assert AuditLine.objects.filter(act="verified learning by a link").count() == 1


def test_the_page_and_the_file_say_the_same_moment_with_its_zone(asked: Verification, isla: CheckedClient) -> None:
    isla_now = cast.isla()
    type(isla_now).objects.filter(pk=isla_now.pk).update(time_zone="Asia/Manila")
    visit(link(asked), CONFIRM)

    moment = format_moment(VerificationAnswer.objects.get().answered_at)

    assert moment.endswith(("GMT", "BST"))
    assert moment in isla.get(reverse("cpl:verification", args=[asked.uuid])).content.decode()
    assert moment in " ".join(isla.get(reverse("cpl:own-record", args=[asked.uuid, "txt"])).content.decode().split())
    verified = visit(link(asked)).content.decode()
    assert moment in verified
    assert "or until the person who sent it deletes their account" in verified


def test_the_only_piece_of_learning_is_chosen(isla: CheckedClient) -> None:
    add(cast.isla(), "1")

    assert re.search(r'name="parts"[^>]* checked', isla.get(ASK).content.decode())


def test_what_is_missing_is_asked_without_a_box_to_open(asked: Verification) -> None:
    page = visit(link(asked)).content.decode()

    assert "<details" not in page.partition("<form")[2].partition("</form>")[0]
    assert 'class="if-missing"' in page
    assert page.index('href="#answer"') < page.index("What you are asked to verify")  # the answer is one press away


def test_what_is_missing_is_said_by_topic_and_can_be_added(asked: Verification, isla: CheckedClient) -> None:
    nothing_said = visit(link(asked), CONFIRM | {"answer": "missing"})
    assert nothing_said.status_code == 422

    visit(link(asked), CONFIRM | {"answer": "missing", "missing-4": "Child protection"})

    page = isla.get(reverse("cpl:verification", args=[asked.uuid])).content.decode()
    assert "said on" in page
    assert "Protection: <bdi>Child protection</bdi>" in page
    more = add(cast.isla(), "4", "4/child")
    post(isla, ASK, {**RUTH, "parts": [str(more.uuid)], "go": "send"})
    assert Verification.objects.count() == 2


def test_an_answer_is_given_once(asked: Verification) -> None:
    visit(link(asked), CONFIRM)

    again = visit(link(asked), CONFIRM | {"name": "Someone Else"})

    assert "Ruth Bell, Manager" in again.content.decode()
    assert VerificationAnswer.objects.get().name == "Ruth Bell"


def test_a_withdrawn_link_and_an_old_one_show_nothing(asked: Verification, isla: CheckedClient) -> None:
    assert visit(link(asked), days=61).status_code == 404
    post(isla, reverse("cpl:verification", args=[asked.uuid]), {})

    gone = visit(link(asked))
    assert gone.status_code == 404
    assert "course" not in gone.content.decode()
    assert visit(link(asked), CONFIRM).status_code == 404
    assert visit(link(asked) + "record.txt").status_code == 404
    assert not VerificationAnswer.objects.exists()


def test_an_answered_link_cannot_be_withdrawn_because_both_keep_the_record(
    asked: Verification, isla: CheckedClient
) -> None:
    visit(link(asked), CONFIRM)
    address = reverse("cpl:verification", args=[asked.uuid])
    assert "Withdraw the link" not in isla.get(address).content.decode()

    post(isla, address, {})

    assert "you both keep the signed record" in isla.get(address).content.decode()
    asked.refresh_from_db()
    assert asked.withdrawn_at is None
    assert "A course on harm" in visit(link(asked) + "record.txt", days=59).content.decode()


def test_every_page_writes_its_dates_in_words(asked: Verification, isla: CheckedClient) -> None:
    pages = [visit(link(asked)).content.decode()]
    visit(link(asked), CONFIRM)
    code = VerificationAnswer.objects.get().code
    pages += [visit(link(asked)).content.decode(), visit(f"{CHECK}?code={code}").content.decode()]
    pages.append(isla.get(reverse("cpl:verification", args=[asked.uuid])).content.decode())

    for page in pages:
        assert not re.search(r"\b20\d\d-\d\d", re.sub(r"<[^>]*>", " ", page.partition("<main")[2]))
    assert "1 January 2026 to 31 December 2026" in pages[0]
    assert "1 January 2026 to 31 December 2026, with 1 entry." in pages[2]


@pytest.mark.parametrize("token", ["x", "x:y:z", str(cast.NOW)])
def test_an_invented_link_shows_nothing(token: str) -> None:
    assert visit(reverse("cpl:verify", args=[token])).status_code == 404


def test_a_record_that_was_changed_in_the_database_is_not_confirmed(asked: Verification) -> None:
    visit(link(asked), CONFIRM)
    answer = VerificationAnswer.objects.get()
    VerificationAnswer.objects.update(record=answer.record.replace("Manager", "Director"))

    page = visit(f"{CHECK}?code={answer.code}")

    assert page.status_code == 422
    assert "No record here has this code" in page.content.decode()


@pytest.mark.parametrize("other", [cast.callum, cast.freya, cast.bashir, cast.morag, cast.stranger, cast.dougal])
def test_nobody_else_finds_a_verification(asked: Verification, other: Any) -> None:
    visit(link(asked), CONFIRM)
    client = CheckedClient()
    client.force_login(other())

    address = reverse("cpl:verification", args=[asked.uuid])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.get(reverse("cpl:own-record", args=[asked.uuid, "txt"])).status_code == 404


def test_nobody_verifies_themself_and_a_newcomer_cannot_write_to_strangers(isla: CheckedClient) -> None:
    piece = add(cast.isla(), "1")
    for address in ("Isla@example.org", "isla+boss@example.org"):
        own = post(isla, ASK, {"name": "Me", "email": address, "parts": [str(piece.uuid)], "go": "send"})
        assert own.status_code == 422

    stranger = cast.stranger()
    type(stranger).objects.filter(pk=stranger.pk).update(joined_at=cast.NOW)
    client = CheckedClient()
    client.force_login(stranger)
    theirs = add(stranger, "1")
    refused = post(client, ASK, {**RUTH, "parts": [str(theirs.uuid)], "go": "send"})
    assert refused.status_code == 422
    with time_machine.travel(cast.NOW, tick=False):
        opened = client.get(ASK).content.decode()
        year = client.get(reverse("cpl:year")).content.decode()
    shown = post(client, ASK, {**RUTH, "parts": [str(theirs.uuid)], "go": "show"}).content.decode()
    assert "you can send invitations by email from" in opened
    assert 'name="email"' not in opened
    assert "you can send invitations by email from" in year
    assert 'value="send"' not in shown
    assert not Verification.objects.exists()


def test_the_learner_cannot_answer_with_the_link(asked: Verification, isla: CheckedClient) -> None:
    with time_machine.travel(cast.NOW, tick=False):
        page = isla.get(link(asked)).content.decode()
        answer = isla.post(link(asked), CONFIRM)

    assert "This is your own learning, so you cannot answer" in page
    assert "Send your answer" not in page
    assert answer.status_code == 422
    assert not VerificationAnswer.objects.exists()


@pytest.mark.parametrize("title", ["Manager \u202e", "Manager <i>", "see evil.example", "call 07700 900123"])
def test_a_job_title_has_no_address_no_markup_and_nothing_hidden(asked: Verification, title: str) -> None:
    assert visit(link(asked), CONFIRM | {"job_title": title}).status_code == 422
    assert visit(link(asked), CONFIRM | {"job_title": "Manager (nights) / deputy"}).status_code == 302


def test_what_is_missing_has_no_link(asked: Verification) -> None:
    missing = CONFIRM | {"answer": "missing", "missing-general": "Log in at pay.example to go on"}

    assert visit(link(asked), missing).status_code == 422
    assert visit(link(asked), missing | {"missing-general": "The course of 3.4. is not there"}).status_code == 302


def test_the_message_is_true_for_a_verifier_who_stopped_such_emails(isla: CheckedClient) -> None:
    piece = add(cast.isla(), "1")
    sent = post(isla, ASK, {**RUTH, "parts": [str(piece.uuid)], "go": "send"})

    assert "We will email Ruth Bell, unless they asked for no more emails" in isla.get(sent.url).content.decode()


def test_the_check_of_a_code_is_stored_nowhere_and_limited(
    asked: Verification, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(link(asked), CONFIRM)
    page = visit(f"{CHECK}?code={VerificationAnswer.objects.get().code}")

    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    monkeypatch.setattr(page_limits, "_counts", {})
    codes = [CheckedClient().get(f"{CHECK}?code=wrong").status_code for _number in range(RECORD_CHECKS.most + 1)]
    assert set(codes[:-1]) == {422}
    assert codes[-1] == 429


def test_few_verifiers_can_be_written_to_in_a_day(isla: CheckedClient) -> None:
    piece = add(cast.isla(), "1")
    sent = [
        post(isla, ASK, {"name": "R", "email": f"r{number}@example.net", "parts": [str(piece.uuid)], "go": "send"})
        for number in range(6)
    ]

    assert [answer.status_code for answer in sent] == [302] * 5 + [429]


def test_it_goes_with_the_account(asked: Verification) -> None:
    visit(link(asked), CONFIRM)
    code = VerificationAnswer.objects.get().code

    people.leave(cast.isla(), now=cast.NOW)

    assert not Verification.objects.exists()
    assert visit(f"{CHECK}?code={code}").status_code == 422


def test_a_verifier_who_leaves_takes_their_address(asked: Verification) -> None:
    actions.forget_verifier("RUTH@rowan.example")

    asked.refresh_from_db()
    assert (asked.verifier_name, asked.verifier_email) == ("", "")


def test_a_visitor_is_asked_to_sign_in(client: Client, asked: Verification) -> None:
    for address in (ASK, reverse("cpl:verification", args=[asked.uuid])):
        assert visit(address)["Location"] == f"/account/sign-in/?next={address}"


def test_the_pages_make_few_queries(
    asked: Verification, isla: CheckedClient, django_assert_max_num_queries: Any
) -> None:
    visit(link(asked), CONFIRM)
    for address in (ASK, reverse("cpl:year"), reverse("cpl:verification", args=[asked.uuid])):
        isla.get(address)
        with django_assert_max_num_queries(10):
            isla.get(address)
