"""Films, and where the files of a pack went. Pictures are Wagtail's own rows, with a file that we have written anew."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from ettle.kit.refusal import Refused
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.media_files import film_files
from ettle.texts import queries as texts


class FilmForm(WagtailAdminModelForm):
    """A film may be brought first and captioned later; a page with it is published when all is there."""

    def clean_file(self) -> Any:
        brought = self.cleaned_data["file"]
        if not isinstance(brought, UploadedFile):
            return brought
        try:
            ending = film_files.detect_suffix(brought.read(film_files.HEADER_BYTES), brought.size or 0)
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None
        brought.seek(0)
        content = brought.read()
        content = texts.strip_location(content) if ending == "mp4" else content
        return ContentFile(content, name=film_files.content_file_name(content, ending))

    def clean_captions(self) -> Any:
        brought = self.cleaned_data["captions"]
        if not isinstance(brought, UploadedFile):
            return self._refuse_removal("captions", brought)
        try:
            told = film_files.validate_captions(brought.read(film_files.MAX_CAPTIONS_BYTES + 1)).encode()
        except Refused as refusal:
            self.add_error("captions", str(refusal))
            return None
        return ContentFile(told, name=film_files.content_file_name(told, "vtt"))

    def clean_transcript(self) -> Any:
        return self._refuse_removal("transcript", clean_input(self.cleaned_data["transcript"] or ""))

    def _refuse_removal(self, name: str, brought: Any) -> Any:
        """What was there once may be replaced and not taken away: a page may need it."""
        if not brought and self.instance.pk and getattr(self.instance, name):
            self.add_error(name, f"A page may need the {name}. Replace them instead of taking them away")
            return getattr(self.instance, name)
        return brought


class Film(models.Model):
    """A film on this site, with what is said in it, for those who do not hear or see it."""

    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="films/", help_text="MP4 or WebM, at most 100 MB")
    captions = models.FileField(upload_to="captions/", blank=True, help_text="A WebVTT file: what is said, with times")
    transcript = RichTextField(
        blank=True, features=["bold", "italic", "link", "ol", "ul"], help_text="All that is said, and what must be seen"
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and its licence")
    base_form_class = FilmForm
    panels = [*map(FieldPanel, ("title", "file", "captions", "transcript", "credit"))]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        return "video/webm" if str(self.file.name).endswith(".webm") else "video/mp4"

    @property
    def missing_parts(self) -> list[str]:
        """What a page with this film still waits for."""
        return [name for name in ("captions", "transcript") if not getattr(self, name)]


class PackFile(models.Model):
    """Where a file of a pack went: a picture, a film, captions. Loading the file again brings it up to date."""

    path = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    picture = models.ForeignKey("wagtailimages.Image", models.CASCADE, null=True, related_name="+")
    file = models.FileField(upload_to="films/", blank=True)

    def __str__(self) -> str:
        return self.path
