"""Interactive activities: what they are, who was invited, what they answered and when they finished.

Keys (which answer is which) never leave the server before an answer is sent. A response is never edited; a completion
is set once and never withdrawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from ettle.kit.translations.pack_texts import PackCharField, PackTextField
from ettle.texts.attachments import Attachment, AttachmentQuerySet

if TYPE_CHECKING:
    from ettle.people.models import User


class Activity(models.Model):
    """An activity by its key (S3, sort-20), whatever its version. kind: the key of its item type."""

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.key


class ActivityVersion(models.Model):
    """One published wording of an activity. Frozen: attempts keep the version they began on."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    title = PackCharField(max_length=160)
    summary = PackTextField()
    minutes = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "edition"], name="activities_edition_once")]

    def __str__(self) -> str:
        return str(self.title)


class Requirement(models.Model):
    """A badge version asks for one activity out of a group.

    roles: learning roles it is meant for; empty means all. settings: kinds of service that it takes place in, by which
    one is chosen before another; empty means any.
    """

    version = models.ForeignKey("badges.BadgeVersion", models.PROTECT, related_name="+")
    group = models.PositiveSmallIntegerField()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    settings = models.JSONField(default=list)

    class Meta:
        ordering = ["version", "group", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "group", "activity"], name="activities_required_once")
        ]


MOST_TO_CHOOSE_FROM = 2


def pick_requirements(group: Sequence[Requirement], roles: AbstractSet[str], setting: str = "") -> list[Requirement]:
    """Of one group, what a learner in these roles may choose from: two at most, and at least one.

    Those meant for one of the roles; where there are none, those for everyone; or else the first of the group. Of these
    the ones from the setting that the learner works in come first, and those from other settings last.
    setting: its key; "" when they have not said, and then the order is that of the group.
    """
    fitting = [required for required in group if roles & set(required.roles)]
    fitting = fitting or [required for required in group if not required.roles]
    if setting:
        fitting.sort(key=lambda required: (setting not in required.settings) * (1 + bool(required.settings)))
    return fitting[:MOST_TO_CHOOSE_FROM] or [group[0]]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, learner: User) -> InvitationQuerySet:
        return self.filter(learner=learner)

    def completing_badges(self) -> InvitationQuerySet:
        return self.filter(purpose=Invitation.Purpose.BADGE)

    def with_done(self) -> InvitationQuerySet:
        """Adds `is_done`: of every group of the invitation, the learner has completed an activity."""
        completed = Completion.objects.filter(
            learner=OuterRef("invitation__learner"), activity=OuterRef("activity_version__activity")
        )
        done_in_group = InvitedActivity.objects.filter(
            Exists(completed), invitation=OuterRef("invitation"), group=OuterRef("group")
        )
        open_ones = InvitedActivity.objects.filter(~Exists(done_in_group), invitation=OuterRef("pk"))
        added = {"is_done": ~Exists(open_ones)}  # as a dict: the attribute is declared on the model, for the types
        return self.annotate(**added)

    def with_activities(self) -> InvitationQuerySet:
        return self.select_related("version__badge").prefetch_related(
            Prefetch("activities", InvitedActivity.objects.with_state())
        )


class Invitation(models.Model):
    """A learner may do the activities of a badge.

    purpose: to complete the badge, because a review found their evidence met; or as a part of the application that they
    are still writing. return_path: where a learner goes on when the activities of an application are done. expires_at:
    until then the activities are open; the learner can move it on. None for a part of an application.
    """

    class Purpose(models.TextChoices):
        BADGE = "badge", _("To complete a badge")
        APPLICATION = "application", _("Part of an application")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    version = models.ForeignKey("badges.BadgeVersion", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.BADGE)
    return_path = models.CharField(max_length=200, blank=True)

    is_done: bool  # brought by with_done()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "version", "purpose"], name="activities_invited_once")
        ]

    def __str__(self) -> str:
        return f"Invitation for {self.version.name}"

    @property
    def completes_badge(self) -> bool:
        return self.purpose == self.Purpose.BADGE

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    @property
    def groups(self) -> list[list[InvitedActivity]]:
        """The activities by group; of each group the learner does one. Load with `with_activities()`."""
        return [list(group) for _number, group in groupby(self.activities.all(), key=attrgetter("group"))]


class InvitedActivityQuerySet(models.QuerySet["InvitedActivity"]):
    def of(self, learner: User) -> InvitedActivityQuerySet:
        return self.filter(invitation__learner=learner)

    def with_state(self) -> InvitedActivityQuerySet:
        """Adds `is_done` and `has_begun`, and brings the version and the activity along."""
        completed = Completion.objects.filter(
            learner=OuterRef("invitation__learner"), activity=OuterRef("activity_version__activity")
        )
        begun = Attempt.objects.filter(invited=OuterRef("pk"))
        added = {"is_done": Exists(completed), "has_begun": Exists(begun)}
        return self.select_related("activity_version__activity").annotate(**added)


class InvitedActivity(models.Model):
    """One activity of an invitation, at the version it was offered in. group: of each, the learner does one."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="activities")
    position = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField()
    activity_version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="+")

    is_done: bool  # these two are brought by with_state()
    has_begun: bool

    objects = InvitedActivityQuerySet.as_manager()

    class Meta:
        ordering = ["invitation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "position"], name="activities_invited_position_once")
        ]

    def __str__(self) -> str:
        return str(self.activity_version.title)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def practice_of(self, learner: User, activity: str) -> AttemptQuerySet:
        """A learner's practice of one activity, in every edition, the newest first. activity: its key."""
        mine = self.filter(learner=learner, invited=None, activity_version__activity__key=activity)
        return mine.order_by("-number")


class Attempt(models.Model):
    """One go at an activity, from its first step. invited: none when it is practice, which awards nothing.

    seed: settles the order of things for this go, so that it stays the same from page to page. variant: the key of the
    variant that it began in, where the activity has variants, and stays in; "" for the activity as it is.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    activity_version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="+")
    invited = models.ForeignKey(InvitedActivity, models.PROTECT, null=True, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    variant = models.CharField(max_length=60, blank=True, default="", db_default="")
    began_at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["invited", "number"]
        constraints = [
            models.UniqueConstraint(fields=["invited", "number"], name="activities_attempt_number_once"),
            models.UniqueConstraint(
                fields=["learner", "activity_version", "number"],
                condition=Q(invited=None),
                name="activities_practice_number_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number}"


class Response(models.Model):
    """What was answered at one step. Never edited: going back and answering again adds rows.

    step: a card, a node, or "reflection". sequence: the first, second... row at that step. act: what the learner did,
    in the item type's own words, such as "chose". value: the key that was chosen, or the words that were written. score
    and rule: only where the activity keeps scores.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    step = models.CharField(max_length=60)
    sequence = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=30)
    value = models.TextField(blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    rule = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "step", "sequence"], name="activities_response_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="activities_score_from_0_to_1"
            ),
            models.CheckConstraint(condition=Q(score=None) | ~Q(rule=""), name="activities_score_has_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.act} at {self.step}"


class Completion(models.Model):
    """A learner has finished an activity. Set once, by the attempt that was first; never withdrawn."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="completion")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "activity"], name="activities_completed_once")]

    def __str__(self) -> str:
        return f"{self.activity} completed"


class CountingSecret(models.Model):
    """What decides by chance which choices of an activity are replaced before they are counted. Names nobody.

    Never shown and never changed: a new one would draw again, and two draws tell more of a person than one does.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="counting_secret")
    secret = models.CharField(max_length=64)


class ChoiceFigures(models.Model):
    """What is published of how the people of one role did one version, until it is published again. Names nobody.

    role: its key; "" for everyone. people, content: as in `choice_figures.publication_rule.RoleFigures`. counted_until:
    people count who began by then.
    """

    version = models.ForeignKey(ActivityVersion, models.CASCADE, related_name="choice_figures")
    role = models.CharField(max_length=10, blank=True)
    people = models.PositiveIntegerField()
    content = models.JSONField()
    counted_until = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "role"], name="activities_figures_once")]


class ReflectionRecording(Attachment):
    """What a learner said before typing the words of a reflection. Only they hear it. step: of the reflection."""

    OWNER: ClassVar[str] = "attempt__learner"

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="recordings")
    step = models.CharField(max_length=60)

    objects = AttachmentQuerySet.as_manager()

    class Meta(Attachment.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "step"], condition=Q(removed_at=None), name="activities_one_recording_of_a_step"
            )
        ]
