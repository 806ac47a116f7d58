"""Films, and where the files of a pack are stored. Pictures are Wagtail's rows, with a file that we have re-encoded."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from ettle.kit.refusal import Refused
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.media_files import film_files
from ettle.texts import queries as texts


class FilmForm(WagtailAdminModelForm):
    """A film may be uploaded first and captioned later; a page with it can be published when it is complete."""

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if not isinstance(uploaded, UploadedFile):
            return uploaded
        try:
            ending = film_files.detect_suffix(uploaded.read(film_files.HEADER_BYTES), uploaded.size or 0)
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None
        uploaded.seek(0)
        content = uploaded.read()
        content = texts.strip_location(content) if ending == "mp4" else content
        return ContentFile(content, name=film_files.content_file_name(content, ending))

    def clean_captions(self) -> Any:
        uploaded = self.cleaned_data["captions"]
        if not isinstance(uploaded, UploadedFile):
            return self._refuse_removal("captions", uploaded)
        try:
            captions = film_files.validate_captions(uploaded.read(film_files.MAX_CAPTIONS_BYTES + 1)).encode()
        except Refused as refusal:
            self.add_error("captions", str(refusal))
            return None
        return ContentFile(captions, name=film_files.content_file_name(captions, "vtt"))

    def clean_transcript(self) -> Any:
        return self._refuse_removal("transcript", clean_input(self.cleaned_data["transcript"] or ""))

    def _refuse_removal(self, name: str, value: Any) -> Any:
        """A stored value may be replaced but not removed, because a page may need it."""
        if not value and self.instance.pk and getattr(self.instance, name):
            self.add_error(
                name, _("A page may need the %(name)s. Replace them instead of taking them away") % {"name": name}
            )
            return getattr(self.instance, name)
        return value


class Film(models.Model):
    """A film, with captions and a transcript for people who cannot hear or see it."""

    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="films/", help_text=_lazy("MP4 or WebM, at most 100 MB"))
    captions = models.FileField(
        upload_to="captions/", blank=True, help_text=_lazy("A WebVTT file: what is said, with times")
    )
    transcript = RichTextField(
        blank=True,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_lazy("All that is said, and what must be seen"),
    )
    credit = models.CharField(max_length=200, blank=True, help_text=_lazy("Who made it, and its licence"))
    base_form_class = FilmForm
    panels = [*map(FieldPanel, ("title", "file", "captions", "transcript", "credit"))]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        return "video/webm" if str(self.file.name).endswith(".webm") else "video/mp4"

    @property
    def missing_parts(self) -> list[str]:
        """What must be added before a page with this film can be published."""
        return [name for name in ("captions", "transcript") if not getattr(self, name)]


def pack_file_path(row: PackFile, name: str) -> str:
    """The place of a stored file. Drawings have a folder that no address serves: they are shown inside pages."""
    return f"drawings/{name}" if name.endswith(".svg") else f"films/{name}"


class PackFile(models.Model):
    """Where a file of a pack is stored: a picture, a drawing, a film or captions. Loading the file again updates it."""

    path = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    picture = models.ForeignKey("wagtailimages.Image", models.CASCADE, null=True, related_name="+")
    file = models.FileField(upload_to=pack_file_path, blank=True)

    def __str__(self) -> str:
        return self.path
