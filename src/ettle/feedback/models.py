"""A 360: who was asked, what was answered, and what may be read of it.

The ledger (Observer) knows names and addresses, and nothing that an observer does. What they answer, and that they want
no more email, is in the pool (AnswerPool): one sealed text for each 360, the only row that an observer's requests
write. When the report is made the ledger and the pool are deleted; what may be shown stays.
Why it is so: docs/decisions/0018-anonymous-by-construction.md.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from ettle.feedback.observer_groups import Group

if TYPE_CHECKING:
    from ettle.instruments.models import FeedbackVersion
    from ettle.instruments.types.feedback_specs import EasySentenceSpec
    from ettle.people.models import User

INVITATION_LASTS = timedelta(weeks=6)
SUMMARY_LASTS = timedelta(days=90)
INACTIVE_AFTER = timedelta(weeks=26)
# The end of what stands in the ledger where an address was, once it is erased: nobody's, and no mail goes there.
ERASED = "@erased.invalid"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def for_person(self, person: User) -> FeedbackQuerySet:
        return self.filter(person=person).select_related("lines__version", "person")

    def open(self) -> FeedbackQuerySet:
        return self.filter(closed_at=None)

    def inactive(self, now: datetime) -> FeedbackQuerySet:
        """Open ones for which nobody was asked lately."""
        lately = Q(observers__asked_at__gte=now - INACTIVE_AFTER)
        return self.open().filter(begun_at__lt=now - INACTIVE_AFTER).exclude(lately)


class Feedback(models.Model):
    """One 360 of one person. Open until its report is made or it is ended without one.

    secret: part of what makes observers' links; wiped on closing, so that nobody can make one again.
    partner: with whom the person will talk the report over; told nothing but what is sent.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedbacks")
    lines = models.ForeignKey("instruments.FeedbackStatementSet", models.PROTECT, related_name="+")
    secret = models.BinaryField(max_length=32)
    partner = models.CharField(max_length=120, blank=True)
    partner_email = models.EmailField(blank=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="feedback_one_open_feedback")
        ]

    @property
    def version(self) -> FeedbackVersion:
        return self.lines.version

    @property
    def role(self) -> str:
        return self.lines.role

    @property
    def form_minutes(self) -> int:
        """How long the form takes, long or short."""
        content = self.version.content
        is_short = len(self.lines.statements()) <= len(content["short_form"])
        return int(content["short_minutes"] if is_short else content["minutes"])

    def is_easy_for(self, group: Group) -> bool:
        """Does this group get the Easy Read form from the email on."""
        return group == Group.SUPPORTED and bool(self.easy_sentences())

    def easy_sentences(self) -> dict[str, EasySentenceSpec]:
        """The Easy Read sentences for this role, each by the key of the statement it stands for, in order."""
        asked = {line.key for line in self.lines.statements()}
        lines = self.version.shown_spec().easy.lines
        own = {f"{line.theme}.{self.role}": line for line in lines if line.role == self.role}
        return {key: line for key, line in own.items() if key in asked}


class ObserverQuerySet(models.QuerySet["Observer"]):
    def still_invited(self) -> ObserverQuerySet:
        """Those whose invitation was not taken back."""
        return self.filter(taken_back_at=None)

    def asked(self) -> ObserverQuerySet:
        return self.exclude(asked_at=None)


class Observer(models.Model):
    """The ledger: one person who is asked. Deleted when the 360 closes. Who has answered is recorded nowhere.

    email: once the person wants to be forgotten, a mark of this 360 alone (links.erased_address). asked_at: None until
    the invitations are sent. consent_at: when the person of the 360 said that this one agreed to
    be asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="observers")
    group = models.CharField(max_length=10, choices=Group.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    consent_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    sent_again = models.PositiveSmallIntegerField(default=0)
    sent_again_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("feedback", Lower("email"), name="feedback_observer_once"),
            models.CheckConstraint(
                condition=~Q(group=Group.SUPPORTED) | Q(consent_at__isnull=False), name="feedback_supported_agreed"
            ),
        ]

    def __str__(self) -> str:
        return _("Someone who is no longer named") if self.is_erased else self.name or self.email

    @property
    def is_erased(self) -> bool:
        """Did this person ask to be forgotten. They stay counted as asked, and an answer they sent as an answer."""
        return self.email.endswith(ERASED)

    @property
    def runs_out_at(self) -> datetime | None:
        return self.asked_at + INVITATION_LASTS if self.asked_at else None

    @property
    def is_invited(self) -> bool:
        """Has this person an invitation that stands, whether it has run out or not."""
        return self.asked_at is not None and self.taken_back_at is None and not self.is_erased

    def can_begin(self, now: datetime) -> bool:
        """May this person begin to answer at this moment."""
        return self.is_invited and self.asked_at is not None and now < self.asked_at + INVITATION_LASTS


class AnswerPool(models.Model):
    """What all observers of an open 360 answered, sealed (answer_pool). Deleted when the report is made."""

    feedback = models.OneToOneField(Feedback, models.CASCADE, primary_key=True, related_name="pool")
    sealed = models.BinaryField()


class FeedbackReportQuerySet(models.QuerySet["FeedbackReport"]):
    def for_person(self, person: User) -> FeedbackReportQuerySet:
        return self.filter(feedback__person=person).select_related("feedback__lines__version", "feedback__person")


class FeedbackReport(models.Model):
    """What may be shown, as it stood when the report was made. Never changed, and nothing else was kept.

    content: what disclosure let through (frozen.py), the person's own answers, comments in a random order.
    """

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="report")
    content = models.JSONField()
    made_at = models.DateTimeField()

    objects = FeedbackReportQuerySet.as_manager()


class ReadingNote(models.Model):
    """What the person wrote for themselves at one step of the reading. Theirs to change."""

    report = models.ForeignKey(FeedbackReport, models.CASCADE, related_name="notes")
    step = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2_000)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="feedback_one_note_a_step")]


class FeedbackSummary(models.Model):
    """What the person chose to show somebody, as it was shown. Works until taken back or run out.

    capabilities: the keys of those that are shown. words: the person's own.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(FeedbackReport, models.CASCADE, related_name="summaries")
    for_name = models.CharField(max_length=120)
    for_email = models.EmailField(blank=True)
    capabilities = models.JSONField(default=list)
    words = models.TextField(blank=True, max_length=2_000)
    shared_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    @property
    def runs_out_at(self) -> datetime:
        return self.shared_at + SUMMARY_LASTS

    def is_open(self, now: datetime) -> bool:
        return self.taken_back_at is None and now < self.runs_out_at
