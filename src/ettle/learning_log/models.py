"""The learning log: private entries, what they are linked to, their pictures and voice notes.

Only the writer ever sees an entry. Evidence is a copy in an application; the entry does not change.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from ettle.framework.item_links import ItemLink, ItemLinkQuerySet
from ettle.learning_log.types import PARTS, PICTURE_PREFIX, VOICE_NOTE_PREFIX
from ettle.texts.revisions import Revision, RevisionChain

if TYPE_CHECKING:
    from ettle.people.models import User


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, person: User) -> EntryQuerySet:
        return self.filter(writer=person)

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-happened_on", "-begun_at", "-pk")

    def with_texts(self) -> EntryQuerySet:
        """Annotate each part's current text: `happened`, `learned`, `next`, `changed`; None for a part never saved."""
        saves = EntrySave.objects.filter(entry=OuterRef("pk")).order_by("-rev")
        texts: dict[str, Any] = {part: Subquery(saves.filter(part=part).values("text")[:1]) for part in PARTS}
        return self.annotate(**texts)


class Entry(models.Model):
    """Something that a person wants to remember of their work. Its texts are in its saves."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="log_entries")
    happened_on = models.DateField()
    begun_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    if TYPE_CHECKING:
        # Annotated by the room's queries for a list.
        has_files: bool

    class Meta:
        verbose_name_plural = "log entries"
        indexes = [models.Index(fields=["writer", "-happened_on"], name="log_by_day")]

    def revision_chain(self, part: str) -> RevisionChain[EntrySave]:
        """The saves of one part."""
        return RevisionChain(EntrySave.objects.filter(entry=self), {"entry": self, "part": part})


class EntrySaveQuerySet(models.QuerySet["EntrySave"]):
    def current(self) -> EntrySaveQuerySet:
        """The newest save of each part."""
        newer = EntrySave.objects.filter(entry=OuterRef("entry"), part=OuterRef("part"), rev__gt=OuterRef("rev"))
        return self.filter(~models.Exists(newer))


class EntrySave(Revision):
    """One save of one part of an entry. part: one of PARTS, or a voice note's transcript (`EntryFile.part`)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="saves")
    part = models.CharField(max_length=40)

    objects = EntrySaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "part", "rev"], name="log_rev_once"),
            models.UniqueConstraint(fields=["entry", "key"], name="log_save_once"),
        ]


class EntryLink(ItemLink):
    """An entry is about an item of a framework, a node of the logic model, or an area."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links")

    objects = ItemLinkQuerySet.as_manager()

    class Meta(ItemLink.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "item"], name="log_link_once")]


class EntryFile(models.Model):
    """A re-encoded picture, or a voice note. small: the thumbnail. name: the file name that the person uploaded."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        VOICE = "voice", _("Voice note")

    NAME_LENGTH = 120

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to="log/")
    small = models.FileField(upload_to="log/", blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    @property
    def part(self) -> str:
        """The part for the transcript of a voice note, or for the description of a picture."""
        prefix = VOICE_NOTE_PREFIX if self.kind == self.Kind.VOICE else PICTURE_PREFIX
        return f"{prefix}{self.uuid.hex}"
