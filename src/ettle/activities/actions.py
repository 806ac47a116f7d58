"""Publish, require, invite, begin, answer, go back, reflect, complete."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from ettle.activities.checks import check_activity
from ettle.activities.models import (
    Activity,
    ActivityVersion,
    Attempt,
    Completion,
    Invitation,
    InvitedActivity,
    Requirement,
    Response,
)
from ettle.activities.play import attempt_progress, published_content, scenario, scoring
from ettle.activities.specs import ActivitySpec, RequiredActivity, spec_to_content
from ettle.badges import actions as badges
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.refusal import Refused
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User

FINISHED = "You have finished this activity. You may play it again from its first page."


@transaction.atomic
def publish(spec: ActivitySpec, *, by: User | None, now: datetime) -> ActivityVersion:
    """Publish an activity. The same words give the version there is; changed words give the next edition.

    Raises Refused, naming every problem, for an activity that may not be published.
    """
    problems = check_activity(spec)
    if problems:
        raise Refused(" ".join(f"{problem.path}: {problem.words}." for problem in problems))
    activity = _lock_activity(spec)
    stored = spec_to_content(spec)
    told = {"title": spec.title, "summary": spec.summary, "minutes": spec.minutes, "content": stored}
    content_hash = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    newest = activity.versions.order_by("-edition").first()
    if newest is not None and newest.content_hash == content_hash:
        return newest
    edition = newest.edition + 1 if newest else 1
    version = ActivityVersion.objects.create(
        activity=activity, edition=edition, content_hash=content_hash, published_at=now, **told
    )
    audit.record(by, "published an activity", version, now=now)
    return version


def _lock_activity(spec: ActivitySpec) -> Activity:
    activity, _ = Activity.objects.select_for_update().get_or_create(key=spec.key, defaults={"kind": spec.kind})
    if activity.kind != spec.kind:
        raise Refused(f"{spec.key} is already a {activity.get_kind_display().lower()}. Give this one another key.")
    return activity


@transaction.atomic
def require(
    version: BadgeVersion, groups: Sequence[Sequence[RequiredActivity]], *, by: User | None, now: datetime
) -> None:
    """Say which activities a badge version asks for: one out of each group. Replaces what was asked before.

    Invitations that were already sent keep their activities. Raises Refused for an activity that is not published.
    """
    keys = {required.key for group in groups for required in group}
    known = {activity.key: activity for activity in Activity.objects.filter(key__in=keys)}
    unknown = sorted(keys - known.keys())
    if unknown:
        raise Refused(f"There is no published activity {', '.join(unknown)}.")
    wanted = [
        (number, known[required.key].pk, list(required.roles))
        for number, group in enumerate(groups, start=1)
        for required in group
    ]
    asked = Requirement.objects.filter(version=version)
    if list(asked.values_list("group", "activity", "roles")) == [tuple(row) for row in wanted]:
        return
    asked.delete()
    for number, activity, roles in wanted:
        Requirement.objects.create(version=version, group=number, activity_id=activity, roles=roles)
    audit.record(by, "set the activities of a badge", version, now=now)


@transaction.atomic
def invite(*, learner: User, version: BadgeVersion, by: User | None, now: datetime) -> Invitation:
    """Invite a learner to the activities of a badge version; a second call returns the first invitation.

    One activity is picked out of each group by the roles the learner learns in. What they have completed before
    counts; when that is everything, the badge is awarded at once.
    """
    _lock_learner(learner)
    invitation, is_new = Invitation.objects.get_or_create(
        learner=learner, version=version, defaults={"invited_at": now, "invited_by": by}
    )
    if not is_new:
        return invitation
    picked = _pick_activities(version, {str(role) for role in people.learning_roles(learner)})
    if not picked:
        raise Refused("This badge has no activities, so nobody can be invited to them.")
    for position, activity in enumerate(picked, start=1):
        newest = activity.versions.order_by("-edition")[0]
        InvitedActivity.objects.create(invitation=invitation, position=position, activity_version=newest)
    audit.record(by, "invited a learner to activities", invitation, now=now)
    if not _award_when_done(invitation, now=now):
        _email_invitation(invitation, now=now)
    return invitation


def _pick_activities(version: BadgeVersion, roles: set[str]) -> list[Activity]:
    groups: dict[int, list[Requirement]] = {}
    for requirement in Requirement.objects.filter(version=version).select_related("activity"):
        groups.setdefault(requirement.group, []).append(requirement)
    return [_pick_requirement(group, roles).activity for _, group in sorted(groups.items())]


def _pick_requirement(group: list[Requirement], roles: set[str]) -> Requirement:
    """The first that is meant for one of these roles or for everybody; the first of all when none is."""
    return next((one for one in group if not one.roles or roles & set(one.roles)), group[0])


def _email_invitation(invitation: Invitation, *, now: datetime) -> None:
    delivery.send_email(
        "activities/mail/invited.txt",
        to=invitation.learner.email,
        key=f"invited/{invitation.uuid}",
        now=now,
        learner=invitation.learner,
        badge=invitation.version,
        activities=[invited.activity_version for invited in invitation.activities.select_related("activity_version")],
        address=delivery.absolute_url(reverse("activities:invitation", args=[invitation.uuid])),
    )


@transaction.atomic
def begin(invited: InvitedActivity, *, learner: User, now: datetime) -> Attempt:
    """Return the attempt that is under way, or a new one when there is none or the last one is finished."""
    _refuse_unless_owner(invited, learner)
    InvitedActivity.objects.select_for_update().get(pk=invited.pk)
    last = invited.attempts.order_by("-number").first()
    if last is not None and not has_finished(last):
        return last
    attempt = Attempt.objects.create(
        invited=invited, number=last.number + 1 if last else 1, seed=secrets.randbelow(2**31), began_at=now
    )
    audit.record(learner, "began an activity", attempt, now=now)
    return attempt


def has_finished(attempt: Attempt) -> bool:
    """True when the last step of this attempt has been taken."""
    version = attempt.invited.activity_version
    if version.is_sort:
        answered = attempt.responses.filter(act=Response.Act.CHOSE).values("step").distinct().count()
        return answered >= len(published_content.published_sort(version).cards)
    return attempt.responses.filter(act=Response.Act.REFLECTED).exists()


@transaction.atomic
def place_card(attempt: Attempt, *, number: int, category: str, learner: User, now: datetime) -> None:
    """Put one card into a category. The first answer stands; the last card finishes the activity.

    Raises Refused for a card whose turn has not come and for a category there is not.
    """
    sort = published_content.published_sort(attempt.invited.activity_version)
    under_way = attempt_progress.SortProgress(sort, attempt, _lock_responses(attempt, learner))
    placed = under_way.card(number)
    if placed is None or number > under_way.current:
        raise Refused("Answer the cards in their order.")
    if placed.category is not None:
        return
    if not under_way.label(category):
        raise Refused("Choose one of the answers", field="answer")
    score = (
        scoring.score_sort({placed.card.key: category}, {placed.card.key: placed.card.right}) if sort.scored else None
    )
    _add_response(attempt, placed.card.key, Response.Act.CHOSE, category, now=now, score=score, rule=scoring.SORT)
    if number == under_way.steps:
        _complete_activity(attempt, learner=learner, now=now)


@transaction.atomic
def see_differently(attempt: Attempt, *, number: int, words: str, learner: User, now: datetime) -> None:
    """Keep what a person wrote beside our answer to a card they have placed. Nothing and no change write nothing."""
    sort = published_content.published_sort(attempt.invited.activity_version)
    placed = attempt_progress.SortProgress(sort, attempt, _lock_responses(attempt, learner)).card(number)
    if placed is None or placed.category is None:
        raise Refused("Answer the card first.")
    if words != placed.differs:
        _add_response(attempt, placed.card.key, Response.Act.SAW_DIFFERENTLY, words, now=now)


@transaction.atomic
def choose(attempt: Attempt, *, number: int, option: str, learner: User, now: datetime) -> None:
    """Make the choice at a step. Another choice at an earlier step goes back first, and that is recorded.

    Raises Refused for a step that is not reached and for an option there is not.
    """
    under_way = _scenario_progress(attempt, _lock_responses(attempt, learner))
    if not 1 <= number <= under_way.current or (number == under_way.current and under_way.has_ended):
        raise Refused("Make the choices in their order.")
    standing = under_way.chosen(number)
    if standing is not None and standing.option.key == option:
        return
    if under_way.reflection:
        raise Refused(FINISHED)
    state = under_way.before(number)
    try:
        scenario.take_step(under_way.spec, state, option)
    except scenario.UnknownChoice as unknown:
        raise Refused("Choose one of the answers", field="answer") from unknown
    _step_back(attempt, under_way, number, now=now)
    _add_response(attempt, state.at, Response.Act.CHOSE, option, now=now)


@transaction.atomic
def go_back(attempt: Attempt, *, number: int, learner: User, now: datetime) -> None:
    """Undo the choices from a step on, so that another may be made there. Nothing is erased: it is recorded."""
    under_way = _scenario_progress(attempt, _lock_responses(attempt, learner))
    if under_way.reflection:
        raise Refused(FINISHED)
    if number < 1:
        raise Refused("Go back to a choice you have made.")
    _step_back(attempt, under_way, number, now=now)


def _step_back(attempt: Attempt, under_way: attempt_progress.ScenarioProgress, number: int, *, now: datetime) -> None:
    for place in range(len(under_way.choices), number - 1, -1):
        _add_response(attempt, under_way.before(place).at, Response.Act.WENT_BACK, "", now=now)


@transaction.atomic
def reflect(attempt: Attempt, *, words: str, learner: User, now: datetime) -> None:
    """Close a scenario with the learner's own words, which completes it. The first reflection stands.

    Raises Refused before an ending is reached and for too few words.
    """
    under_way = _scenario_progress(attempt, _lock_responses(attempt, learner))
    if under_way.reflection:
        return
    if not under_way.has_ended:
        raise Refused("Go on to an ending first.")
    least, written = under_way.spec.reflection_min_words, attempt_progress.count_words(words)
    if written < least:
        raise Refused(f"Write {least} words or more. You have {written} so far.", field="words")
    _add_response(attempt, attempt_progress.REFLECTION, Response.Act.REFLECTED, words, now=now)
    _complete_activity(attempt, learner=learner, now=now)


def _complete_activity(attempt: Attempt, *, learner: User, now: datetime) -> None:
    """Set the completion, once, and award the badge of every invitation that is now done, in one transaction."""
    activity = attempt.invited.activity_version.activity
    _lock_learner(learner)
    _, is_new = Completion.objects.get_or_create(
        learner=learner, activity=activity, defaults={"attempt": attempt, "at": now}
    )
    if not is_new:
        return
    audit.record(learner, "completed an activity", attempt, now=now)
    waiting = Invitation.objects.of(learner).filter(activities__activity_version__activity=activity)
    for invitation in waiting.select_related("version", "learner").distinct():
        _award_when_done(invitation, now=now)


def _award_when_done(invitation: Invitation, *, now: datetime) -> bool:
    """Award the badge when every activity is completed; True when it was. Awarding twice is awarding once."""
    done = Invitation.objects.filter(pk=invitation.pk).with_done().get().is_done
    if done:
        badges.award(learner=invitation.learner, version=invitation.version, by=None, now=now)
    return done


def _lock_learner(learner: User) -> None:
    """Hold this learner's row until the transaction ends.

    Otherwise two activities finished at the same moment would each see the other as open, and nobody would award.
    """
    get_user_model().objects.select_for_update().get(pk=learner.pk)


def _scenario_progress(attempt: Attempt, responses: list[Response]) -> attempt_progress.ScenarioProgress:
    return attempt_progress.ScenarioProgress(
        published_content.published_scenario(attempt.invited.activity_version), responses
    )


def _lock_responses(attempt: Attempt, learner: User) -> list[Response]:
    """The responses so far, while nobody else may add to them."""
    _refuse_unless_owner(attempt.invited, learner)
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    return list(attempt.responses.order_by("pk"))


def _refuse_unless_owner(invited: InvitedActivity, learner: User) -> None:
    if invited.invitation.learner_id != learner.pk:
        raise Refused("This activity is somebody else’s.")


def _add_response(
    attempt: Attempt,
    step: str,
    act: Response.Act,
    value: str,
    *,
    now: datetime,
    score: Decimal | None = None,
    rule: str = "",
) -> None:
    sequence = attempt.responses.filter(step=step).count() + 1
    Response.objects.create(
        attempt=attempt,
        step=step,
        sequence=sequence,
        act=act,
        value=value,
        score=score,
        rule=rule if score is not None else "",
        at=now,
    )
