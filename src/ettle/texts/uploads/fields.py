"""A form field in which people record their voice, or choose a recording."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.texts.sound.sound_file import MAX_MINUTES, MAX_SIZE

RECORDING_HELP = _(
    "At most 5 minutes and 5 MB. Do not say anyone’s name. "
    "We store only the sound. We do not store where you recorded it, or on which device."
)


class RecorderInput(forms.FileInput):
    """A file input that a script turns into a recorder (texts/js/recorder.js). Without it, it is a file input."""

    template_name = "texts/recorder.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"seconds": MAX_MINUTES * 60, "bytes": MAX_SIZE}
        return context


class RecordingField(forms.FileField):
    """The uploaded file as it was sent; `rewrite_recording` reads it."""

    widget = RecorderInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", RECORDING_HELP)
        kwargs["error_messages"] = {
            "required": _("Record something, or choose a recording"),
            "empty": _("This recording is empty. Record it again"),
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A phone offers its own recorder; one without scripts needs nothing else.
        return super().widget_attrs(widget) | {"accept": "audio/*", "capture": True}
