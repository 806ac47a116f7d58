"""Badges, who issues them, what was awarded and what was signed.

A published version never changes. An award is created once and never edited. What was signed is stored byte for byte. A
revocation is never undone. The signing log only grows.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, Never

from django.conf import settings
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


class Issuer(models.Model):
    """Who a badge is from: an organisation, or the site itself where a learner belongs to none.

    identifier: the permanent id inside credentials. It never changes, even when the site moves: the site then
    creates a new issuer, because the old id belongs to what it signed.
    address: the site's address when the issuer was created. All ids in what the issuer signs begin with it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    identifier = models.CharField(max_length=400, unique=True)
    address = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    url = models.URLField(max_length=400)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def current(self) -> SigningKeyQuerySet:
        return self.filter(retired_at=None, compromised_at=None)


class SigningKey(models.Model):
    """One key pair of an issuer. Retired keys stay listed, or every badge they signed would stop verifying.

    sealed_private: encrypted with a key that is stored outside the database; never deleted, used only while current.
    """

    class Kind(models.TextChoices):
        ED25519 = "ed25519", _("Ed25519, for the proof inside the badge")
        P256 = "p256", _("P-256, for the badge as a token")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    public_multibase = models.CharField(max_length=120, unique=True)
    sealed_private = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_at = models.DateTimeField(null=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "kind"],
                condition=Q(retired_at=None, compromised_at=None),
                name="badges_one_current_key",
            )
        ]

    @property
    def identifier(self) -> str:
        return f"{self.issuer.identifier}#{self.uuid}"


class Holder(models.Model):
    """The id by which one issuer's badges name one person. Each issuer uses another id."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "person"], name="badges_holder_once")]


class AwardQuerySet(models.QuerySet["Award"]):
    def with_related(self) -> AwardQuerySet:
        """Everything that a page shows of an award, in one query."""
        return self.select_related(
            "learner",
            "issuer",
            "version__badge",
            "revocation",
            "name_hidden",
            "credential__key__issuer",
            "credential__status_list__issuer",
        )

    def matching_text(self, words: str) -> AwardQuerySet:
        """Awards whose person, badge or issuer matches what an administrator typed."""
        matches = (
            Q(learner__name__icontains=words)
            | Q(learner__email__icontains=words)
            | Q(version__name__icontains=words)
            | Q(version__badge__number__icontains=words)
            | Q(issuer__name__icontains=words)
        )
        return self.filter(matches)


class Award(models.Model):
    """A person has earned a badge: once per person and badge version, even if a worker crashes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awards")
    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="awards")
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="awards")
    awarded_at = models.DateTimeField()

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="badges_award_once")]

    @property
    def is_signed(self) -> bool:
        return hasattr(self, "credential")

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")


class NameHidden(models.Model):
    """A holder does not want their name on the public page of one badge. Deleted when they show it again."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="name_hidden")
    hidden_at = models.DateTimeField()


class StatusList(models.Model):
    """The list in which an issuer marks badges as withdrawn, as last signed. Bits are only ever set."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="status_lists")
    size = models.PositiveIntegerField()
    document = models.BinaryField()
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=131_072), name="badges_status_list_is_large")]


class Credential(models.Model):
    """What was signed for an award, byte for byte. Never signed again, never changed."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="credential")
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    jwt = models.TextField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="credentials")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "status_index"], name="badges_status_index_once")]


class Revocation(models.Model):
    """A badge was withdrawn, by whom and why. It stays withdrawn. by: null when a restored database lacks it."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="revocation")
    reason = models.TextField(max_length=1_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="badges_revocation_has_reason")]


class WithdrawalList(models.Model):
    """Which list of withdrawn badges, stored outside the database, belongs to this database. At most one row."""

    uuid = models.UUIDField(unique=True)
    begun_at = models.DateTimeField()


class SigningLogLine(models.Model):
    """One signing by one issuer. Each line has the hash of the line before it, so a change is detected."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="log")
    position = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    signed_sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    line_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["issuer", "position"]
        constraints = [models.UniqueConstraint(fields=["issuer", "position"], name="badges_log_position_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A line of the signing log is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise TypeError("A line of the signing log is never deleted")


class TrustedIssuer(models.Model):
    """An issuer elsewhere whose badges this site calls real, because an administrator says whose key it is."""

    identifier = models.CharField(max_length=400, unique=True)
    name = models.CharField(max_length=120)
    note = models.TextField(max_length=1_000, blank=True)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name
