"""Recordings, pictures and PDF files of an answer, and which of them were sent."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from ettle.texts.attachments import Attachment, AttachmentQuerySet


class AnswerFileQuerySet(AttachmentQuerySet):
    def deletable(self, now: datetime) -> AttachmentQuerySet:
        """Without those that were sent: what an assessor has seen stays as it was."""
        sent = SentFile.objects.filter(file=OuterRef("pk"))
        return super().deletable(now).filter(~Exists(sent))


class AnswerFile(Attachment):
    """One file of one answer."""

    OWNER: ClassVar[str] = "application__learner"

    application = models.ForeignKey("evidence.Application", models.CASCADE, related_name="files")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")

    objects = AnswerFileQuerySet.as_manager()

    class Meta(Attachment.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"],
                condition=Q(kind="recording", removed_at=None),
                name="evidence_one_recording_of_an_answer",
            )
        ]


class SentFile(models.Model):
    """A file as it was sent with one answer. The file stays in the store as long as this row."""

    submission = models.ForeignKey("evidence.Submission", models.PROTECT, related_name="files")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")
    file = models.ForeignKey(AnswerFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "file"], name="evidence_file_sent_once")]
