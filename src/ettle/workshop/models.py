"""What authors are about to say of a framework or of the logic model. Readers see none of it until it is published."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from ettle.framework import actions as framework
from ettle.framework import spec_export
from ettle.framework.versions.row_comparison import compare_rows
from ettle.framework.versions.rows import (
    MergedRows,
    Rows,
    data_to_rows,
    find_problems,
    merge_rows,
    title_of,
)
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.models import SpecDraft

if TYPE_CHECKING:
    from ettle.people.models import User

PUBLISHED_FROM_DRAFT = "Published from a draft"


class OldDraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> OldDraftQuerySet:
        """Neither published nor thrown away, the oldest first."""
        return self.filter(closed_at=None).order_by("pk")

    def with_status(self) -> OldDraftQuerySet:
        """Each with `stands` ("asked", "sent-back" or None) and who did something with it last."""
        last = _latest_steps().values("by__name")[:1]
        return self.annotate(stands=models.Subquery(_review_status()), last_by=models.Subquery(last))

    def in_status(self, *acts: str) -> OldDraftQuerySet:
        """Those that somebody asked a review of, or sent back, and nobody answered since."""
        return self.annotate(stands=models.Subquery(_review_status())).filter(stands__in=acts)

    def due(self, now: datetime) -> OldDraftQuerySet:
        """Open, and their moment has come."""
        return self.open().filter(due_at__lte=now).order_by("due_at", "pk")


def _latest_steps() -> models.QuerySet[DraftStep]:
    """The steps of the draft that is asked about, the latest first."""
    return DraftStep.objects.filter(draft=models.OuterRef("pk")).order_by("-pk")


def _review_status() -> models.QuerySet[DraftStep, str]:
    return (
        _latest_steps().filter(act__in=[DraftStep.Act.ASKED, DraftStep.Act.SENT_BACK]).values_list("act", flat=True)[:1]
    )


class Draft(models.Model):
    """One edition or the logic model as authors want it to be, whole. There is one open draft of each at most.

    subject: "codes-workers@2024", or "logic-model". base: what readers had when the draft last took it in, null for an
    edition that begins with it; rows: what the draft says. Both as `framework.rows.as_data` gives them. revision:
    counts the changes, so that nobody publishes what they have not seen. due_at: when the clock is to publish it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=110)
    base = models.JSONField(null=True)
    rows = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = OldDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(closed_at=None), name="workshop_one_open_draft_of_each"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return title_of(data_to_rows(self.rows))


class DraftStep(models.Model):
    """What somebody did with a draft. The latest of them says how it stands."""

    class Act(models.TextChoices):
        BEGAN = "began", "began it"
        CHANGED = "changed", "changed"
        LEFT_OUT = "left-out", "left out"
        ASKED = "asked", "asked for a review"
        SENT_BACK = "sent-back", "sent it back"
        DUE = "due", "gave it a date"
        NOT_DUE = "not-due", "took its date off"
        HELD = "held", "was not published at its time"
        PUBLISHED = "published", "published it"
        DISCARDED = "discarded", "threw it away"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=10, choices=Act.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_act_display()


class FrameworkDraft(SpecDraft):
    """An edition or the logic model as authors want it to be, whole.

    subject: "codes-workers@2024", or "logic-model". spec: its rows, as `rows_to_data` gives them. base: what readers
    had when the draft last took it in, the same way; null for an edition that begins with the draft.
    """

    base = models.JSONField(null=True, editable=False)

    class Meta:
        verbose_name = "framework draft"

    @property
    def rows(self) -> Rows:
        return data_to_rows(self.spec)

    def live_rows(self) -> Rows | None:
        """What readers have of it now; None when it is not on the site."""
        return spec_export.current_rows(self.subject)

    def merge(self, live: Rows | None) -> MergedRows:
        """The draft with what was changed on the site since it was begun. Raises Refused when the edition is gone."""
        if live is None and self.base is not None:
            raise Refused("This has been taken off the site since. Throw the draft away.")
        return merge_rows(data_to_rows(self.base or []), self.rows, live or {})

    def changed_rows(self) -> Rows:
        """What publishing would put in place. Raises Refused when site and draft have changed one row in two ways, and
        when there is nothing to publish."""
        live = self.live_rows()
        merged = self.merge(live)
        for name in merged.clashes:
            raise Refused(f"{describe_row(name)} was changed on the site since, in another way than in the draft.")
        if not any(compare_rows(live or {}, merged.rows)):
            raise Refused("This draft says what readers have already. Throw it away.")
        return merged.rows

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        framework.put_rows(self.changed_rows(), how=PUBLISHED_FROM_DRAFT, note=self.note, by=by, now=now)

    def check_spec(self, *, now: datetime) -> None:
        for problem in find_problems(self.changed_rows()):
            raise Refused(problem.words, field=problem.path)


def describe_row(name: str) -> str:
    """A row's name as a person reads it."""
    sort, _, key = name.partition(":")
    return f"The {sort} {key}" if key else "What is said of the whole"
