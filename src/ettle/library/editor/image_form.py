"""Wagtail's form for pictures, with our own check of the uploaded file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ettle.kit.files import images
from ettle.kit.refusal import Refused

LOST_FILE = _("The file of this picture is lost. Choose the picture again, or delete it")


class PictureField(WagtailImageField):
    """Wagtail's field, which fails with the decoder's own error on a bomb or a truncated file; this one refuses it."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception:
            # On a broken or hostile file each decoder fails in its own way.
            raise ValidationError(images.NOT_A_PICTURE, code="invalid_image") from None


class PictureForm(BaseImageForm):
    """An author's picture. It is re-encoded; the uploaded file itself is never stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if isinstance(field, WagtailImageField):
            field.__class__ = PictureField  # Wagtail makes the field where it can be neither chosen nor replaced
            field.help_text = f"{field.help_text} {images.FIRST_FRAME_HINT}"

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if not isinstance(uploaded, UploadedFile):
            self._refuse_a_lost_file(uploaded)
            return uploaded
        uploaded.seek(0)
        try:
            return images.reencode_image(uploaded.read())
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None

    def _refuse_a_lost_file(self, stored: Any) -> None:
        """Wagtail measures the stored file when the form is read, and stops the page when there is none."""
        if stored and not stored.storage.exists(stored.name):
            raise ValidationError(LOST_FILE)
