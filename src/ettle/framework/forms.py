"""The form to upload a file of items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.framework.imports.file_reader import MOST_BYTES
from ettle.framework.models import FrameworkImport


class ImportForm(forms.Form):
    """One file of items. A preview comes before anything is imported."""

    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=FrameworkImport.Kind.choices,
        initial=FrameworkImport.Kind.CODES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the file"), "invalid_choice": _("Choose what is in the file")},
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV or YAML, 1 MB at most"),
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
            "max_length": _("Give the file a shorter name"),
        },
    )
    may_add_edition = forms.BooleanField(label=_("Add an edition that is not here yet"), required=False)
    is_checked = forms.BooleanField(
        label=_("I have checked every item against the owner’s own text"),
        required=False,
        help_text=_("Leave this empty and each item says ‘not checked’ until someone has"),
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The file's name and content. A file that is too big is not read."""
        uploaded: Any = self.cleaned_data["file"]
        if (uploaded.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too big. 1 MB is the most; split it"))
        return uploaded.name or "file", uploaded.read(MOST_BYTES + 1)

    def for_action(self) -> dict[str, Any]:
        name, content = self.cleaned_data["file"]
        ticks = {key: self.cleaned_data[key] for key in ("may_add_edition", "is_checked")}
        return {"kind": self.cleaned_data["kind"], "file_name": name, "content": content, **ticks}
