"""Which files of which packs are in place. One row a file: what it held when it was last loaded."""

from __future__ import annotations

from django.db import models


class LoadedFile(models.Model):
    """A file of a pack as it was last loaded; its hash says whether it has changed since."""

    pack = models.SlugField(max_length=60)
    path = models.CharField(max_length=300)
    content_hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "path"], name="packs_file_once")]

    def __str__(self) -> str:
        return f"{self.pack}/{self.path}"
