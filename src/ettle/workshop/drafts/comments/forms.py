"""A comment on a field of a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField

LONGEST_COMMENT = 2_000


class CommentForm(forms.Form):
    words = WrittenField(
        label=_("Your comment"),
        limit=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a comment")},
    )
