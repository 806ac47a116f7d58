"""Requests of people to join an organisation that is listed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def waiting(self) -> MembershipRequestQuerySet:
        return self.filter(answered_at=None, withdrawn_at=None)


class MembershipRequest(models.Model):
    """A person asks a listed organisation to let them join as a learner. A lead answers once, or the person withdraws.

    Deleted three months after it has ended (`actions.accounts.delete_expired_rows`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="membership_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="membership_requests")
    words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(default=False)
    answer = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="people_one_membership_request",
            )
        ]
