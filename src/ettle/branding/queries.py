"""The look that an administrator saved, as kit's page shell needs it."""

from __future__ import annotations

from django.urls import reverse

from ettle.branding.models import Brand
from ettle.kit.pages.brand import Contact, SiteBrand


def read_brand() -> SiteBrand:
    """Return the look saved last, or the default where none was saved."""
    saved = Brand.objects.defer("logo", "stylesheet").order_by("-pk").first()
    if saved is None:
        return SiteBrand()
    return SiteBrand(
        name=saved.name,
        strapline=saved.strapline,
        footer=saved.footer,
        contact=Contact(saved.contact_email, saved.contact_phone),
        stylesheet=reverse("branding:css", args=[saved.stylesheet_digest]),
        logo=reverse("branding:logo", args=[saved.logo_digest, saved.logo_kind]) if saved.logo_digest else "",
        logo_width=saved.logo_width,
        logo_height=saved.logo_height,
    )
