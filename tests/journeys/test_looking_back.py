"""A goal is asked about two weeks later: the clock is put forward, the email's links work without signing in."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import ROOT, Site
from tests.journeys.walk import DESK, PHONE, Walk, sign_in

pytestmark = pytest.mark.browser
FREYA = "freya@example.org"
OUTCOME = "People choose who comes to them"


def test_a_goal_is_looked_back_at_when_its_time_comes(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, FREYA, PHONE)
    sign_in(walk)
    set_goal(walk)
    assert look_back_mail(site, seconds=0.5) == []

    put_the_clock_forward(site, weeks=2)
    (address,) = look_back_mail(site)
    stranger = Walk(site, browser, "", DESK, scripts=False)
    stranger.page.goto(address)
    stranger.look("look-back-link")
    assert OUTCOME not in stranger.page.content()
    stranger.button("Ask me again in 2 weeks")
    assert stranger.says("We will ask about the goal you set on")

    walk.page.goto(address)
    walk.button("Sign in and look back")
    walk.look("look-back")
    walk.choose("It is in progress")
    walk.page.get_by_label(re.compile("What happened")).fill("Two people chose their own carer")
    walk.button("Save")
    walk.look("goal-looked-back")
    assert walk.says("Two people chose their own carer")

    stranger.page.goto(address)
    stranger.button("No more emails about this goal")
    assert stranger.says("You will get no more emails")
    put_the_clock_forward(site, weeks=9)
    assert len(look_back_mail(site)) == 1
    for person in (walk, stranger):
        assert person.broken == []


def set_goal(walk: Walk) -> None:
    walk.go("/me/goals/new/")
    walk.page.get_by_label(re.compile("What do you want to be different")).fill(OUTCOME)
    walk.page.get_by_label(re.compile("first small step")).fill("Ask Mr Doyle on Monday")
    walk.page.locator("details.fold > summary").click()
    walk.choose("Yes, after 2, 8 and 26 weeks")
    walk.look("goal-with-mail")
    walk.button("Set this goal")
    assert walk.says("We will ask by email on")


def put_the_clock_forward(site: Site, *, weeks: int) -> None:
    """Do what the worker does by its clock, as if so many weeks had gone by and it were ten in the morning."""
    when = (datetime.now().astimezone() + timedelta(weeks=weeks)).replace(hour=10)
    words = (
        "from datetime import datetime; from ettle.journey.actions import send_due; "
        "from ettle.kit.tasks.task_queue import run_due; "
        f"at = {when.isoformat()!r}; send_due.func(at=at); run_due(datetime.fromisoformat(at))"
    )
    told = {"ETTLE_DATA": str(site.data), "ETTLE_PUBLIC_URL": site.url, "ETTLE_DEMO": "1", "ETTLE_LOG_LEVEL": "ERROR"}
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", words],
        env=site.environment() | told, cwd=ROOT, check=True,
    )  # fmt: skip


def look_back_mail(site: Site, *, seconds: float = 5) -> list[str]:
    """The links of every look-back email to Freya; the worker has a moment to send it."""
    deadline = time.monotonic() + seconds
    found: list[str] = []
    while not found and time.monotonic() < deadline:
        time.sleep(0.3)
        bodies = [str(letter.get_content()) for letter in site.letters_to(FREYA)]
        found = [link for body in bodies for link in re.findall(rf"{site.url}/look-back/\S+", body)]
    return found
