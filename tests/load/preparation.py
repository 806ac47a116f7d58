"""People for a running site, each with a session, and work for them."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.journeys.site import ROOT, Site

SECONDS = 300
PEOPLE = """
import json
from django.test import Client
from django.utils import timezone
from ettle.kit.http.audience import SECOND_FACTOR_AT
from ettle.people import actions
from ettle.people.models import Organisation, User
now = timezone.now()
from ettle.badges.queries import current_versions
from ettle.evidence.marking import actions as marking
house = Organisation.objects.get(slug="rowan-house")
def sign_in(person):
    browser = Client(headers={"Host": "localhost"})
    browser.force_login(person)
    session = browser.session
    session[SECOND_FACTOR_AT] = now.isoformat()
    session.save()
    return session.session_key
def add_learner(number):
    person = actions.add_person(email=f"learner-{number}@example.org", name=f"Learner {number}", now=now, by=None)
    actions.describe_self(
        person=person, name=person.name, roles=["frontline"], time_zone="Europe/London", by=person, now=now
    )
    person.memberships.create(organisation=house, role="learner", began_at=now)
    return person
learners = [add_learner(number) for number in range(FIRST, FIRST + COUNT)]
assessor = User.objects.get(email="bashir@example.org")
for version in current_versions():
    marking.record_practice(version, assessor=assessor, choices={}, now=now)
found = {"sessions": {person.email: sign_in(person) for person in [assessor, *learners]}}
"""
WORK = """
import uuid
from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.items.sort import actions as sort
from ettle.badges import actions as badges
from ettle.badges.queries import current_versions
from ettle.evidence import actions as evidence
from ettle.evidence.queries import applications_of
from ettle.instruments.queries import current_version
from ettle.journey import actions as journey
first, second = (current_versions().get(badge__slug=slug) for slug in ("first-steps", "management-and-leadership"))
ANSWERS = (
    "I asked her first what would make it a good morning and then we planned the rest together. " * 12,
    "At night we decide a lot between the two of us, because nobody is there to ask about it. " * 12,
    "My senior wrote it down for the others, and since then two colleagues do it the same way. " * 12,
)
def finish_sort(invited):
    play = StoredPlay(invited.attempts.get(), invited.invitation.learner)
    for number in range(1, 21):
        sort.place_card(play, number=number, category="both", now=now)
def begin_work(person):
    award = badges.award(learner=person, version=first, by=None, now=now)
    application = evidence.begin(learner=person, version=second, now=now)
    application = applications_of(person).get(pk=application.pk)
    positions = [criterion.position for criterion in application.criteria if criterion.kind == "text"]
    assessment = journey.begin(person=person, version=current_version(), role="frontline", now=now)
    return {
        "badge": str(award.uuid),
        "answers": [f"/evidence/{application.uuid}/{position}/" for position in positions],
        "statements": f"/me/self-assessment/{assessment.uuid}/",
        "count": len(assessment.sheet.statements()),
    }
def send_work(person):
    badges.award(learner=person, version=first, by=None, now=now)
    begun = evidence.begin(learner=person, version=second, now=now)
    application = applications_of(person).get(pk=begun.pk)
    for criterion in application.criteria:
        if criterion.kind == "activity":
            finish_sort(evidence.open_activity(application, criterion=criterion, return_path="/", by=person, now=now))
            continue
        text = ANSWERS[criterion.position % 3]
        evidence.save_answer(
            application, criterion=criterion, text=text, base=0, key=uuid.uuid4(), by=person, now=now
        )
    evidence.declare(application, ai_use="none", ai_words="", by=person, now=now)
    submission = evidence.submit(applications_of(person).get(pk=begun.pk), by=person, looked=True, now=now)
    return str(submission.uuid)
half = COUNT // 2
found["work"] = {person.email: begin_work(person) for person in learners[:half]}
found["sent"] = [send_work(person) for person in learners[half:]]
"""


def add_people(site: Site, learners: int) -> dict[str, str]:
    """Add learners to the demonstration. Return their sessions, and that of the assessor, by email address."""
    sessions: dict[str, str] = _run_script(site, f"FIRST, COUNT = 1, {learners}" + PEOPLE)["sessions"]
    return sessions


def add_people_at_work(site: Site, learners: int, *, first: int) -> dict[str, Any]:
    """The same with work: half of them write ("work": addresses by email), half have "sent" an application.

    first: the number of the first, for a site that has others.
    """
    return _run_script(site, f"FIRST, COUNT = {first}, {learners}" + PEOPLE + WORK)


def _run_script(site: Site, script: str) -> dict[str, Any]:
    words = [str(ROOT / "ettle"), "manage", "shell", "--data", str(site.data), "-c"]
    done = subprocess.run(
        [*words, script + '\nprint("FOUND" + json.dumps(found))'],
        env=site.environment(), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert "FOUND" in done.stdout, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.partition("FOUND")[2].splitlines()[0])
    return found
