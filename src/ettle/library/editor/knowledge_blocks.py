"""The blocks of a knowledge check: questions with answers, one of them right, each with a reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ettle.library.editor.blocks import SingleLineBlock
from ettle.library.types.specs import CHECK_OPTIONS, MAX_DESCRIPTION_LENGTH, MAX_OPTION_LENGTH


class KnowledgeOption(blocks.StructBlock):
    text = blocks.CharBlock(max_length=MAX_OPTION_LENGTH, label=_lazy("Answer"))
    right = blocks.BooleanBlock(required=False, label=_lazy("This is the right one"))
    why = blocks.TextBlock(max_length=MAX_DESCRIPTION_LENGTH, rows=2, label=_lazy("Why it is right or wrong"))


class KnowledgeQuestion(blocks.StructBlock):
    """A question and its answers. What a reader chooses is never stored."""

    question = SingleLineBlock(max_length=MAX_OPTION_LENGTH, label=_lazy("Question"))
    options = blocks.ListBlock(
        KnowledgeOption(), min_num=CHECK_OPTIONS[0], max_num=CHECK_OPTIONS[1], label=_lazy("Answers")
    )

    class Meta:
        icon = "help"
        label = _lazy("Question")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(bool(option["right"]) for option in cleaned["options"])
        if right != 1 and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {"options": ValidationError(_("Mark exactly one answer as the right one"))}
            )
        return cleaned
