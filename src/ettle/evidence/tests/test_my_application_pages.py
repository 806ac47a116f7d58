"""A learner's pages: begin, write, check, declare and send, read the answer."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ettle.evidence.models import Answer, Application
from ettle.evidence.promises.queries import current_terms
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


def page_url(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args)


def post_answer(client: CheckedClient, address: str, text: str, rev: int = 0, **more: Any) -> Any:
    return client.post(address, {"text": text, "rev": rev, "key": str(uuid.uuid4()), **more})


def test_the_first_page_offers_badges_to_begin(isla: Any) -> None:
    factories.create_leadership_badge()

    shown = isla.get(page_url("index"))

    assert b"No applications yet" in shown.content
    assert b"Management and leadership" in shown.content


def test_the_start_page_says_what_comes(isla: Any) -> None:
    factories.create_first_steps()
    factories.create_leadership_badge("ET-001")
    cast.bashir()

    shown = isla.get(page_url("start", "management-and-leadership")).content.decode()

    assert shown.index("To send this, you first need the badge") < shown.index(">Start<")
    assert "notice-warning" in shown
    assert "about 10 words" in shown
    assert "If you send it today, you will have an answer by about <strong>" in shown


def test_what_to_know_before_writing_is_open_until_something_is_written(isla: Any) -> None:
    application = factories.begin_application()
    page = page_url("criterion", application.uuid, application.criteria[0].position)
    before = isla.get(page).content.decode()

    post_answer(isla, page, "I asked who needed help with medicine.", stay="1")
    after = isla.get(page).content.decode()

    assert '<details class="fold before-writing" open>' in before
    assert '<details class="fold before-writing">' in after
    assert after.index("<textarea") < after.index("before-writing")


def test_what_to_know_is_still_open_after_an_answer_that_no_assessor_reads(isla: Any) -> None:
    easy = factories.begin_application(version=factories.create_automatic_badge(0))
    factories.save_answer(easy, easy.criteria[0], "I hope to lead well")
    application = factories.begin_application()

    page = isla.get(page_url("criterion", application.uuid, application.criteria[0].position)).content.decode()

    assert page.index('<details class="fold before-writing" open>') < page.index("<textarea")
    assert page.index('<details class="fold standard" open>') < page.index("<textarea")


def test_a_criterion_has_one_number_on_every_page(client: CheckedClient) -> None:
    """The criteria that are read or practised come first, so that of the written ones is not their place in a list."""
    application = factories.begin_application(version=factories.create_first_steps())
    client.force_login(cast.isla())
    client.post(page_url("criterion", application.uuid, 1))
    client.post(page_url("criterion", application.uuid, 2), {"ticked": ["1", "4"]})
    submission = factories.submit_application(application)
    written = next(criterion for criterion in application.criteria if criterion.kind == "text")
    factories.practise(cast.bashir(), submission)
    name = f"Criterion {written.position}: {written.title}"
    learners = [page_url("application", application.uuid), page_url("start", application.version.badge.slug)]
    assessors = [page_url("review", submission.uuid), page_url("decide", submission.uuid, written.position)]

    for person, pages in ((cast.isla(), learners), (cast.bashir(), assessors)):
        client.force_login(person)
        for page in pages:
            assert name in client.get(page).content.decode()
    client.force_login(cast.isla())
    number = f"Criterion {written.position}"
    assert number in client.get(page_url("criterion", application.uuid, written.position)).content.decode()
    assert written.position > 1


def test_an_unknown_badge_is_not_found(isla: Any) -> None:
    assert isla.get(page_url("start", "nothing")).status_code == 404


def test_begin_write_declare_check_and_send(isla: Any) -> None:
    factories.create_leadership_badge()
    began = isla.post(page_url("start", "management-and-leadership"), {"once": str(uuid.uuid4())})
    number = Application.objects.get(learner=cast.isla()).uuid
    assert began.url == page_url("criterion", number, 1)

    first_saved = post_answer(isla, began.url, factories.ENOUGH)
    assert first_saved.url == page_url("criterion", number, 2)
    second_saved = post_answer(isla, first_saved.url, factories.ENOUGH_TOO)
    assert second_saved.url == page_url("check", number)
    assert b">Send<" in isla.get(second_saved.url).content
    key = str(uuid.uuid4())
    first = isla.post(page_url("check", number), {"once": key, **factories.declared_fields()})
    again = isla.post(page_url("check", number), {"once": key, **factories.declared_fields()})

    assert first.url == again.url == page_url("application", number)
    assert b"Sent" in isla.get(first.url).content
    assert Application.objects.get(learner=cast.isla()).submissions.count() == 1


def test_a_conflict_shows_both_texts_and_keeps_both_when_asked(isla: Any) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], "written on the phone")

    shown = post_answer(isla, page_url("criterion", application.uuid, 1), "written at the desk")
    text = shown.content.decode()
    assert shown.status_code == 409
    assert text.index("Keep both") < text.index("Use this version")
    response = post_answer(isla, page_url("choose", application.uuid, 1), "written at the desk", rev=1, choice="both")

    assert response.status_code == 302
    assert Answer.objects.current().get().text == "written on the phone\n\nwritten at the desk"


@pytest.mark.parametrize("choice", ["", "nothing"])
def test_a_choice_that_is_none_keeps_the_words_on_the_page(isla: Any, choice: str) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], "written on the phone")

    shown = post_answer(isla, page_url("choose", application.uuid, 1), "written at the desk", rev=1, choice=choice)

    assert shown.status_code == 422
    assert "Nothing was changed. Choose one of these versions" in shown.content.decode()
    assert "\nwritten at the desk</textarea>" in shown.content.decode()
    assert Answer.objects.current().get().text == "written on the phone"


def test_a_choice_with_a_text_that_is_too_long_keeps_the_words_on_the_page(isla: Any) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], "written on the phone")
    long_text = "written at the desk " * 20_000

    shown = post_answer(isla, page_url("choose", application.uuid, 1), long_text, rev=1, choice="mine")

    assert shown.status_code == 422
    assert shown.content.decode().count("written at the desk") >= 20_000


def test_an_earlier_version_can_be_taken_up_again(isla: Any) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], "first thoughts")
    factories.save_answer(application, application.criteria[0], "second thoughts")

    assert b"first thoughts" in isla.get(page_url("history", application.uuid, 1)).content
    assert b"Nothing saved yet" in isla.get(page_url("history", application.uuid, 2)).content
    post_answer(isla, page_url("criterion", application.uuid, 1), "first thoughts", rev=2, stay="1")

    assert [answer.text for answer in application.answers.order_by("rev")][-1] == "first thoughts"


WITH_A_NAME = f"{factories.ENOUGH} with Mrs Doyle"


def marks_on(page: str) -> list[str]:
    return re.findall(r'name="looked-at" value="(\w+)"', page)


def test_the_page_shows_what_to_look_at_before_the_learner_goes_on(isla: Any) -> None:
    application = factories.begin_application()
    here = page_url("criterion", application.uuid, 1)
    # With scripts, the words are saved while they are typed, long before the button is pressed.
    factories.save_answer(application, application.criteria[0], WITH_A_NAME)

    assert post_answer(isla, here, WITH_A_NAME, rev=1).url == here

    page = isla.get(here).content.decode()
    assert "1 thing to look at" in page
    assert "Is this a real name?" in page
    following = post_answer(isla, here, WITH_A_NAME, rev=1, **{"looked-at": marks_on(page)})
    assert following.url == page_url("criterion", application.uuid, 2)


def test_staying_on_the_page_says_that_the_text_is_saved(isla: Any) -> None:
    application = factories.begin_application()
    here = page_url("criterion", application.uuid, 1)

    post_answer(isla, here, WITH_A_NAME, stay="1")
    found = isla.get(here).content.decode()
    post_answer(isla, here, "I asked.", rev=1, stay="1")
    nothing_found = isla.get(here).content.decode()

    assert "data-announced>Saved. 1 thing to look at</p>" in found
    assert "data-announced>Saved</p>" in nothing_found


def test_what_only_a_script_can_change_is_shown_by_a_script(isla: Any) -> None:
    application = factories.begin_application()

    shown = isla.get(page_url("criterion", application.uuid, 1)).content.decode()

    assert '<p class="save-state" hidden>Not saved yet</p>' in shown
    assert re.search(r'class="word-count"[^>]* hidden>0 words of about 10<', shown)
    assert '<noscript><p class="meta">about 10 words</p></noscript>' in shown


def test_the_list_of_parts_counts_what_to_look_at(isla: Any) -> None:
    application = factories.begin_application()
    factories.save_answer(application, application.criteria[0], WITH_A_NAME)

    shown = isla.get(page_url("application", application.uuid)).content.decode()

    assert "1 thing to look at" in shown


def test_saying_why_words_are_safe_saves_the_text_and_clears_the_finding(isla: Any) -> None:
    application = factories.begin_application()
    here = page_url("criterion", application.uuid, 1)
    reason: dict[str, Any] = {"safe": "1", "safe-words-1": "Mrs Doyle", "safe-why-1": "I changed her name"}

    post_answer(isla, here, WITH_A_NAME, **reason)

    shown = isla.get(here).content.decode()
    assert "to look at" not in shown
    assert "Mrs Doyle" in shown
    assert application.made_up.get().reason == "I changed her name"


@pytest.mark.parametrize(("why", "message"), [("", "Say in a few words"), ("because " * 80, "Use 500 characters")])
def test_a_reason_that_cannot_be_stored_is_refused_and_kept(isla: Any, why: str, message: str) -> None:
    application = factories.begin_application()
    here = page_url("criterion", application.uuid, 1)

    reason: dict[str, Any] = {"safe": "1", "safe-words-1": "Mrs Doyle", "safe-why-1": why}
    shown = post_answer(isla, here, WITH_A_NAME, **reason)

    page = shown.content.decode()
    assert shown.status_code == 422
    assert message in page
    assert why.strip() in page
    assert application.answers.get().text == WITH_A_NAME
    assert not application.made_up.exists()


def test_a_form_without_its_revision_keeps_the_text(isla: Any) -> None:
    application = factories.begin_application()

    shown = isla.post(page_url("criterion", application.uuid, 1), {"text": "do not lose me"})

    assert shown.status_code == 422
    assert b"do not lose me" in shown.content


def test_reading_is_confirmed_and_the_practice_is_tried_until_done(isla: Any) -> None:
    application = factories.begin_application(version=factories.create_first_steps())
    isla.get(page_url("criterion", application.uuid, 1))
    assert isla.post(page_url("criterion", application.uuid, 1)).url == page_url("criterion", application.uuid, 2)
    practice = page_url("criterion", application.uuid, 2)
    before = isla.get(practice).content.decode()
    assert "It is an address." not in before

    missed = isla.post(practice, {"ticked": ["0", "4"]}, follow=True).content.decode()
    everything = isla.post(practice, {"ticked": ["0", "1", "2", "3", "4"]})
    done = isla.post(practice, {"ticked": ["1", "4"]})
    # The page is opened and answers no post, so that Back to it asks for nothing.
    assert done["Location"] == f"{practice}?ticked=1&ticked=4"
    found = isla.get(done["Location"]).content.decode()

    assert "Choose 2 or 3 sentences." in before
    assert "data-announced>You found 1 of 2 sentences. Try again</h2>" in missed
    assert everything.status_code == 422
    assert "data-announced>Well done: you found 2 sentences</h2>" in found
    assert 'role="status"' not in found
    assert application.confirmations.count() == 2
    assert isla.get(f"{practice}?ticked=99")["Location"] == practice


def test_ticking_nothing_is_an_error(isla: Any) -> None:
    application = factories.begin_application(version=factories.create_first_steps())

    assert isla.post(page_url("criterion", application.uuid, 2), {}).status_code == 422


def test_missing_declarations_are_named(isla: Any) -> None:
    application = factories.write_answers(factories.begin_application())

    asked = isla.get(page_url("check", application.uuid)).content.decode()
    shown = isla.post(page_url("check", application.uuid), {"mine": "on", "ai_use": "other"})

    assert "If I wrote about people, I have disguised them" in asked
    assert shown.status_code == 422
    assert b"We cannot accept invented work" in shown.content


def test_the_first_summary_names_every_box_that_is_needed(isla: Any) -> None:
    application = factories.begin_application()
    for criterion in application.criteria:
        factories.save_answer(application, criterion, f"Mrs Doyle. {criterion.title}.")
    here = page_url("check", application.uuid)

    shown = isla.post(here, {"ai_use": "other", "looked": "on"}).content.decode()
    unseen = isla.post(here, {"ai_use": "spelling"}).content.decode()

    summary = shown[shown.index("error-summary") : shown.index("</ul>")]
    named = re.findall(r'href="#id_(\w+)"', summary)
    assert named == ["short_is_fine", "mine", "real", "disguised", "seen", "ai_words"]
    assert unseen.index("Look at the words that could identify someone.") < unseen.index("</ul>")


def test_what_is_missing_is_listed_with_links(isla: Any) -> None:
    application = factories.begin_application()

    shown = isla.get(page_url("check", application.uuid)).content.decode()

    assert "A real situation: write your answer" in shown
    assert ">Send<" not in shown
    assert isla.post(page_url("check", application.uuid)).status_code == 422


def test_not_yet_shows_reason_and_suggestion_and_keeps_met_parts_closed(isla: Any) -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    number = submission.application.uuid

    shown = isla.get(page_url("criterion", number, 2)).content.decode()

    assert "Too general: choose one day" in shown
    assert factories.SUGGESTION in shown
    assert b"Hello Isla" in isla.get(page_url("application", number)).content
    assert b"<textarea" not in isla.get(page_url("criterion", number, 1)).content
    assert factories.SUGGESTION in isla.get(page_url("download", number)).content.decode()


def test_deleting_and_withdrawing_ask_for_confirmation(isla: Any) -> None:
    draft = factories.begin_application(version=factories.create_first_steps())
    assert b"Everything in it will be deleted" in isla.get(page_url("leave", draft.uuid)).content
    isla.post(page_url("leave", draft.uuid))
    assert isla.get(page_url("application", draft.uuid)).status_code == 404

    submission = factories.submit_application()
    assert b"It will not be reviewed" in isla.get(page_url("leave", submission.application.uuid)).content
    isla.post(page_url("leave", submission.application.uuid), {"reason": "unsaid"})
    assert b"You withdrew this" in isla.get(page_url("application", submission.application.uuid)).content
    assert b"Withdrawn" in isla.get(page_url("index")).content


@pytest.mark.parametrize("person", [cast.callum, cast.bashir, cast.freya, cast.morag, cast.dougal])
def test_someone_elses_application_is_not_found(client: CheckedClient, person: Any) -> None:
    submission = factories.submit_application()
    number = submission.application.uuid
    client.force_login(person())

    for name in ("application", "check", "download", "leave"):
        assert client.get(page_url(name, number)).status_code == 404
    assert client.get(page_url("criterion", number, 1)).status_code == 404


@pytest.mark.locks
def test_ten_queries_are_enough_however_much_there_is(
    isla: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = factories.create_first_steps()
    factories.award_badge(cast.isla(), first)
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "not-yet")
    application = factories.reload_application(submission.application)
    for turn in range(60):
        factories.save_answer(application, application.criteria[1], f"{factories.ENOUGH} {turn}", now=factories.LATER)
    number = application.uuid
    addresses = [
        page_url("index"),
        page_url("start", "first-steps"),
        page_url("application", number),
        page_url("criterion", number, 2),
        page_url("history", number, 2),
        page_url("check", number),
        page_url("download", number),
        page_url("leave", number),
    ]
    current_terms()  # a process reads them at most twice in a minute
    for address in addresses:
        with django_assert_max_num_queries(10):
            isla.get(address)
