"""What the learner says that an answer shows. Neither assessors nor anyone else see it."""

from __future__ import annotations

from django.db import models

from ettle.framework.item_links import ItemLink, ItemLinkQuerySet


class AnswerLink(ItemLink):
    """The learner says that one answer shows one item, or that it does not (`is_declined`)."""

    application = models.ForeignKey("evidence.Application", models.CASCADE, related_name="links")
    criterion = models.ForeignKey("badges.Criterion", models.PROTECT, related_name="+")

    objects = ItemLinkQuerySet.as_manager()

    class Meta(ItemLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "item"], name="evidence_answer_link_once")
        ]
