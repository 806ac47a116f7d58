"""Which files of which packs are loaded, and what packs last loaded."""

from __future__ import annotations

from django.db import models


class LoadedFile(models.Model):
    """A file of a pack as it was last loaded; its hash says whether it has changed since.

    is_skipped: it was read, but an author has changed what it defines, so the author's words stayed.
    """

    pack = models.SlugField(max_length=60)
    path = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    is_skipped = models.BooleanField(default=False)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "path"], name="packs_file_once")]

    def __str__(self) -> str:
        return f"{self.pack}/{self.path}"


class LoadedSpec(models.Model):
    """A digest of a spec on the site after a pack last loaded it: if it differs now, an author changed it.

    kind, key: such as "frameworks" and "capabilities@2026". Pages are not here: the library knows their history.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="packs_placed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
