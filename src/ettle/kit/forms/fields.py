"""Form fields that every room uses: an email address, and what people write, which the browser never cuts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ettle.kit.values.email_addresses import MAX_LENGTH, clean_address
from ettle.kit.values.names import validate_direction
from ettle.kit.values.written_text import normalise_line, normalise_text

TOO_LONG = _("Use %(limit)s characters or fewer. You have used %(count)s")


class EmailAddressField(forms.EmailField):
    """One email address, typed or pasted: what a paste brings with it is removed before it is validated."""

    default_error_messages = {
        "required": _("Enter an email address"),
        "invalid": _("Enter an email address, like name@example.org"),
        "max_length": _("An email address has %(limit_value)s characters at most"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, **options})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_address(value) if isinstance(value, str) else value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength: a browser would cut a paste, and what is left may be another address."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class WrittenField(forms.CharField):
    """Prose, a name or a title. Django's `max_length` would also cut it in the browser; `limit` does not.

    limit: characters of the text as it is stored; `texts/js/word-count.js` counts the same and shows the count near the
    limit. In an input of one line, line ends become spaces.
    """

    def __init__(self, *, limit: int | None = None, max_length: int | None = None, **kwargs: Any) -> None:
        """max_length: the same as limit, for a field that Django makes from a model's."""
        self.limit = max_length if limit is None else limit
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = "" if value in self.empty_values else str(value)
        is_single_line = isinstance(self.widget, forms.TextInput)
        return super().to_python(normalise_line(text) if is_single_line and self.strip else normalise_text(text))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what was typed as it would be stored: a page cannot hold some of the characters that are pasted."""
        return normalise_text(data) if isinstance(data, str) else data

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        validate_direction(str(value or ""), is_single_line=isinstance(self.widget, forms.TextInput))
        if self.limit is not None and len(value or "") > self.limit:
            message = self.error_messages.get("max_length", TOO_LONG)
            counts = {"limit": f"{self.limit:,}", "count": f"{len(value):,}"}
            raise ValidationError(message, code="max_length", params=counts)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        if self.limit is not None and not widget.is_hidden:
            attrs["data-limit"] = self.limit
        return attrs
