"""What was signed, byte for byte, and what was withdrawn, suspended or replaced since. Nothing of it is undone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.badges.models.awards import Award, Issuance
from ettle.badges.models.issuers import Issuer, SigningKey


class StatusList(models.Model):
    """The list in which an issuer marks credentials that may not be relied on, as last signed. Bits are only ever set.

    identifier: its permanent address, which credentials name. used: how many of its indexes credentials have.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identifier = models.CharField(max_length=400, unique=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="status_lists")
    size = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    document = models.BinaryField()
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gte=131_072), name="badges_status_list_is_large")]


class CredentialQuerySet(models.QuerySet["Credential"]):
    def with_related(self) -> CredentialQuerySet:
        """Everything that a page shows of a credential, and the newest of its award, in one query."""
        own = ("cancellation", "issuance", "key__issuer", "status_list__issuer")
        award = ("award__learner", "award__issuer", "award__version__badge", "award__revocation")
        return self.select_related(*own, *award, "award__credential__issuance", "award__credential__cancellation")


class Credential(models.Model):
    """What was signed for an award, byte for byte. Never signed again, never changed.

    identifier: its permanent id. replaces: the credential of the same award in whose place it came; a credential is
    replaced once. document, jwt: emptied when the holder deletes their account; sha256 stays.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    identifier = models.CharField(max_length=400, unique=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="credentials")
    issuance = models.OneToOneField(Issuance, models.PROTECT, related_name="credential")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replacement")
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    jwt = models.TextField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="credentials")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    signed_at = models.DateTimeField()
    published_at = models.DateTimeField()

    objects = CredentialQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "status_index"], name="badges_status_index_once")]

    @property
    def has_document(self) -> bool:
        """Whether the site still has what was signed: not when the holder has deleted their account."""
        return bool(self.document)


class Cancellation(models.Model):
    """A credential may not be relied on: its bit in the status list is set. This is never undone.

    When a suspension is lifted, or a name was changed, a new credential is signed for the same award.
    """

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUSPENDED = "suspended", _("Suspended")
        REPLACED = "replaced", _("Replaced by a newer one")

    credential = models.OneToOneField(Credential, models.PROTECT, related_name="cancellation")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()


class Revocation(models.Model):
    """A badge was withdrawn. It stays withdrawn.

    by: null when a restored database lacks it, and when the holder withdrew it by deleting their account.
    """

    award = models.OneToOneField(Award, models.PROTECT, related_name="revocation")
    reason = models.TextField(max_length=1_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="badges_revocation_has_reason")]


class Suspension(models.Model):
    """A badge was suspended while something is looked into, and perhaps lifted. by: as in Revocation."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="suspensions")
    reason = models.TextField(max_length=1_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lift_reason = models.TextField(max_length=1_000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(lifted_at=None), name="badges_one_open_suspension"),
            models.CheckConstraint(condition=~Q(reason=""), name="badges_suspension_has_reason"),
        ]


class WithdrawalList(models.Model):
    """Which list of withdrawn badges, stored outside the database, belongs to this database. At most one row."""

    uuid = models.UUIDField(unique=True)
    begun_at = models.DateTimeField()
