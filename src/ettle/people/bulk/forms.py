"""Upload a file of people, and say yes to what it would do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ettle.kit.files.file_names import shorten_file_name
from ettle.kit.input.spreadsheets import MOST_BYTES

LONGEST_FILE_NAME = 200
MOST_MEGABYTES = MOST_BYTES // 1_000_000


class ImportFileForm(forms.Form):
    """A spreadsheet. What is wrong with it as a whole is said here; nothing else happens before a yes."""

    file = forms.FileField(
        label=_("The file"),
        help_text=format_lazy(_("Excel (.xlsx) or CSV, {most} MB at most"), most=MOST_MEGABYTES),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty. Choose another")},
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The name and the content. A file that is too big is not read."""
        uploaded: Any = self.cleaned_data["file"]
        if (uploaded.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is too big. %(most)s MB is the most"), params={"most": MOST_MEGABYTES}
            )
        return shorten_file_name(uploaded.name or "file", LONGEST_FILE_NAME), uploaded.read(MOST_BYTES + 1)


class ConfirmImportForm(forms.Form):
    """What to do beside making the invitations. Nothing is ticked, so nothing is sent or ended unasked."""

    sends_emails = forms.BooleanField(
        label=_("Email the invitations"),
        help_text=_("If you leave this empty, people find the invitation in their settings when they have signed in."),
        required=False,
    )
    ends_leavers = forms.BooleanField(
        label=_("People who are not in this file have left"),
        help_text=_(
            "Their memberships end today, and their open invitations are withdrawn. "
            "What they wrote and earned stays theirs."
        ),
        required=False,
    )

    def __init__(self, *args: Any, has_invitations: bool, has_leavers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_invitations:
            del self.fields["sends_emails"]
        if not has_leavers:
            del self.fields["ends_leavers"]
