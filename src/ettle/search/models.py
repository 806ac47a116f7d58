"""The entries of the search index, the words that occur in them, and the guide to what people mean."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ettle.kit.search_items import SearchKind


class SearchEntry(models.Model):
    """One thing that search can find, in one language: only what is published and public.

    language: "" for English, which has everything; another has what is translated into it.
    Triggers (migration 0002) update the full text index when a row changes.
    names: what people may call it, one on a line: ET-101, "delete my account". revision: of the page, or when its
    translation was loaded, to detect changes. priority: higher comes first among equally good matches.
    """

    class Kind(models.TextChoices):
        TOOL = SearchKind.TOOL.value, _("Tools and settings")
        AREA = SearchKind.AREA.value, _("Areas")
        CAPABILITY = SearchKind.CAPABILITY.value, _("Capabilities")
        CODE = SearchKind.CODE.value, _("Codes and other frameworks")
        MODEL = SearchKind.MODEL.value, _("Leadership Logic Model")
        BADGE = SearchKind.BADGE.value, _("Badges")
        REFERENCE = SearchKind.REFERENCE.value, _("Sources")
        TERM = SearchKind.TERM.value, _("Words we use")
        STATEMENT = SearchKind.STATEMENT.value, _("About this site")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=300)
    language = models.CharField(max_length=12, blank=True)
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+")
    revision = models.PositiveBigIntegerField(null=True)
    address = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    names = models.TextField(blank=True)
    about = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    priority = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="search_entry_once")]


class SearchWord(models.Model):
    """A word in the entries of a language or in the guide. A misspelt word is corrected to the nearest of them."""

    word = models.CharField(max_length=40)
    language = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="search_word_once_in_a_language")]


class SearchGuide(models.Model):
    """The search guide of this site: one row.

    spec: its files, each `types.specs.SearchGuideSpec`, as JSON. version: changes with it.
    """

    spec = models.JSONField()
    version = models.CharField(max_length=40)
    updated_at = models.DateTimeField()
