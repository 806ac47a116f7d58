"""The recording and the files of answers, as the pages of learners and assessors show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.evidence.models import AnswerFile, SentFile
from ettle.texts.attachments import MAX_FILES

if TYPE_CHECKING:
    from uuid import UUID

    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application, Submission


SHOWN_FIELDS = ("uuid", "kind", "name", "seconds", "shows")  # what an assessor's page shows of a file


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


def sent_files(rows: Iterable[Mapping[str, Any]]) -> AnswerFiles:
    """Return the files that were sent with one answer. rows: the fields of each, or of none, by SHOWN_FIELDS."""
    found = AnswerFiles()
    for row in rows:
        if row["uuid"] is not None:
            found.add(AnswerFile(**{name: row[name] for name in SHOWN_FIELDS}))
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
