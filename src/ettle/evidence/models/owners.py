"""Who is responsible for an answer, what assessors take on, when they are away, and whose work they never read."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """An assessor owns a submission: they were promised to the learner, and reminders go to them.

    organisation: for which they assess it; None for an assessor of the whole site. A colleague who shares the queue may
    still review it. Ended and never changed after that; the next owner is another row.
    """

    class Why(models.TextChoices):
        RULE = "rule", _("The rule chose them")
        DEPUTY = "deputy", _("Deputy of the owner before")

    class WhyEnded(models.TextChoices):
        ANSWERED = "answered", _("It was answered")
        WITHDRAWN = "withdrawn", _("The learner withdrew it")
        TAKEN_BACK = "taken-back", _("The learner took it back before an assessor opened it")
        HANDED_OVER = "handed-over", _("Passed to a colleague")
        NOT_BEGUN = "not-begun", _("Not started when 60 % of the time had gone")
        AWAY = "away", _("The assessor is away")
        MAY_NOT = "may-not", _("They may not assess it any more")

    submission = models.ForeignKey("evidence.Submission", models.CASCADE, related_name="assignments")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    why = models.CharField(max_length=12, choices=Why.choices)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=12, choices=WhyEnded.choices, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(ended_at=None), name="evidence_one_owner"),
            models.CheckConstraint(
                condition=Q(ended_at=None, why_ended="") | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="evidence_ended_ownership_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["assessor"], condition=Q(ended_at=None), name="evidence_owned_by"),
        ]


class AssessorProfile(models.Model):
    """What an assessor takes on. An empty list means everything.

    badges: slugs. roles: keys of learning roles. languages: codes. leads_pool: is alerted when work for the whole site
    waits too long, or has no assessor.
    """

    assessor = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assessor_profile")
    badges = models.JSONField(default=list)
    roles = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    leads_pool = models.BooleanField(default=False)

    def takes(self, badge: str, roles: frozenset[str], language: str) -> bool:
        """Whether this assessor takes work for a badge, from a person who learns in these roles, in this language."""
        return (
            (not self.badges or badge in self.badges)
            and (not self.roles or not roles or bool(roles & set(self.roles)))
            and (not self.languages or language in self.languages)
        )


class LeaveQuerySet(models.QuerySet["Leave"]):
    def on(self, day: date) -> LeaveQuerySet:
        return self.filter(begins_on__lte=day, ends_on__gte=day)


class Leave(models.Model):
    """An assessor is away from one day to another, both included: they own nothing then. deputy: who gets it first."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leave")
    begins_on = models.DateField()
    ends_on = models.DateField()
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="evidence_leave_ends_later"),
            models.CheckConstraint(condition=~Q(assessor=F("deputy")), name="evidence_deputy_is_another"),
        ]


class Relation(models.Model):
    """A learner named a person who must never assess their work. By address: they may have no account yet.

    other: the account of the address, if there was one when it was named; it stays when their address changes.
    """

    class Kind(models.TextChoices):
        LINE_MANAGER = "manager", _("My line manager, or someone who supervises me")
        KNOWN = "known", _("Someone else who knows me well, or has an interest in the result")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assessor_relations")
    email = models.EmailField(max_length=254)
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "email"], name="evidence_related_once")]


class OwnerAlert(models.Model):
    """A named person was told that a submission has no owner, or that its answer is due soon."""

    class Why(models.TextChoices):
        NO_OWNER = "no-owner", _("No assessor can take it")
        DUE_SOON = "due-soon", _("80 % of the time has gone")

    submission = models.ForeignKey("evidence.Submission", models.CASCADE, related_name="alerts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    alerted_at = models.DateTimeField()

    class Meta:
        ordering = ["alerted_at", "pk"]
        indexes = [models.Index(fields=["person", "alerted_at"], name="evidence_alerted")]
