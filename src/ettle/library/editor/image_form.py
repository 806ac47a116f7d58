"""Wagtail's form for pictures, with our own eye on what is brought."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.images.forms import BaseImageForm

from ettle.kit.files import images
from ettle.kit.refusal import Refused


class PictureForm(BaseImageForm):
    """An author's picture. Only what we have drawn anew is kept."""

    def clean_file(self) -> Any:
        brought = self.cleaned_data["file"]
        if not isinstance(brought, UploadedFile):
            return brought
        brought.seek(0)
        try:
            return images.reencode_image(brought.read())
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None
