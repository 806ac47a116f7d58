"""What search may find, as rows, and the words that stand in it."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """One thing that search may find: only what is published and everybody may read.

    The full text index beside this table (migration 0004) follows every change of a row by itself.
    names: what somebody may call it by: ET-101, vis.1. revision: of the page, to see that it is still so.
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
    """A word of what search may find. A word that is not among these is compared with them."""

    word = models.CharField(max_length=40, primary_key=True)
