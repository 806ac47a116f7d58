"""The entries of the search index, and the words that occur in them."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One thing that search can find: only what is published and public.

    Triggers (migration 0001) update the full text index when a row changes.
    names: what people may call it: ET-101, vis.1. revision: of the page, to detect changes.
    """

    class Kind(models.TextChoices):
        AREA = "area", "Areas"
        CAPABILITY = "capability", "Capabilities"
        CODE = "code", "Codes and other frameworks"
        MODEL = "model", "Logic model"
        BADGE = "badge", "Badges"
        REFERENCE = "reference", "Sources"
        TERM = "term", "Words we use"
        STATEMENT = "statement", "About this site"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=300)
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+")
    revision = models.PositiveBigIntegerField(null=True)
    address = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    names = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]


class SearchWord(models.Model):
    """A word in the entries. A typed word that is not among these is corrected to the nearest of them."""

    word = models.CharField(max_length=40, primary_key=True)
