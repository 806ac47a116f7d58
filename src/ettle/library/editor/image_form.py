"""Wagtail's form for pictures, with our own check of the uploaded file."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.images.forms import BaseImageForm

from ettle.kit.files import images
from ettle.kit.refusal import Refused


class PictureForm(BaseImageForm):
    """An author's picture. It is re-encoded; the uploaded file itself is never stored."""

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if not isinstance(uploaded, UploadedFile):
            return uploaded
        uploaded.seek(0)
        try:
            return images.reencode_image(uploaded.read())
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None
