"""A pack from another field, in another language, passes the same journeys, and nothing of the starter pack shows.

tests/data/schule is a school in German: two roles, a scale of three points, two frameworks with other keys, one badge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.urls import reverse

from ettle.activities.models import Invitation
from ettle.badges import queries as badges
from ettle.evidence import actions
from ettle.evidence.tests import factories as evidence
from ettle.framework.queries import link_targets
from ettle.journey.tests import factories as journey
from ettle.kit.pages import site_contents
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.packs import actions as packs
from ettle.people.models import ChosenRole, User
from ettle.people.tests import cast
from tests.house.page_walk import PageWalk

pytestmark = pytest.mark.django_db
SCHOOL = Path(__file__).parents[1] / "data" / "schule"
STARTER = Path(__file__).parents[2] / "content" / "leadership"
STARTS = ("/", "/more/", "/me/", "/evidence/", "/capabilities/", "/badges/", "/activities/all/", "/areas/offen-fragen/")
MISSING = {"/codes/", "/logic-model/", "/me/cpl/", "/together/"}
FIELD = ("social service", "social care", "SSSC", "Scottish", "care home", "Leadership learning")


@pytest.fixture(autouse=True)
def _school(db: None, now: datetime) -> None:
    cast.forget_roles()
    assert packs.load(SCHOOL, by=None, now=now).problems == []


def learner() -> User:
    isla = cast.isla()
    ChosenRole.objects.filter(person=isla).update(role="lehrkraft")
    return isla


def list_starter_titles() -> list[str]:
    """Names that only the starter pack has: of roles, of capabilities and themes, of badges, activities and areas."""
    found = set(re.findall(r"^\s*-?\s*title: (\w.{11,})$", (STARTER / "roles.yaml").read_text(), re.MULTILINE))
    found |= {yaml.safe_load(path.read_text())["name"] for path in (STARTER / "badges").glob("*.yaml")}
    found |= {yaml.safe_load(path.read_text())["title"] for path in (STARTER / "activities").glob("*.yaml")}
    return sorted(name for name in found if len(name) > 11)


@pytest.mark.parametrize("make_person", [lambda: None, learner, cast.bashir, cast.stranger, cast.dougal])
def test_no_page_shows_the_starter_pack_or_leads_nowhere(make_person: Callable[[], User | None]) -> None:
    walked = PageWalk(make_person()).walk(*STARTS)

    assert walked.dead == {}
    assert {"/", "/areas/offen-fragen/", "/capabilities/fragen/", "/badges/gute-fragen/"} <= walked.texts.keys()
    shown = {link.partition("?")[0] for links in walked.links.values() for link in links}
    assert shown & MISSING == set()
    words = [*FIELD, *list_starter_titles()]
    assert {(word, address) for address, text in walked.texts.items() for word in words if word in text} == set()


def test_the_front_page_is_the_schools(client: CheckedClient) -> None:
    page = client.get("/").content.decode()

    for words in ("Zehn Minuten für den Unterricht", "Hier üben Lehrkräfte", "Lernen für die Schule", "In der Stunde"):
        assert words in page
    assert "Datenschutz" in client.get("/statements/privacy/").content.decode()
    assert "have not written this page yet" in client.get("/statements/help/").content.decode()


def test_a_teacher_assesses_themself_and_asks_others(client: CheckedClient) -> None:
    isla = learner()
    client.force_login(isla)

    assert "2 minutes" in client.get("/me/self-assessment/").content.decode()
    result = journey.finish_assessment(isla, role="lehrkraft")
    page = client.get(reverse("journey:result", args=[result.assessment.uuid])).content.decode()

    assert "Fragen stellen" in page
    assert "Meistens" in page
    assert "Ruhe schaffen" in page
    others = client.get("/me/feedback/").content.decode()
    assert "not here yet" not in others
    assert "Choose who to ask" in others
    assert reverse("journey:result", args=[result.assessment.uuid]) in client.get("/me/").content.decode()


def test_what_a_teacher_writes_is_linked_to_the_frameworks_of_the_school(client: CheckedClient) -> None:
    client.force_login(learner())

    page = client.get(f"{reverse('learning_log:new')}?theme=fragen.1").content.decode()

    assert "Offen fragen" in page
    assert [target_list.name for target_list in link_targets.offered_lists()] == ["capabilities"]
    assert {target.framework for target in link_targets.offered_lists()[0].targets()} == {"unterricht"}
    assert "What my evidence shows: Capabilities" in client.get(reverse("dashboard:matrix")).content.decode()
    assert link_targets.framework_name("haltung") == "Haltungen der Schule"


def test_a_teacher_earns_the_badge_of_the_school(client: CheckedClient, now: datetime) -> None:
    isla, version = learner(), badges.version_by_slug("gute-fragen")
    evidence.switch_off_second_marking()
    application = evidence.write_answers(evidence.begin_application(isla, version))
    submission = actions.submit(application, by=isla, looked=True, short_is_fine=True, now=now)
    client.force_login(cast.bashir())
    assert "Gute Fragen" in client.get(reverse("evidence:queue")).content.decode()
    evidence.send_review(submission, cast.bashir(), "met")

    invitation = Invitation.objects.get(learner=isla)
    client.force_login(isla)
    start = reverse("activities:play", args=[invitation.uuid, 1])
    assert "Die erste Stunde" in client.get(start, follow=True).content.decode()
    step = client.post(start).headers["Location"]
    assert "Was tust du?" in client.get(step).content.decode()
    answered = client.post(step, {"answer": "warten"}, follow=True).content.decode()
    assert "Nach einer Weile schauen alle nach vorn." in answered
    ending = re.findall(r'class="button" href="([^"]+)">Finish', answered)[0]
    assert "Warten ist auch eine Handlung." in client.get(ending).content.decode()

    award = badges.learner_awards(isla).get()
    task_queue.run_due()
    shown = CheckedClient().get(reverse("badges:verified", args=[award.uuid])).content.decode()
    assert "Gute Fragen" in shown
    assert "Haltungen der Schule" in shown
    credential = json.loads(CheckedClient().get(reverse("badges:credential_json", args=[award.uuid])).content)
    assert credential["credentialSubject"]["achievement"]["name"] == "Gute Fragen"
    assert award.awarded_at > now - timedelta(days=1)


def test_the_school_has_the_tools_of_its_pack_and_no_others() -> None:
    assert set(site_contents.empty_pages()) >= {"/codes/", "/logic-model/", "/me/cpl/", "/together/"}
    assert site_contents.has_page("/capabilities/")
    assert site_contents.has_page("/me/feedback/")


def test_the_school_can_be_exported_and_is_the_same(tmp_path: Path) -> None:
    packs.export(tmp_path / "copy")

    frameworks = [yaml.safe_load(path.read_text()) for path in (tmp_path / "copy" / "frameworks").glob("*.yaml")]
    written = next(framework for framework in frameworks if framework["key"] == "unterricht")
    assert (written["use"], written["items"][0]["icon"]) == ("main", "bulb")
    assert yaml.safe_load((tmp_path / "copy" / "site.yaml").read_text())["strapline"] == "Lernen für die Schule"
    assert packs.check(tmp_path / "copy") == []
