"""What a reader meets first in an area, and how it is chosen for their role and setting."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ettle.journey.actions import confirm_act, next_friday
from ettle.journey.models import Goal, LookBack
from ettle.kit.actions import stop_emails
from ettle.kit.mail.email_choices import Choice
from ettle.kit.mail.email_kinds import LOOK_BACKS
from ettle.kit.testing.client import CheckedClient
from ettle.kit.tests.test_svg import DRAWING, ICON
from ettle.library import actions
from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas
from ettle.library.types.specs import CheckSpec, GroupSpec, GroupsSpec, OptionSpec
from ettle.people import actions as people
from ettle.people.tests import cast
from ettle.people.types.specs import SettingSpec, SettingsSpec

pytestmark = pytest.mark.django_db

CHECKS = (
    CheckSpec(
        question="What is listening?",
        options=(
            OptionSpec(text="Work", right=True, why="You plan it."),
            OptionSpec(text="Waiting", why="No."),
        ),
    ),
    CheckSpec(
        question="When?",
        options=(
            OptionSpec(text="Never", why="Then nothing changes."),
            OptionSpec(text="Today", right=True, why="Yes."),
        ),
    ),
)
BODY = "## What it is\n\nIt is work.\n\n::: settings\n:::\n\n## How to begin\n\nSit down and ask one person.\n"


@pytest.fixture
def page() -> AreaPage:
    settings = (SettingSpec(key="care-home", title="Care home"), SettingSpec(key="at-home", title="Care at home"))
    people.put_settings(SettingsSpec(settings=settings), by=None, now=cast.NOW)
    groups = (GroupSpec(key="start", title="Start here"), GroupSpec(key="team", title="Lead a team"))
    actions.put_groups(GroupsSpec(groups=groups), by=None, now=cast.NOW)
    actions.load_file("drawings/ear.svg", DRAWING, by=None, now=cast.NOW)
    actions.load_file("drawings/ear.icon.svg", ICON, by=None, now=cast.NOW)
    return sample_areas.area(
        group="start", outcome="People are heard", drawing="ear", drawing_alt="An ear beside a kettle.",
        in_short=("Listening is work.", "It is planned.", "Start with one person."),
        act="Ask one person what they would keep", question="Who was not there?", checks=CHECKS, body=BODY,
        setting_examples={"care-home": "In the lounge, Ade asks.", "at-home": "At the door, Reza asks."},
    )  # fmt: skip


def read(client: Client, query: str = "") -> str:
    return client.get(f"/areas/listening/{query}").content.decode()


def test_an_area_opens_with_its_short_form_its_drawing_its_act_and_its_question(page: AreaPage, client: Client) -> None:
    words = read(client)

    order = ["In short", 'aria-label="An ear beside a kettle."', "Listening is work.", "Try this week",
             "Ask one person what they would keep", "Make this my goal", "Who was not there?",
             "Write in my learning log",
             "What it is", "How to begin", "Check yourself", "Sources"]  # fmt: skip
    places = [words.index(phrase) for phrase in order]
    assert places == sorted(places)
    assert "M &amp; L<tspan" in words
    assert words.count('id="try-this-week"') == words.count('id="reflect"') == 1
    assert words.count("Ask one person what they would keep.") == 1  # the longer wording, which is folded


def test_sections_lead_to_each_other_and_say_how_long_the_rest_takes(page: AreaPage, client: Client) -> None:
    AreaPage.objects.filter(pk=page.pk).update(minutes=9)

    words = read(client)

    assert 'data-continue href="#how-to-begin">Continue: How to begin</a>' in words
    assert "of 9 minutes left" in words
    assert "9 minutes to read, 1 for the short part" in words
    assert words.count('<details class="area-step"') == words.count("data-step=") == 5
    assert " open>" not in words


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("role", ["", "manager"])
def test_the_minutes_of_the_sections_of_every_area_add_up_to_the_area(role: str) -> None:
    for area in AreaPage.objects.live():
        words = Client().get(f"/areas/{area.slug}/", {"role": role}).content.decode()

        shown = re.findall(r'<span class="meta">(\d+|under 1) min</span></summary>', words)
        minutes = [0 if words == "under 1" else int(words) for words in shown]
        left = [int(words) for words in re.findall(rf">(\d+) of {area.minutes} minutes left<", words)]
        assert 1 + sum(minutes) == area.minutes, area.slug
        assert left == [number for place in range(1, len(minutes)) if (number := sum(minutes[place:]))]


def test_every_section_is_open_at_an_address_of_its_own(page: AreaPage, client: Client) -> None:
    assert read(client, "?whole=1").count(" open>") == 5


def test_only_the_paragraph_of_my_role_and_the_example_from_my_setting_are_open(page: AreaPage) -> None:
    client = Client()
    client.get("/choose/?role=manager")
    client.get("/choose/?setting=at-home")

    words = read(client)

    assert "<h3>Middle manager</h3>" in words
    assert "<summary>Front-line worker</summary>" in words
    assert "<h3>Example: Care at home</h3>" in words
    assert "<summary>Example: Care home</summary>" in words


def test_the_address_says_more_than_the_cookie(page: AreaPage) -> None:
    client = Client()
    client.get("/choose/?role=manager")

    assert "<h3>Supervisor</h3>" in read(client, "?role=supervisor")
    assert "<h3>Middle manager</h3>" not in read(client, "?role=")


def test_a_signed_in_reader_sees_the_example_from_the_setting_of_their_account(page: AreaPage, client: Client) -> None:
    isla = cast.isla()
    isla.work_setting = "care-home"
    isla.save()
    client.force_login(isla)

    assert "<h3>Example: Care home</h3>" in read(client)


def test_visitors_with_the_same_choices_share_a_cached_page(page: AreaPage, django_assert_max_num_queries: Any) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.get("/choose/?role=manager")
    response = first.get("/areas/listening/")

    with django_assert_max_num_queries(1):
        again = second.get("/areas/listening/")

    assert again.content == response.content
    assert again.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in again.headers["Vary"]
    assert "<h3>Middle manager</h3>" not in read(Client())


def test_a_knowledge_check_teaches_with_scripts_off_and_sends_nothing(page: AreaPage, client: Client) -> None:
    words = read(client)
    check = words[words.index('id="check-yourself"') : words.index('id="your-reading"')]

    assert "<summary>Work</summary>" in check
    assert "You plan it." in check
    assert check.count("Not quite") == 2
    assert "<form" not in check


def test_one_press_makes_the_act_a_goal_that_is_asked_about_on_friday(page: AreaPage, client: CheckedClient) -> None:
    isla = cast.isla()
    client.force_login(isla)
    assert 'action="/areas/listening/act/"' in read(client)

    response = client.post("/areas/listening/act/")
    client.post("/areas/listening/act/")

    goal = Goal.objects.for_person(isla).get()
    assert response["Location"] == f"/me/goals/{goal.uuid}/"
    assert (goal.outcome, goal.step) == ("People are heard", "Ask one person what they would keep")
    assert LookBack.objects.get(goal=goal).due_on == goal.by_on
    assert goal.by_on is not None
    assert goal.by_on.weekday() == 4


def test_the_act_in_a_calendar_has_no_two_full_stops(page: AreaPage, client: CheckedClient) -> None:
    AreaPage.objects.filter(pk=page.pk).update(act="Ask one person.")

    assert ".. " not in client.get("/areas/listening/act.ics").content.decode().replace("\r\n ", "")


def test_an_act_promises_no_email_to_a_person_who_turned_reminders_off(page: AreaPage, client: CheckedClient) -> None:
    client.force_login(cast.isla())
    assert "We ask you by email on" in client.get("/areas/listening/act/").content.decode()
    stop_emails(Choice("isla@example.org", LOOK_BACKS), now=timezone.now())

    assert "unless you have turned off reminders of your goals" in read(client)
    assert "so we will not ask you by email" in client.get("/areas/listening/act/").content.decode()
    answer = client.post("/areas/listening/act/", follow=True).content.decode()
    assert "This is your goal now." in answer
    assert "We will ask you by email" not in answer


def test_an_act_that_is_a_goal_leads_to_the_goal_until_it_is_closed(page: AreaPage, client: CheckedClient) -> None:
    client.force_login(cast.isla())
    client.post("/areas/listening/act/")
    goal = Goal.objects.get()

    shown = read(client)

    assert f'<a href="/me/goals/{goal.uuid}/">See your goal</a>' in shown
    assert "Make this my goal" not in shown
    client.force_login(cast.callum())
    assert "Make this my goal" in read(client)
    confirm_act(goal, now=timezone.now())
    client.force_login(cast.isla())
    assert "Make this my goal" in read(client)


def test_a_visitor_signs_in_and_is_asked_once_more(page: AreaPage, client: CheckedClient) -> None:
    assert '<a class="button" href="/areas/listening/act/">Make this my goal</a>' in read(client)
    assert client.get("/areas/listening/act/")["Location"] == "/account/sign-in/?next=/areas/listening/act/"
    client.force_login(cast.isla())

    asked = client.get("/areas/listening/act/").content.decode()

    assert "Ask one person what they would keep" in asked
    assert "Make this my goal" in asked
    assert not Goal.objects.exists()


def test_a_visitor_puts_the_act_into_their_own_calendar_without_an_account(
    page: AreaPage, client: CheckedClient
) -> None:
    AreaPage.objects.filter(pk=page.pk).update(act="Ask one person, then wait; " + "ä" * 60)
    assert 'href="/areas/listening/act.ics"' in read(client)

    with time_machine.travel(cast.NOW, tick=False):
        answer = client.get("/areas/listening/act.ics")

    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="listening.ics"'
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = answer.content.decode().replace("\r\n ", "")
    day = next_friday(cast.NOW)
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in unfolded
    assert "SUMMARY:Did you do it? Ask one person\\, then wait\\; ä" in unfolded
    assert "URL:http" in unfolded
    assert "TRIGGER:PT12H" in unfolded
    assert not answer.cookies
    assert not Goal.objects.exists()


def test_what_an_act_says_cannot_add_a_line_to_the_calendar(page: AreaPage, client: CheckedClient) -> None:
    AreaPage.objects.filter(pk=page.pk).update(act="One\r\nATTACH:https://evil.example\nTwo\rThree")

    lines = client.get("/areas/listening/act.ics").content.decode().split("\r\n")

    assert not [line for line in lines if line.startswith(("ATTACH", "Two", "Three"))]


def test_an_area_without_an_act_offers_none(client: CheckedClient) -> None:
    sample_areas.area()
    client.force_login(cast.isla())

    assert client.get("/areas/listening/act/").status_code == 404
    assert client.get("/areas/listening/act.ics").status_code == 404
    assert "Make this my goal" not in read(client)


def test_continue_remembers_the_place_of_a_reader_without_a_script(page: AreaPage, client: CheckedClient) -> None:
    client.force_login(cast.isla())
    assert 'form="keep-place" name="place" value="how-to-begin">Continue: How to begin</button>' in read(client)

    response = client.post("/areas/listening/keep-place/", {"place": "how-to-begin"})

    assert response["Location"] == "/areas/listening/#how-to-begin"
    assert '<details class="area-step" data-step="how-to-begin" open>' in read(client)


def test_what_an_author_writes_cannot_pretend_to_be_a_section(page: AreaPage, client: Client) -> None:
    text = '<p><a class="b" data-continue href="#x">a</a></p><details class="area-step" data-step="x">b</details>'
    stored = [{"type": "setting", "value": {"setting": "care-home", "text": text}}]
    AreaPage.objects.filter(pk=page.pk).update(setting_examples=json.dumps(stored))

    words = read(client, "?whole=1")

    assert 'data-step="x"' not in words
    assert words.count("data-continue") == 3


def test_the_menu_is_grouped_and_says_first_what_gets_better(page: AreaPage, client: Client) -> None:
    sample_areas.area(key="later", title="A later one", group="team", position=1)
    sample_areas.area(key="alone", title="Alone", position=2)

    words = client.get("/").content.decode()

    order = ["Start here", "People are heard", "Listening well", "Lead a team", "A later one", "More areas", "Alone"]
    menu = words[words.index('id="areas"') :]
    places = [menu.index(phrase) for phrase in order]
    assert places == sorted(places)
    assert 'viewBox="0 0 48 48"' in menu


def test_the_role_of_a_visitor_goes_from_the_front_page_into_every_area(page: AreaPage) -> None:
    client = Client()
    client.get("/choose/?role=manager")

    words = client.get("/").content.decode()

    assert 'href="/areas/listening/?role=manager"' in words
    assert 'aria-current="true">Middle manager</a>' in words


def test_a_renamed_drawing_that_is_gone_leaves_the_page_readable(page: AreaPage, client: Client) -> None:
    AreaPage.objects.filter(pk=page.pk).update(drawing="gone")

    assert client.get("/areas/listening/").status_code == 200
