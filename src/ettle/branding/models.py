"""The looks that administrators have saved."""

from __future__ import annotations

from django.db import models

from ettle.kit.translations.pack_texts import PackCharField


class BrandQuerySet(models.QuerySet["Brand"]):
    def current(self) -> Brand | None:
        """Return the current look, the last one saved; None while none was saved."""
        return self.order_by("-pk").first()


class Brand(models.Model):
    """A look that an administrator saved. Never changed, so that pages already sent keep their stylesheet."""

    name = models.CharField(max_length=60)
    strapline = models.CharField(max_length=90, blank=True)
    footer = models.CharField(max_length=300, blank=True)
    # How to reach the people who run the site, at the foot of every page. Either may be empty.
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    brand = models.CharField(max_length=7)
    brand_dark = models.CharField(max_length=7)
    link = models.CharField(max_length=7)
    link_dark = models.CharField(max_length=7)
    accent = models.CharField(max_length=7)
    radius = models.PositiveSmallIntegerField()
    stylesheet = models.TextField()
    stylesheet_digest = models.CharField(max_length=16, db_index=True)
    logo = models.BinaryField(blank=True, default=bytes)
    logo_kind = models.CharField(max_length=3, blank=True, choices=[("png", "PNG"), ("svg", "SVG")])
    logo_digest = models.CharField(max_length=16, blank=True, db_index=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    objects = BrandQuerySet.as_manager()


class SiteWords(models.Model):
    """What the content pack says about the site as a whole: one row at most. Empty where the pack says nothing."""

    strapline = PackCharField(max_length=90, blank=True)
    front_title = PackCharField(max_length=80, blank=True)
    front_sentence = PackCharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.strapline)
