"""The pages from the start to the result, as a person meets them."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ettle.journey import actions, queries
from ettle.journey.models import Answer, Assessment
from ettle.journey.tests import factories
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
START = "/me/self-assessment/"


@pytest.fixture
def isla(client: Client, now: datetime) -> Client:
    factories.publish_version()
    client.force_login(cast.isla())
    return client


def line_of(assessment: Assessment, number: int) -> str:
    return reverse("journey:line", args=[assessment.uuid, number])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_start_says_how_long_it_takes_and_who_sees_it(isla: Client) -> None:
    page = text(isla, START)

    assert "about 8 minutes" in page
    assert "Seen by: you" in page
    assert "front-line worker" in page


def test_beginning_leads_to_the_first_line_for_my_role(isla: Client) -> None:
    answer = isla.post(START, {"role": "frontline"})

    page = isla.get(answer["Location"]).content.decode()
    assert "I do vis.1 as frontline" in page
    assert "1 of 24" in page


def test_a_person_without_a_role_chooses_one_of_five(client: Client) -> None:
    factories.publish_version()
    client.force_login(cast.stranger())

    assert text(client, START).count('type="radio"') == 5
    assert client.post(START, {}).status_code == 422
    client.post(START, {"role": "manager"})
    assert Assessment.objects.get().role == "manager"


def test_without_an_instrument_the_start_offers_a_goal(client: Client) -> None:
    client.force_login(cast.isla())

    assert reverse("journey:new-goal") in text(client, START)


def test_an_answer_is_kept_and_the_next_line_comes(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    answer = isla.post(line_of(assessment, 1), {"said": "4", "go": "on"})

    assert answer["Location"] == line_of(assessment, 2)
    assert re.findall(r'value="([^"]*)"[^>]* aria-current="true"', text(isla, line_of(assessment, 1))) == ["4"]
    assert "Continue" in text(isla, line_of(assessment, 1))


def test_every_answer_is_a_button_that_sends_it(isla: Client) -> None:
    page = text(isla, line_of(factories.begin_assessment(cast.isla()), 1))

    answers = re.findall(r'<button type="submit" class="answer" name="said" value="([^"]*)"', page)
    assert answers == ["1", "2", "3", "4", "5", "not-my-role", "not-sure"]
    assert 'role="group" aria-label="Other answers"' in page
    assert 'type="radio"' not in page
    assert "Skip this statement" in page


def test_stopping_without_an_answer_leaves_the_statement_to_be_asked_again(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    isla.post(line_of(assessment, 1), {"go": "stop"})

    assert not Answer.objects.exists()
    assert isla.post(START, {"role": "frontline"})["Location"] == line_of(assessment, 1)


def test_a_line_may_be_left_out(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    answer = isla.post(line_of(assessment, 1), {"go": "on"})

    assert answer["Location"] == line_of(assessment, 2)
    assert Answer.objects.get().word == "skipped"


def test_after_the_statements_comes_how_much_each_capability_matters(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())
    matters = reverse("journey:importances", args=[assessment.uuid])

    assert isla.post(line_of(assessment, 24), {"said": "2"})["Location"] == matters
    answer = isla.post(matters, {"vis": "3", "emp": "1"})

    assert answer["Location"] == reverse("journey:check", args=[assessment.uuid])
    given = queries.current_importances(assessment)
    assert {key: answer.importance for key, answer in given.items()} == {
        "vis": 3, "emp": 1, "self": None, "mot": None, "col": None, "cre": None,
    }  # fmt: skip


def test_a_reason_is_added_from_the_check_page_and_stays(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())
    reason, matters = (
        reverse("journey:importance", args=[assessment.uuid, "vis"]),
        reverse("journey:importances", args=[assessment.uuid]),
    )

    answer = isla.post(reason, {"importance": "3", "reason": "We changed the rota"})
    isla.post(matters, {"vis": "2"})

    assert answer["Location"] == reverse("journey:check", args=[assessment.uuid])
    assert "We changed the rota" in text(isla, reason)
    assert queries.current_importances(assessment)["vis"].importance == 2


def test_what_the_script_saves_of_what_matters_leaves_the_rest_open(isla: Client) -> None:
    assessment = factories.answer_statements(factories.begin_assessment(cast.isla()))
    matters = reverse("journey:importances", args=[assessment.uuid])

    answer = isla.post(matters, {"vis": "3", "go": "save"})

    assert answer.status_code == 204
    assert set(queries.current_importances(assessment)) == {"vis"}
    assert isla.post(START, {"role": "frontline"})["Location"] == matters


def test_an_answer_that_was_never_offered_shows_the_page_again(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    assert isla.post(line_of(assessment, 1), {"said": "9"}).status_code == 422
    assert isla.post(line_of(assessment, 1), {"said": "9"}).content.decode().count("There is a problem") == 1


def test_a_reason_that_is_too_long_is_not_lost(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    answer = isla.post(reverse("journey:importance", args=[assessment.uuid, "vis"]), {"reason": "word " * 500})

    assert answer.status_code == 422
    assert "word word word" in answer.content.decode()


def test_stopping_keeps_the_answer_and_leads_to_my_journey(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    assert isla.post(line_of(assessment, 1), {"said": "4", "go": "stop"})["Location"] == "/me/"
    assert queries.current_answers(assessment) == {"vis.1.frontline": "4"} or Answer.objects.get().score == 4


def test_the_script_saves_without_leaving_the_page(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    answer = isla.post(line_of(assessment, 1), {"said": "4", "go": "save"})

    assert answer.status_code == 204
    assert Answer.objects.get().score == 4


def test_the_start_goes_on_where_i_stopped(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())
    isla.post(line_of(assessment, 1), {"said": "4"})
    isla.post(line_of(assessment, 2), {})

    page = text(isla, START)

    assert "2 of 24 statements" in page
    assert line_of(assessment, 3) in page
    assert isla.post(START, {"role": "frontline"})["Location"] == line_of(assessment, 3)
    assert "You answered 1 of 24 statements. You" in text(isla, reverse("journey:check", args=[assessment.uuid]))


def test_beginning_again_starts_from_the_first_line(isla: Client) -> None:
    earlier = factories.answer_statements(factories.begin_assessment(cast.isla()))

    isla.post(START, {"role": "frontline", "go": "restart"})

    newer = queries.open_assessment(cast.isla())
    assert newer is not None
    assert newer != earlier
    assert isla.get(line_of(earlier, 1))["Location"] == START


def test_the_check_page_shows_every_answer_and_where_to_change_it(isla: Client) -> None:
    assessment = factories.answer_statements(factories.begin_assessment(cast.isla()))
    page = text(isla, reverse("journey:check", args=[assessment.uuid]))

    assert "You answered every statement. When you have seen your result" in page
    assert page.count("About half the time") == 24
    changed = isla.post(line_of(assessment, 3) + "?from=check", {"said": "5"})
    assert changed["Location"] == reverse("journey:check", args=[assessment.uuid])


def test_an_empty_assessment_is_told_what_to_do(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    answer = isla.post(reverse("journey:check", args=[assessment.uuid]))

    assert answer.status_code == 422
    assert "Answer at least one statement" in answer.content.decode()


def test_the_result_shows_rows_a_table_and_three_prompts_and_no_total(isla: Client) -> None:
    assessment = factories.answer_statements(
        factories.begin_assessment(cast.isla()), choice="4", vis="5", emp="2", cre="not-sure"
    )
    isla.post(reverse("journey:importance", args=[assessment.uuid, "emp"]), {"importance": "3", "reason": "New folk"})

    answer = isla.post(reverse("journey:check", args=[assessment.uuid]))
    page = text(isla, answer["Location"])

    assert "You could start with Empowering: you said it matters a lot." in page
    assert "not enough answers" in page
    for words in ("You rated this highest", "Where you could start", "Something to ask others about", "New folk"):
        assert words in page
    assert f"{reverse('journey:new-goal')}?theme=emp.1" in page
    assert "<td" in page
    assert "3.75" not in page


@pytest.mark.parametrize(("choice", "lines"), [("1", 1), ("2", 0), ("not-sure", 0)])
def test_a_low_answer_about_speaking_up_has_one_quiet_line_with_ways_to_do_it(
    isla: Client, choice: str, lines: int
) -> None:
    result = factories.finish_assessment(cast.isla(), self=choice)

    page = text(isla, reverse("journey:result", args=[result.assessment.uuid]))

    assert page.count("It can be hard.") == lines
    assert page.count('<a href="/areas/a/">Ways to raise it</a>') == lines


def test_the_pages_of_a_finished_assessment_lead_to_its_result(isla: Client) -> None:
    result = factories.finish_assessment(cast.isla())
    address = reverse("journey:result", args=[result.assessment.uuid])

    assert isla.get(line_of(result.assessment, 1))["Location"] == address
    refused = isla.post(line_of(result.assessment, 1), {"said": "1"})
    assert refused.status_code == 409
    assert f'href="{address}"' in refused.content.decode()
    assert isla.post(reverse("journey:check", args=[result.assessment.uuid]))["Location"] == address


def test_another_persons_assessment_is_not_found(isla: Client) -> None:
    theirs = factories.begin_assessment(cast.callum())
    finished = factories.finish_assessment(cast.ewan()).assessment

    for address in (
        line_of(theirs, 1),
        reverse("journey:importance", args=[theirs.uuid, "vis"]),
        reverse("journey:check", args=[theirs.uuid]),
        reverse("journey:result", args=[finished.uuid]),
    ):
        assert isla.get(address).status_code == 404
    assert isla.post(line_of(theirs, 1), {"said": "1"}).status_code == 404


def test_an_organisation_lead_cannot_read_a_members_result(client: Client) -> None:
    factories.publish_version()
    result = factories.finish_assessment(cast.isla())
    client.force_login(cast.freya())

    assert client.get(reverse("journey:result", args=[result.assessment.uuid])).status_code == 404


def test_a_result_that_is_not_made_yet_is_not_found(isla: Client) -> None:
    assessment = factories.begin_assessment(cast.isla())

    assert isla.get(reverse("journey:result", args=[assessment.uuid])).status_code == 404


@pytest.mark.parametrize("number", [0, 25, 999])
def test_a_line_that_does_not_exist_is_not_found(isla: Client, number: int) -> None:
    assert isla.get(line_of(factories.begin_assessment(cast.isla()), number)).status_code == 404


def test_doing_it_again_within_three_months_is_warned_of(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla(), now=now)

    with time_machine.travel(now + timedelta(days=80), tick=False):
        isla.force_login(cast.isla())
        assert "less than three months ago" in text(isla, START)
    with time_machine.travel(now + timedelta(days=100), tick=False):
        isla.force_login(cast.isla())
        assert "less than three months ago" not in text(isla, START)


def test_earlier_results_are_listed(isla: Client, now: datetime) -> None:
    first = factories.finish_assessment(cast.isla(), now=now)
    second = factories.finish_assessment(cast.isla(), now=now + timedelta(days=120))

    page = text(isla, reverse("journey:result", args=[second.assessment.uuid]))

    assert reverse("journey:result", args=[first.assessment.uuid]) in page


@pytest.mark.locks
def test_the_pages_take_at_most_ten_queries(isla: Client, now: datetime, django_assert_max_num_queries: object) -> None:
    for days in range(0, 500, 100):
        result = factories.finish_assessment(cast.isla(), now=now + timedelta(days=days))
    assessment = factories.answer_statements(factories.begin_assessment(cast.isla(), now=now + timedelta(days=600)))
    addresses = [
        START,
        line_of(assessment, 9),
        reverse("journey:importance", args=[assessment.uuid, "vis"]),
        reverse("journey:check", args=[assessment.uuid]),
        reverse("journey:result", args=[result.assessment.uuid]),
    ]

    for address in addresses:
        with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture has no type here
            isla.get(address)


def test_the_drawing_is_told_in_the_words_of_the_scale(isla: Client, now: datetime) -> None:
    """Who does not see the drawing hears where each capability lies, and how much it matters, in words."""
    result = factories.finish_assessment(cast.isla(), now=now, vis="5")

    page = isla.get(reverse("journey:result", args=[result.assessment.uuid])).content.decode()

    spoken = page.partition('<desc id="profile-desc">')[2].partition("</desc>")[0]
    assert "Vision: almost always." in spoken
    assert "How often" not in spoken
    assert "((" not in spoken


def test_the_result_goes_on_paper_with_every_line_and_no_score(isla: Client, now: datetime) -> None:
    result = factories.finish_assessment(cast.isla(), now=now, vis="5")

    file = isla.get(reverse("journey:result-file", args=[result.assessment.uuid, "txt"]))
    pdf = isla.get(reverse("journey:result-file", args=[result.assessment.uuid, "pdf"]))

    text = file.content.decode()
    assert text.count("How often:") == 24
    assert "Almost always, even under pressure" in text
    assert "my-leadership-profile" in file["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF-")
    isla.force_login(cast.bashir())
    assert isla.get(reverse("journey:result-file", args=[result.assessment.uuid, "pdf"])).status_code == 404


def test_back_to_the_start_takes_another_role_until_something_is_answered(client: Client) -> None:
    factories.publish_version()
    client.force_login(cast.stranger())
    sent = {"once": str(uuid.uuid4())}
    for role in ("frontline", "manager"):
        client.post(START, sent | {"role": role})
    assessment = Assessment.objects.get()
    assert assessment.role == "manager"
    client.post(line_of(assessment, 1), {"said": "3"})

    refused = client.post(START, sent | {"role": "frontline"})

    assert refused.status_code == 422
    assert "You have started in another role" in refused.content.decode()
    assert Assessment.objects.get().role == "manager"


@pytest.mark.parametrize(("end", "why"), [("finished", "You finished this"), ("begun again", "You began again")])
def test_what_is_sent_to_one_that_ended_elsewhere_comes_back_and_is_not_called_saved(
    isla: Client, now: datetime, end: str, why: str
) -> None:
    assessment = factories.begin_assessment(cast.isla(), now=now)
    if end == "finished":
        actions.finish(factories.answer_statements(assessment), now=now)
    else:
        actions.restart(person=cast.isla(), version=assessment.version, role="frontline", now=now)
    matters = reverse("journey:importance", args=[assessment.uuid, "vis"])
    from_script = {"X-Fetched-Form": "1"}

    plain = isla.post(matters, {"importance": "3", "reason": "Because of my team", "go": "on"})
    fetched = isla.post(matters, {"reason": "Because of my team"}, headers=from_script)
    line = isla.post(line_of(assessment, 1), {"said": "4", "go": "on"})

    assert [answer.status_code for answer in (plain, fetched, line)] == [409] * 3
    assert "\nBecause of my team</textarea>" in plain.content.decode()
    assert why in plain.content.decode()
    assert "X-Location" not in fetched
    assert isla.get(matters).status_code == 302
