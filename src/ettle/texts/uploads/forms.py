"""The forms with which people add a recording or a file to what they write."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.texts.uploads.fields import RecordingField
from ettle.texts.uploads.prepared_files import ACCEPTED
from ettle.texts.word_counts import MAX_CHARACTERS


class RecordingForm(forms.Form):
    """A recording of one text."""

    recording = RecordingField(label=_("Choose a recording"))


class FileForm(forms.Form):
    """A picture or a PDF, with words for people who cannot see it."""

    file = forms.FileField(
        label=_("Choose a file"),
        help_text=format_lazy(
            "{rules} {words}",
            rules=_(
                "Under 10 MB. We remove the place where a picture was taken, and everything in a PDF that runs, links "
                "or says who made it."
            ),
            words=_("We cannot read words in a picture: look for names, letters and faces before you add it."),
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Choose a picture or a PDF"), "empty": _("This file is empty. Choose another")},
    )
    shows = WrittenField(
        limit=MAX_CHARACTERS,
        label=_("What it shows"),
        help_text=_("A few words, for anyone who cannot see it."),
        error_messages={"required": _("Say in a few words what the file shows")},
    )
