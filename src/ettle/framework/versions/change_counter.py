"""How often anything of the frameworks was changed, in one number."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class ChangeCounterManager(models.Manager["ChangeCounter"]):
    def lock_row(self) -> None:
        """Wait until nobody else is changing anything. Held before the first row is written, so that two changes never
        wait for each other."""
        list(self.select_for_update().values_list("pk"))

    def count_change(self) -> None:
        """Count one change. Whoever else is changing something waits here until this transaction is done."""
        if not self.update(number=F("number") + 1):
            self.bulk_create([ChangeCounter(pk=ChangeCounter.ONLY)], ignore_conflicts=True)
            self.update(number=F("number") + 1)


class ChangeCounter(models.Model):
    """How often any framework or the model was changed: one row, counted up by each change in its own transaction.

    What processes keep of frameworks is kept under this number. The moment of a change would not do: of two changes
    that overlap, the later to be done may have begun first, and bear the earlier moment.
    """

    ONLY = 1
    number = models.PositiveBigIntegerField(default=0)

    objects = ChangeCounterManager()
