"""People who press anything: every walk through every story ends, every ending is met, and no page breaks.

`./ettle drill walks` takes a thousand of the second kind.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from django.test import Client
from django.urls import reverse

from ettle.activities import actions
from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.tests.test_engine import SCENARIOS, story
from ettle.activities.tests import factories
from ettle.people.tests import cast
from tests.hostile.forms import Form, list_forms, list_links

SEED = os.environ.get("ETTLE_DRILL_SEED", "1")
WALKS = int(os.environ.get("ETTLE_DRILL_WALKS", "20"))
IN_ENGINE = 1_000
WANDERING = 4  # acts of any kind, before someone goes straight on
MOST = 40
REPEATED = {"answer", "called"}


@pytest.mark.parametrize("key", SCENARIOS)
def test_a_thousand_walks_through_a_story_end_and_meet_every_ending(key: str) -> None:
    spec, chance = story(key), random.Random(f"{SEED}/{key}")
    met = set()

    for _ in range(IN_ENGINE):
        state = engine.begin_scenario(spec)
        while offered := engine.available_options(spec, state):
            assert len(state.taken) <= len(spec.nodes) * 2, [taken.option for taken in state.taken]
            state = engine.take_step(spec, state, chance.choice(offered).key)
        met.add(state.at)

    assert met == {ending.key for ending in spec.endings}


@dataclass
class Walker:
    """Someone in a story. faults: what no page should do, with its place."""

    client: Client
    chance: random.Random
    home: str
    faults: list[str] = field(default_factory=list)
    endings: set[str] = field(default_factory=set)
    here: str = ""
    page: Any = None

    def go(self, path: str, data: dict[str, Any] | None = None) -> None:
        """Send what is given, or ask for a page, and follow to where it leads."""
        for _ in range(6):
            response = self.client.get(path) if data is None else self.client.post(path, data)
            if response.status_code in {301, 302, 303}:
                path, data = response.headers["Location"], None
                continue
            break
        if response.status_code not in {200, 422}:
            self.faults.append(f"{response.status_code}: {path} {data or ''}")
            return
        self.here, self.page = path.partition("?")[0], self.read_main(response.content)
        if "/ending/" in self.here and self.page is not None:
            self.endings.add(self.page.find("h1").get_text(strip=True))

    def read_main(self, content: bytes) -> Any:
        return BeautifulSoup(content, "lxml", parse_only=SoupStrainer("main")).find("main")

    def list_acts(self) -> list[Form | str]:
        """The forms of this page, once for each answer, and the links that stay in the play."""
        forms = [form for form in list_forms(self.page, self.here) if form.method == "post"]
        return [*forms, *(link for link in list_links(self.page, self.here) if link.startswith(self.home))]

    def wander(self) -> None:
        """Press anything; now and then send it with an answer that no button has, or twice."""
        act = self.chance.choice(self.list_acts() or [self.home])
        if isinstance(act, str):
            self.go(act)
            return
        sent: dict[str, Any] = dict(act.fields)
        if self.chance.random() < 0.2:
            sent |= {name: self.chance.choice([["nonsense"], [], [*sent[name], "x"]]) for name in REPEATED & set(sent)}
        self.go(act.path, sent)

    def go_on(self) -> None:
        """Do what leads on: an answer where there is one, else the form or link that a person takes at the end."""
        forms = [act for act in self.list_acts() if isinstance(act, Form)]
        answers = [form for form in forms if "answer" in form.fields]
        onward = [form for form in forms if form.path.endswith(("/ending/name/", "/reflect/"))]
        chosen = self.chance.choice(answers or onward or [None])
        if chosen is not None:
            self.go(chosen.path, chosen.fields)
        elif not self.here.endswith(("/trail/", "/reflect/")):
            self.go(f"{self.here.rsplit('/', 2)[0]}/trail/" if "/ending/" in self.here else self.home)

    @property
    def has_ended(self) -> bool:
        return bool(self.endings) and self.here.endswith(("/trail/", "/reflect/", "/branches/"))


def take_walk(client: Client, key: str, chance: random.Random) -> Walker:
    start = reverse("activities:practice", args=[key])
    walker = Walker(client, chance, home="/activities/")
    walker.go(start, {})
    walker.home = start if client.session.get("_auth_user_id") else f"/activities/try/{key}/"
    for _ in range(WANDERING):
        walker.wander()
    for _ in range(MOST):
        if walker.has_ended:
            return walker
        if walker.here.endswith(("/trail/", "/branches/")) or walker.here == start:
            walker.go(start, {})
        else:
            walker.go_on()
    walker.faults.append(f"no end: {walker.here}")
    return walker


@pytest.mark.django_db
def test_whatever_people_press_a_story_ends_and_no_page_breaks(record_property: Any) -> None:
    for key in SCENARIOS:
        actions.publish(factories.spec(key), by=None, now=cast.NOW)
    faults: list[str] = []
    met: dict[str, set[str]] = {key: set() for key in SCENARIOS}

    for number in range(WALKS):
        key, client = SCENARIOS[number % len(SCENARIOS)], Client()
        if number % 2:
            client.force_login(cast.isla())
        walker = take_walk(client, key, random.Random(f"{SEED}/{number}"))
        faults += [f"walk {number} of {key}: {fault}" for fault in walker.faults]
        met[key] |= walker.endings

    missed = sum(len(story(key).endings) - len(endings) for key, endings in met.items())
    record_property("walks", WALKS)
    record_property("pages that broke, and walks without an end", len(faults))
    record_property("endings that nobody met", missed)
    assert faults == []
