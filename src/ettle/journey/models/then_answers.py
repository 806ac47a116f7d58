"""How people's answers spread on this site, and how a person sees their own past with today's eyes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ettle.journey.models.assessments import Answer, Assessment, Result


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
    def choice(self) -> str:
        return self.word or str(self.score)
