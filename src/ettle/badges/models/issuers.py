"""Who issues badges, with which keys, and what was signed. The signing log only grows."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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

    identifier: the permanent id of its public key inside proofs; it begins with the issuer's id.
    sealed_private: encrypted with a key that is stored outside the database; never deleted, used only while current.
    compromised_at: from then on, what it signed is not believed. What this site recorded before stays valid.
    """

    class Kind(models.TextChoices):
        ED25519 = "ed25519", _("Ed25519, for the proof inside the badge")
        P256 = "p256", _("P-256, for the badge as a token")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identifier = models.CharField(max_length=480, unique=True)
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

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_current(self) -> bool:
        """Whether its issuer signs with it."""
        return self.retired_at is None and self.compromised_at is None


class KeyChangeQuerySet(models.QuerySet["KeyChange"]):
    def waiting(self, now: datetime) -> KeyChangeQuerySet:
        """Asked for in the last week and not decided."""
        return self.filter(decided_at=None, asked_at__gt=now - KeyChange.WAITS)


class KeyChange(models.Model):
    """One administrator asked for a change of a signing key; another confirmed or refused it. Then it never changes.

    since: from when a key is not safe any more. A change that nobody decides on for a week is over.
    """

    WAITS = timedelta(days=7)

    class Act(models.TextChoices):
        ROTATE = "rotate", _("Replace it with a new key")
        RETIRE = "retire", _("Retire it")
        COMPROMISE = "compromise", _("Mark it as compromised")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="changes")
    act = models.CharField(max_length=10, choices=Act.choices)
    since = models.DateTimeField(null=True)
    reason = models.TextField(max_length=1_000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_confirmed = models.BooleanField(default=False)

    objects = KeyChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(decided_at=None), name="badges_one_open_key_change"),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | ~Q(asked_by=models.F("decided_by")), name="badges_key_change_by_two"
            ),
            models.CheckConstraint(
                condition=Q(act="compromise", since__isnull=False) | (~Q(act="compromise") & Q(since=None)),
                name="badges_key_change_since",
            ),
        ]


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
        # The check of every badge looks for its line.
        indexes = [models.Index(fields=["signed_sha256", "issuer"], name="badges_log_signed")]

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
