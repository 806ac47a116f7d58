"""Counts the changes of all frameworks and the logic model."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class ChangeCounterManager(models.Manager["ChangeCounter"]):
    def lock_row(self) -> None:
        """Wait until no other transaction is changing a framework. Called before the first row is written, so that two
        changes cannot deadlock."""
        list(self.select_for_update().values_list("pk"))

    def count_change(self) -> None:
        """Count one change. Other transactions that change something wait here until this one ends."""
        if not self.update(number=F("number") + 1):
            self.bulk_create([ChangeCounter(pk=ChangeCounter.ONLY)], ignore_conflicts=True)
            self.update(number=F("number") + 1)


class ChangeCounter(models.Model):
    """How often any framework or the model was changed: one row, counted up by each change in its own transaction.

    Processes cache frameworks under this number. The time of a change would not do: of two changes that overlap, the
    one that commits last may have begun first, and have the earlier time.
    """

    ONLY = 1
    number = models.PositiveBigIntegerField(default=0)

    objects = ChangeCounterManager()
