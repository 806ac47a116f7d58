"""The editor of rich text, which sends JSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

from ettle.kit.values.written_text import remove_unstorable


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor. JSON can escape half of a character, as when a paste is cut in an emoji; that is left out."""

    def value_from_datadict(self, *args: Any) -> str | None:
        try:
            html = super().value_from_datadict(*args)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
            raise BadRequest(_("The text is not what the editor of rich text sends")) from fault
        return None if html is None else remove_unstorable(str(html))
