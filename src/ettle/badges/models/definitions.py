"""What a badge asks for and means. A published version never changes."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.badges.definition.emblems import EMBLEMS
from ettle.kit.translations.pack_texts import PackCharField, PackTextField


class Badge(models.Model):
    """A badge by its number (ET-101), whatever its version."""

    number = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.number


class BadgeVersion(models.Model):
    """What a badge asks for and means, from one publishing to the next. Frozen once published."""

    class Order(models.TextChoices):
        EVIDENCE_THEN_ACTIVITY = "evidence-activity", _("Evidence, then an activity")
        ACTIVITY_THEN_EVIDENCE = "activity-evidence", _("An activity, then evidence")
        EVIDENCE_ONLY = "evidence", _("Evidence only")

    class Endorsement(models.TextChoices):
        NONE = "none", _("None")
        INVITED = "invited", _("Invited")
        REQUIRED = "required", _("Required")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="versions")
    edition = models.PositiveSmallIntegerField()
    name = PackCharField(max_length=120)
    summary = PackTextField()
    why = PackTextField()
    emblem = models.CharField(max_length=30, blank=True, default="", db_default="")
    easy_read = PackTextField(blank=True, default="", db_default="")
    roles = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField()
    order = models.CharField(max_length=20, choices=Order.choices)
    endorsement = models.CharField(max_length=10, choices=Endorsement.choices, default=Endorsement.NONE)
    endorsement_days = models.PositiveSmallIntegerField(null=True)
    endorsement_roles = models.JSONField(default=list)
    endorsement_by = models.JSONField(default=list)
    endorsement_from = models.CharField(max_length=10, default="met")
    endorsement_missed = models.CharField(max_length=20, default="not-endorsed")
    valid_for_months = models.PositiveSmallIntegerField(null=True)
    sample_percent = models.PositiveSmallIntegerField(default=0)
    not_accepted = PackTextField(blank=True)
    assessor_guidance = PackTextField(blank=True)
    alignments = models.ManyToManyField("framework.Item", related_name="+")
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    first_badge: int | None  # these two are brought by queries.versions_for
    is_earned: bool

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["badge", "edition"], name="badges_edition_once"),
            models.CheckConstraint(
                condition=~Q(endorsement="required") | Q(endorsement_days__isnull=False),
                name="badges_required_endorsement_has_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge.number} {self.name}"

    @property
    def picture_description(self) -> str:
        """What its picture shows, for people who cannot see it."""
        if self.emblem in EMBLEMS:
            return str(_("The badge’s picture: %(emblem)s") % {"emblem": EMBLEMS[self.emblem].title})
        return str(_("The badge’s picture: its number"))

    def endorsement_for(self, roles: Collection[str]) -> Endorsement:
        """Whether an endorsement is required of someone in these roles: others are invited to it."""
        endorsement = self.Endorsement(self.endorsement)
        if endorsement == self.Endorsement.REQUIRED and self.endorsement_roles:
            return endorsement if set(roles) & set(self.endorsement_roles) else self.Endorsement.INVITED
        return endorsement


class Criterion(models.Model):
    """One thing that a badge version asks for. The form, the checker, the review page and the printout read this row.

    automatic: the answer is accepted as it is written. activity: the key of an activity to finish, for its kind only.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("In your own words")
        CONFIRM = "confirm", _("Read and confirm")
        PRACTICE = "practice", _("Practise on an example")
        ACTIVITY = "activity", _("Do an activity")

    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    title = PackCharField(max_length=120)
    question = PackTextField()
    hint = PackTextField(blank=True)
    easy_read = PackTextField(blank=True, default="", db_default="")
    about_words = models.PositiveSmallIntegerField(default=0)
    max_words = models.PositiveSmallIntegerField(default=800)
    may_be_spoken = models.BooleanField(default=True)
    automatic = models.BooleanField(default=False)
    shows_met = PackTextField(blank=True)
    not_yet_when = PackTextField(blank=True)
    met_example = PackTextField(blank=True)
    not_yet_example = PackTextField(blank=True)
    activity = models.CharField(max_length=60, blank=True)
    material = models.JSONField(default=dict)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="badges_criterion_position_once"),
            models.CheckConstraint(condition=Q(max_words__gte=models.F("about_words")), name="badges_words_in_order"),
        ]

    @property
    def is_assessed(self) -> bool:
        """Whether an assessor decides on it. The others are done when the page says so."""
        return self.kind == self.Kind.TEXT and not self.automatic


class Prerequisite(models.Model):
    """A badge to earn before this one. Only a required one blocks the application."""

    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="prerequisites")
    badge = models.ForeignKey(Badge, models.PROTECT, related_name="+")
    is_required = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "badge"], name="badges_prerequisite_once")]


class PublishedAchievement(models.Model):
    """The ids under which credentials name a badge version and its picture. They never change.

    One for each address that the site had when something was issued of the version: what was signed under a former
    address names that for ever.
    """

    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="published_achievements")
    address = models.CharField(max_length=300)
    identifier = models.CharField(max_length=400, unique=True)
    picture = models.CharField(max_length=400, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "address"], name="badges_achievement_once")]
