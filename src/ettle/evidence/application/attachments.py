"""The recording and the files of answers, as the pages of learners and assessors show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ettle.evidence.models import AnswerFile, SentFile
from ettle.texts.attachments import MAX_FILES

if TYPE_CHECKING:
    from uuid import UUID

    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application, Submission


@dataclass
class AnswerFiles:
    """What belongs to one answer. removed: what can still be put back."""

    recording: AnswerFile | None = None
    files: list[AnswerFile] = field(default_factory=list)
    removed: list[AnswerFile] = field(default_factory=list)

    @property
    def has_room(self) -> bool:
        return len(self.files) < MAX_FILES

    def add(self, row: AnswerFile) -> None:
        if row.removed_at is not None:
            self.removed.append(row)
        elif row.kind == AnswerFile.Kind.RECORDING:
            self.recording = row
        else:
            self.files.append(row)


def files_of_answer(application: Application, criterion: Criterion, now: datetime) -> AnswerFiles:
    """Return the files of one answer, those included that were removed within a day."""
    found = AnswerFiles()
    rows = AnswerFile.objects.filter(application=application, criterion=criterion)
    for row in rows.shown() | rows.restorable(now):
        found.add(row)
    return found


def files_by_criterion(application: Application) -> dict[int, AnswerFiles]:
    """Criterion -> its files, without removed ones. One query."""
    found: dict[int, AnswerFiles] = {}
    for row in AnswerFile.objects.shown().filter(application=application):
        found.setdefault(row.criterion_id, AnswerFiles()).add(row)
    return found


def sent_files(submission: Submission, criterion: Criterion) -> AnswerFiles:
    """Return the files that were sent with one answer, whatever happened to them since."""
    found = AnswerFiles()
    for sent in SentFile.objects.filter(submission=submission, criterion=criterion).select_related("file"):
        sent.file.removed_at = None
        found.add(sent.file)
    return found


def own_file(application: Application, criterion: Criterion, number: UUID) -> AnswerFile | None:
    row: AnswerFile | None = AnswerFile.objects.filter(
        application=application, criterion=criterion, uuid=number
    ).first()
    return row


def sent_file(submission: Submission, number: UUID) -> AnswerFile | None:
    """Return a file if it is part of this submission."""
    sent = SentFile.objects.filter(submission=submission, file__uuid=number).select_related("file").first()
    return sent.file if sent else None
