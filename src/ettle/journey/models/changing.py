"""How people's answers spread on this site, and how a person sees their own past with today's eyes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ettle.journey import change
from ettle.journey.models.assessing import Answer, Assessment, Result, Sheet


class NormQuerySet(models.QuerySet["Norm"]):
    def of(self, sheet: Sheet) -> dict[str, change.Norm]:
        """Line or capability key of a sheet -> its norm, where there is one."""
        imprints = sheet.imprints()
        rows = {
            row.imprint: change.Norm(row.people, row.sd, row.reliability)
            for row in self.filter(imprint__in=imprints.values())
        }
        return {key: rows[imprint] for key, imprint in imprints.items() if imprint in rows}


class Norm(models.Model):
    """What the people of this site together tell about one line or capability, in every version that asks it alike.

    imprint: what is asked (alike). Made again from results; it moves only when at least ten more people have answered,
    so that no one person's answers show in a difference.
    """

    imprint = models.CharField(max_length=64, unique=True)
    people = models.PositiveIntegerField()
    sd = models.FloatField()
    reliability = models.FloatField(null=True)
    measured_at = models.DateTimeField()

    objects = NormQuerySet.as_manager()


class ThenAnswer(models.Model):
    """What a person says now of how they were then. Kept apart from both assessments; the latest counts.

    assessment: the newer one, whose lines are asked. about: the earlier result that "then" means.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="then_answers")
    about = models.ForeignKey(Result, models.CASCADE, related_name="+")
    line = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField(null=True)
    word = models.CharField(max_length=20, choices=Answer.Word.choices, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["assessment", "about"], name="journey_then_by_pair")]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=False, word="") | (Q(score__isnull=True) & ~Q(word="")),
                name="journey_then_is_a_point_or_a_word",
            )
        ]

    @property
    def said(self) -> str:
        return self.word or str(self.score)
