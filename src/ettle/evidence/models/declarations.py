"""What a learner declares before they send, in the words that they read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeclarationWording(models.Model):
    """One version of the words of the declarations, in one language. Never changed: other words are another row.

    is_assessed: for a badge that an assessor decides on. statements: key -> what is declared. question: how AI was
    used. answers: value -> the answer to it, by `Declaration.AiUse`. digest: of all these words. used_since: when the
    first person declared them.
    """

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=20)
    is_assessed = models.BooleanField()
    number = models.PositiveSmallIntegerField()
    statements = models.JSONField()
    question = models.TextField()
    answers = models.JSONField()
    used_since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "is_assessed", "number"], name="evidence_one_number_for_a_wording"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.number}"


class Declaration(models.Model):
    """The learner's four declarations (my own work, real, people disguised, I have read who will see it) and how they
    used AI. Made again before each submission, which points to it. wording: the words that they read."""

    class AiUse(models.TextChoices):
        NONE = "none", _("Not at all")
        SPELLING = "spelling", _("For spelling and grammar")
        REWORDING = "rewording", _("For rewording")
        STRUCTURE = "structure", _("For structure, or to find gaps")
        OTHER = "other", _("For something else")

    application = models.ForeignKey("evidence.Application", models.CASCADE, related_name="declarations")
    wording = models.ForeignKey(DeclarationWording, models.PROTECT, related_name="+")
    ai_use = models.CharField(max_length=10, choices=AiUse.choices)
    ai_words = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(ai_use="other") | ~Q(ai_words=""), name="evidence_other_ai_use_described"
            )
        ]

    @property
    def statements(self) -> list[str]:
        """What was declared, in the words and the language that were read."""
        return list(self.wording.statements.values())

    @property
    def ai_answer(self) -> str:
        """The answer to the question about AI, in the same words."""
        answer: str = self.wording.answers[self.ai_use]
        return answer
