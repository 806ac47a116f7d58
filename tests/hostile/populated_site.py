"""A site on which each of the cast has something at every step, so that a crawler finds every form."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core import mail
from django.urls import reverse

from benchmarks import demo_people
from ettle.evidence import actions as evidence
from ettle.evidence import queries as evidence_queries
from ettle.evidence.marking import actions as marking
from ettle.feedback import actions as feedback
from ettle.feedback.tests import factories as made_360
from ettle.framework import actions as framework
from ettle.journey import actions as journey
from ettle.journey.models import Goal
from ettle.kit.mail import signed_links
from ettle.kit.tasks import task_queue
from ettle.learning_log import uploads
from ettle.learning_log.actions import attachments
from ettle.learning_log.tests import factories as log
from ettle.library.models import AreaPage
from ettle.library.tests.sample_media import stored_picture
from ettle.people import actions as people
from ettle.people.models import Membership, User
from ettle.people.queries import join_token
from ettle.people.tests import cast
from ettle.together import actions as together
from ettle.together import queries as sessions_of_two
from ettle.together.types import Way
from ettle.workshop.tests.test_cms import form_of
from tests.hostile import files
from tests.hostile.forms import Form

LINK = re.compile(r"https?://[^/\s]+(/\S*)")
START = ("/", "/more/", "/account/sign-in/", "/account/sign-up/", "/search/?q=care", "/verify/", "/no-such-page/")
HOME = ("/me/", "/me/settings/", "/account/security/", "/evidence/", "/activities/", "/me/log/new/", "/me/goals/new/")


@dataclass(frozen=True)
class Visitor:
    """Who crawls. person: None for someone without an account. seeds: where they begin. forms: that scripts build."""

    name: str
    person: User | None
    seeds: tuple[str, ...]
    forms: tuple[Form, ...] = ()


def build_site(now: datetime) -> list[Visitor]:
    """Bring the cast part-way on their journeys, with the product's own actions, and return who crawls from where."""
    isla, callum, bashir, agnes, dougal = cast.isla(), cast.callum(), cast.bashir(), cast.agnes(), cast.dougal()
    links = [*_lead_isla(isla, now), *_lead_callum(callum, now), *_lead_organisation(now), *_begin_sessions(isla, now)]
    _answer_application(cast.ewan(), now)
    _upload_import(agnes, now)
    stored_picture()
    task_queue.run_due()
    links += [path for letter in mail.outbox for path in LINK.findall(str(letter.body))]
    author = (*HOME, "/cms/", "/manage/frameworks/", "/manage/instruments/", "/manage/areas/retired/")
    people_of = {"isla": isla, "callum": callum, "freya": cast.freya(), "ewan": cast.ewan(), "sam": cast.stranger()}
    visitors = [Visitor(name, person, HOME) for name, person in people_of.items()]
    visitors += [
        Visitor(name, person, (*HOME, "/review/")) for name, person in [("bashir", bashir), ("morag", cast.morag())]
    ]
    visitors += [
        Visitor("agnes", agnes, author, _list_script_forms()),
        Visitor("dougal", dougal, (*author, "/manage/", "/cms/reports/site-history/")),
        Visitor("visitor", None, ()),
        Visitor("observer", None, tuple(dict.fromkeys(links))),
    ]
    return [replace(visitor, seeds=(*START, *visitor.seeds)) for visitor in visitors]


def _lead_isla(isla: User, now: datetime) -> Iterator[str]:
    """A badge, a goal, activities half played, an application begun, a log entry with a picture and an open 360."""
    award = demo_people.earn_badge("ET-001", isla, now)
    demo_people.set_goal(isla, now)
    yield from demo_people.play_activities(isla, now)
    evidence.begin(learner=isla, version=demo_people.find_badge("ET-101"), now=now)
    goal = Goal.objects.get(person=isla)
    journey.promise_look_backs(goal, weeks=[1, 4], now=now)
    for look_back in goal.look_backs.all():
        token = signed_links.make_token(journey.LINK_PURPOSE, str(look_back.uuid))
        yield reverse("journey:look-back-link", args=[token])
    entry = log.create_entry(isla, happened="A bad morning")
    picture = uploads.prepare_picture(files.picture("PNG"))
    attachments.attach_files(entry, files=[(picture, "chairs.png")], by=isla, now=now)
    running = feedback.begin(person=isla, is_short=False, now=now)
    for link in made_360.invite_observers(running, now=now, peers=3, manager=1, supported=3):
        yield reverse("feedback:observer", args=[link.observer.pk, link.token])
    yield reverse("badges:verified", args=[award.uuid])
    yield reverse("badges:credential_json", args=[award.uuid])


def _lead_callum(callum: User, now: datetime) -> Iterator[str]:
    """An application that waits to be reviewed, a closed 360 with a shared summary, and an open self-assessment."""
    demo_people.earn_badge("ET-001", callum, now)
    evidence.submit(demo_people.write_application(callum, now), by=callum, looked=True, now=now)
    earlier = now - timedelta(days=30)
    assessment = demo_people.begin_assessment(callum, "supervisor", earlier)
    demo_people.answer_statements(assessment, earlier)
    journey.finish(assessment, now=earlier)
    closed = feedback.begin(person=callum, is_short=False, now=earlier)
    links = made_360.invite_observers(closed, now=earlier, peers=4, team=3)
    report = made_360.make_report(closed, links, now=now)
    summary = feedback.share_summary(
        report, name="Bashir", email="bashir@example.org", capabilities=["vis"], words="See", now=now
    )
    yield feedback.summary_path(summary)
    demo_people.begin_assessment(callum, "supervisor", now)


def _begin_sessions(isla: User, now: datetime) -> Iterator[str]:
    """Sessions of two: one that nobody has joined, one in which a guest answers, and one in which both talk."""
    waiting = together.start_session(person=isla, way=Way.TWO_PHONES, other_name="", now=now)
    yield reverse("together:join-by", args=[waiting.session.code])
    for is_talking in (False, True):
        starter = together.start_session(person=isla, way=Way.TWO_PHONES, other_name="", now=now)
        guest = together.join_session(starter.session.code, name="Sam", key=uuid.uuid4(), person=None, now=now)
        for participant in (starter, guest) if is_talking else ():
            together.save_answer(participant, question="well", words="Breakfast", is_shared=True)
            together.finish_answers(participant, now=now)
        yield sessions_of_two.session_address(guest)


def _lead_organisation(now: datetime) -> Iterator[str]:
    """Invitations to Rowan House, and one who asks to join with a link that was forwarded."""
    house = cast.rowan_house()
    for role in (Membership.Role.LEARNER, Membership.Role.ASSESSOR):
        address = f"new-{role}@example.org"
        people.invite(organisation=house, addresses=[address], role=role, by=cast.freya(), now=now)
    for invitation in house.invitations.all():
        yield reverse("people:join", args=[join_token(invitation)])
    people.ask_to_join(invitation=house.invitations.get(role="assessor"), person=cast.stranger(), now=now)


def _answer_application(ewan: User, now: datetime) -> None:
    """An application that came back with one criterion that is not met."""
    demo_people.earn_badge("ET-001", ewan, now)
    sent = evidence.submit(demo_people.write_application(ewan, now), by=ewan, looked=True, now=now)
    application = evidence_queries.applications_of(ewan).get(pk=sent.application_id)
    marking.record_practice(application.version, assessor=cast.morag(), choices={}, now=now)
    for number, criterion in enumerate(criterion for criterion in application.criteria if criterion.is_assessed):
        reason, suggestion = ("", "") if number else ("too-general", "Tell it as one day: what did you do first?")
        evidence.save_draft_decision(
            sent, criterion=criterion, assessor=cast.morag(), outcome="met" if number else "not-yet", reason=reason,
            suggestion=suggestion, now=now,
        )  # fmt: skip
    mark = evidence.review(sent, assessor=cast.morag(), letter="Nearly there", now=now)
    evidence.settle_due_marks(now=mark.settles_at)


def _upload_import(agnes: User, now: datetime) -> None:
    """A file of Codes that waits to be confirmed."""
    rows = "number,paraphrase,edition,part,audience\n4.2,Know the risks people live with.,2024,4,workers\n"
    framework.upload_import(
        kind="codes", file_name="codes.csv", content=rows.encode(), may_add_edition=False, is_checked=False, by=agnes,
        now=now,
    )  # fmt: skip


def _list_script_forms() -> tuple[Form, ...]:
    """The form of an area, whose blocks are added by a script."""
    page = AreaPage.objects.live().first()
    assert page is not None
    typed = {name: value if isinstance(value, list) else [value] for name, value in form_of(page).items()}
    fields = {name: [str(part) for part in value] for name, value in typed.items()}
    return (Form(f"/cms/pages/{page.pk}/edit/", "post", fields),)
