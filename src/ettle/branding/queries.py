"""The look that an administrator saved, and the words of the pack, as kit's page shell needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse

from ettle.branding.models import Brand, SiteWords
from ettle.branding.types.specs import SiteSpec
from ettle.kit.pages.brand import FRONT_SENTENCE, FRONT_TITLE, STRAPLINE, Contact, SiteBrand
from ettle.kit.pages.site_contents import SiteContent, find_content
from ettle.kit.translations.pack_texts import PackText

WORDS = ("strapline", "front_title", "front_sentence")


def list_contents() -> Iterator[SiteContent]:
    """Whether a look was saved, and the words of the pack."""
    yield SiteContent("branding.look", Brand.objects.order_by("-pk").values_list("pk"))
    for name in WORDS:
        yield SiteContent(f"branding.{name}", SiteWords.objects.order_by("pk").values_list(name))


def find_site_words() -> SiteSpec | None:
    """What a pack said about the site; None when none did."""
    row = SiteWords.objects.order_by("pk").first()
    return SiteSpec(**{name: str.__str__(getattr(row, name)) for name in WORDS}) if row else None


def read_brand() -> SiteBrand:
    """Return the look saved last, or the words of the pack where none was saved. No query unless a look was saved."""
    strapline, title, sentence = (PackText(find_content(f"branding.{name}") or "") for name in WORDS)
    plain = SiteBrand(
        strapline=strapline or STRAPLINE, front_title=title or FRONT_TITLE, front_sentence=sentence or FRONT_SENTENCE
    )
    look = find_content("branding.look")
    saved = Brand.objects.defer("logo", "stylesheet").order_by("-pk").first() if look else None
    if saved is None:
        return plain
    return replace(
        plain,
        name=saved.name,
        strapline=saved.strapline,
        footer=saved.footer,
        contact=Contact(saved.contact_email, saved.contact_phone),
        stylesheet=reverse("branding:css", args=[saved.stylesheet_digest]),
        logo=reverse("branding:logo", args=[saved.logo_digest, saved.logo_kind]) if saved.logo_digest else "",
        logo_width=saved.logo_width,
        logo_height=saved.logo_height,
    )
