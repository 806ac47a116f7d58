"""What was awarded to someone, and what each credential of it says. An award is created once; what was signed stays."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.badges.models.definitions import BadgeVersion
from ettle.badges.models.issuers import Issuer

if TYPE_CHECKING:
    from ettle.badges.models.credentials import Cancellation, Credential, Suspension


class Holder(models.Model):
    """The id by which one issuer's badges name one person. Each issuer uses another id.

    identifier: as it is in credentials; it never changes.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identifier = models.CharField(max_length=60, unique=True)
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
            "renewal",
            "credential__issuance",
            "credential__cancellation",
            "credential__key__issuer",
            "credential__status_list__issuer",
        )

    def in_force(self) -> AwardQuerySet:
        """Awards that count: neither withdrawn nor suspended. Expired ones are among them."""
        return self.filter(revocation=None).exclude(credential__cancellation__kind="suspended")

    def not_renewable(self, now: datetime) -> AwardQuerySet:
        """Awards that nobody can renew yet: they do not end, or not soon."""
        return self.filter(Q(renewable_at=None) | Q(renewable_at__gt=now))

    def for_list(self) -> AwardQuerySet:
        """What one row of a list of awards shows, and no column more."""
        return self.select_related(
            "learner", "issuer", "version__badge", "revocation", "credential__cancellation"
        ).only(
            "uuid",
            "awarded_at",
            "learner__name",
            "learner__email",
            "issuer__name",
            "version__name",
            "version__badge__number",
            "revocation__award",
            "credential__uuid",
            "credential__cancellation__kind",
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
    """A person has earned a badge: once per person and badge version, and once for each renewal, even after a crash.

    credential: the newest one that was signed for it; None until the first is signed. valid_until: when it ends, as
    what is signed says; None if it does not end. renewable_at: from when it can be earned again. renews: the award of
    the same badge that this one follows; each is followed once at most.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="awards")
    version = models.ForeignKey(BadgeVersion, models.PROTECT, related_name="awards")
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="awards")
    # Typed as always there, as the other end of a relation is: most code reads it of signed awards.
    credential: models.OneToOneField[Credential | None, Credential] = models.OneToOneField(  # type: ignore[misc]
        "badges.Credential", models.SET_NULL, null=True, related_name="current_for"
    )
    awarded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    renewable_at = models.DateTimeField(null=True)
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="renewal")

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "version"], condition=Q(renews=None), name="badges_award_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None, renewable_at=None) | Q(renewable_at__lte=models.F("valid_until")),
                name="badges_renewable_before_end",
            ),
        ]
        indexes = [models.Index(fields=["-awarded_at", "-id"], name="badges_award_newest")]

    @property
    def is_signed(self) -> bool:
        return self.credential_id is not None

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")

    @property
    def cancellation(self) -> Cancellation | None:
        """Why the newest credential may not be relied on; None while it may."""
        return getattr(self.credential, "cancellation", None)

    @property
    def is_suspended(self) -> bool:
        return self.cancellation is not None and self.cancellation.kind == "suspended"

    @property
    def open_suspension(self) -> Suspension | None:
        """The suspension that a page says of the badge; None while it is not suspended, and once it was withdrawn."""
        if self.is_revoked or not self.is_suspended:
            return None
        return self.suspensions.filter(lifted_at=None).first()

    @property
    def is_usable(self) -> bool:
        """Whether its newest credential may be relied on and shared: signed, not cancelled, stored here."""
        return self.is_signed and not self.is_revoked and self.cancellation is None and self.credential.has_document

    def has_expired(self, now: datetime) -> bool:
        return self.valid_until is not None and self.valid_until <= now

    def can_be_renewed(self, now: datetime) -> bool:
        """Whether its holder may earn the badge again, so that the new award follows this one."""
        is_due = self.renewable_at is not None and self.renewable_at <= now
        return is_due and not self.is_revoked and not self.is_suspended and not hasattr(self, "renewal")

    @property
    def is_name_shown(self) -> bool:
        """Whether the newest credential contains the holder's name so that anyone can read it."""
        return self.is_signed and self.credential.issuance.is_name_shown

    @property
    def public_number(self) -> UUID:
        """The number in the address of its page: that of the newest credential."""
        return self.credential.uuid if self.is_signed else self.uuid


class Issuance(models.Model):
    """What one credential of an award says of its holder: the name and address as they stood, and what they chose.

    uuid: the number in the credential's id; that of the award for its first credential. is_name_shown: the name is
    signed as it is; otherwise as a salted hash. evidence: what the holder chose to publish, a list of
    {"name", "narrative"}.
    """

    class Reason(models.TextChoices):
        AWARD = "award", _("The badge was awarded")
        NAME = "name", _("The holder’s name has changed")
        CHOICE = "choice", _("The holder changed what it shows")
        LIFTED = "lifted", _("A suspension was lifted")
        KEY = "key", _("The key that signed it is not safe")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="issuances")
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.AWARD)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    is_name_shown = models.BooleanField(default=True)
    evidence = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(reason="award"), name="badges_first_issuance_once")
        ]


class NameChoice(models.Model):
    """A person wants their name in the badges that they earn from now on only as a hash. Deleted to show it again."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hidden_at = models.DateTimeField()


class ReissueQuerySet(models.QuerySet["ReissueRequest"]):
    def waiting(self) -> ReissueQuerySet:
        return self.filter(decided_at=None)


class ReissueRequest(models.Model):
    """A holder asks for a badge with their new name. A lead or an administrator checks and decides once.

    name: the new one. decided_by: the holder when they take the request back.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="reissue_requests")
    name = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=1_000, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_accepted = models.BooleanField(default=False)
    answer = models.TextField(max_length=1_000, blank=True)

    objects = ReissueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(decided_at=None), name="badges_one_reissue_request"),
            models.CheckConstraint(
                condition=Q(is_accepted=False) | Q(decided_at__isnull=False), name="badges_reissue_accepted_by_decision"
            ),
        ]
