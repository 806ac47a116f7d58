"""Files that belong to a text: one recording of what it says, pictures, and documents.

Each room has a table of its own for them. Removing one can be undone for a day; then a task deletes it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.files.file_names import shorten_file_name
from ettle.kit.files.file_responses import stored_file_response
from ettle.kit.refusal import Refused
from ettle.kit.room import offered
from ettle.kit.values.written_text import normalise_text
from ettle.texts.sound.sound_file import describe_length
from ettle.texts.uploads.prepared_files import DOCUMENT, MEDIA_TYPES, PICTURE, RECORDING, PreparedAttachment

if TYPE_CHECKING:
    from ettle.people.models import User

UNDO_LASTS = timedelta(days=1)
MAX_FILES = 3  # pictures and documents of one text
MEGABYTE = 1024 * 1024
QUOTA = 200 * MEGABYTE  # of one person, in all rooms
NOTICE_PERCENT = 80
FOLDER = "attached"


class AttachmentQuerySet(models.QuerySet[Any]):
    def shown(self) -> AttachmentQuerySet:
        return self.filter(removed_at=None)

    def restorable(self, now: datetime) -> AttachmentQuerySet:
        return self.filter(removed_at__gt=now - UNDO_LASTS)

    def deletable(self, now: datetime) -> AttachmentQuerySet:
        """What was removed so long ago that nobody can undo it. A room leaves out what it has sent."""
        return self.filter(removed_at__lte=now - UNDO_LASTS)


class Attachment(models.Model):
    """One file of one text. The row and the stored file never change, except that it is removed or put back.

    seconds: of a recording. small: the thumbnail of a picture. shows: what a picture or document shows, in words.
    OWNER: the path from a row to its person, for the quota. A room's manager is of an AttachmentQuerySet.
    """

    class Kind(models.TextChoices):
        RECORDING = RECORDING, _lazy("Recording")
        PICTURE = PICTURE, _lazy("Picture")
        DOCUMENT = DOCUMENT, _lazy("PDF")

    NAME_LENGTH: ClassVar[int] = 120
    OWNER: ClassVar[str]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to=f"{FOLDER}/")
    small = models.FileField(upload_to=f"{FOLDER}/", blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    size = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(default=0)
    shows = models.TextField(blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def length(self) -> str:
        """How long a recording is, in words."""
        return describe_length(self.seconds)

    def file_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the file, or the range of it that a player asks for. The caller has checked who may see it.

        ?small asks for the thumbnail. A PDF is downloaded, because a page of this site must not run it.
        """
        path = self.small.name if "small" in request.GET and self.small else self.file.name
        if not path or not default_storage.exists(path):
            raise Http404
        kind = MEDIA_TYPES[path.rpartition(".")[2]]
        response = stored_file_response(request, path, kind=kind, cache="private, no-store")
        if self.kind == self.Kind.DOCUMENT:
            response.headers["Content-Disposition"] = 'attachment; filename="evidence.pdf"'
        return response


A = TypeVar("A", bound=Attachment)


@dataclass(frozen=True)
class AttachmentSet(Generic[A]):
    """The files of one text. Call its methods within the transaction that has locked the text.

    model: of the room. fields: what says which text it is.
    """

    model: type[A]
    fields: dict[str, Any]

    def rows(self) -> AttachmentQuerySet:
        rows: Any = self.model._default_manager.filter(**self.fields)
        found: AttachmentQuerySet = rows
        return found

    def add(self, prepared: PreparedAttachment, *, name: str, shows: str, person: User, now: datetime) -> A:
        """Store a file. A recording takes the place of the one before. Raises Refused."""
        shown = self.rows().shown()
        if prepared.kind == RECORDING:
            shown.filter(kind=RECORDING).update(removed_at=now)
        elif shown.exclude(kind=RECORDING).count() >= MAX_FILES:
            raise Refused(_("You can add %(most)s files here. Delete one first") % {"most": MAX_FILES}, field="file")
        _refuse_above_quota(person, prepared)
        stored: list[str] = []
        try:
            stored.append(_store_file(prepared.file))
            stored.append(_store_file(prepared.small) if prepared.small else "")
            return self.model._default_manager.create(
                **self.fields,
                kind=prepared.kind,
                file=stored[0],
                small=stored[1],
                name=shorten_file_name(normalise_text(name), Attachment.NAME_LENGTH),
                size=prepared.size,
                seconds=prepared.seconds,
                shows=normalise_text(shows).strip(),
                added_at=now,
            )
        except BaseException:
            # A file without a row must not stay in the store.
            for path in filter(None, stored):
                default_storage.delete(path)
            raise

    def remove(self, number: uuid.UUID, *, now: datetime) -> bool:
        """Remove a file, for a day in which it can be put back. Return whether there was one."""
        return bool(self.rows().shown().filter(uuid=number).update(removed_at=now))

    def restore(self, number: uuid.UUID, *, now: datetime) -> bool:
        """Put a file back. A recording takes the place of the one that is there. Return whether there was one."""
        row = self.rows().restorable(now).filter(uuid=number).first()
        if row is None:
            return False
        if row.kind == RECORDING:
            self.rows().shown().filter(kind=RECORDING).update(removed_at=now)
        elif self.rows().shown().exclude(kind=RECORDING).count() >= MAX_FILES:
            raise Refused(_("You can add %(most)s files here. Delete one first") % {"most": MAX_FILES})
        self.rows().filter(pk=row.pk).update(removed_at=None)
        return True


def delete_with_files(rows: Iterable[Attachment]) -> None:
    """Delete rows, and their files when the transaction commits, so that a rollback loses nothing."""
    for row in rows:
        for path in filter(None, (row.file.name, row.small.name)):
            transaction.on_commit(partial(default_storage.delete, path))
        row.delete()


def _store_file(content: ContentFile[bytes]) -> str:
    return default_storage.save(f"{FOLDER}/{content.name}", content)


def describe_space(person: User) -> str:
    """Return a sentence for a person who has used 80 % or more of what they may store; "" before that."""
    used = _count_bytes(person)
    if used * 100 < QUOTA * NOTICE_PERCENT:
        return ""
    return _(
        "You have used %(used)s of %(most)s MB for recordings and files. What you delete stops counting after a day, "
        "unless you have sent it."
    ) % {"used": used // MEGABYTE, "most": QUOTA // MEGABYTE}


def _count_bytes(person: User) -> int:
    """What is stored of one person, with what they can still put back and what they have sent."""
    return sum(
        model.objects.filter(**{model.OWNER: person}).aggregate(used=Sum("size"))["used"] or 0
        for model in offered("texts.attachments")
    )


def _refuse_above_quota(person: User, prepared: PreparedAttachment) -> None:
    if _count_bytes(person) + prepared.size > QUOTA:
        raise Refused(
            _(
                "This does not fit into your %(most)s MB for recordings and files. Delete some: a day later there is "
                "room, unless you have sent them."
            )
            % {"most": QUOTA // MEGABYTE},
            field="recording" if prepared.kind == RECORDING else "file",
        )
