"""Save a new look of the site."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.branding import palette
from ettle.branding.logo import Logo
from ettle.branding.models import Brand, SiteWords
from ettle.kit import audit
from ettle.kit.http.permissions import refuse_non_administrators
from ettle.kit.pages import brand
from ettle.kit.pages.brand import Contact
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.branding.types.specs import SiteSpec
    from ettle.people.models import User


@transaction.atomic
def save_brand(
    *,
    name: str,
    strapline: str,
    footer: str,
    contact: Contact,
    colours: palette.Colours,
    logo: Logo | None,
    by: User,
    now: datetime,
) -> Brand:
    """Save a new look of the site. Raises Refused when text in these colours has too little contrast."""
    refuse_non_administrators(by)
    for pair in palette.colour_pairs(colours):
        if not pair.is_readable:
            raise Refused(_describe_low_contrast(pair), field=pair.field)
    stylesheet = palette.render_stylesheet(colours)
    saved = Brand.objects.create(
        name=name,
        strapline=strapline,
        footer=footer,
        contact_email=contact.email,
        contact_phone=contact.phone,
        **asdict(colours),
        stylesheet=stylesheet,
        stylesheet_digest=_content_digest(stylesheet.encode()),
        logo=logo.content if logo else b"",
        logo_kind=logo.kind if logo else "",
        logo_digest=_content_digest(logo.content) if logo else "",
        logo_width=logo.width if logo else 0,
        logo_height=logo.height if logo else 0,
        saved_at=now,
    )
    audit.record(by, "changed the look of the site", saved, now=now)
    transaction.on_commit(brand.clear_brand_cache)
    return saved


@transaction.atomic
def put_site_words(spec: SiteSpec, *, by: User | None, now: datetime) -> None:
    """Make the words of the site match the spec of a pack, whatever they were."""
    values = spec.model_dump()
    before = SiteWords.objects.select_for_update().order_by("pk").first()
    if before and values == {name: str.__str__(getattr(before, name)) for name in values}:
        return
    SiteWords.objects.all().delete()
    SiteWords.objects.create(**values, changed_at=now)
    audit.record(by, "put the words of the site in place", None, now=now)
    transaction.on_commit(brand.clear_brand_cache)


def _describe_low_contrast(pair: palette.ColourPair) -> str:
    """Return the error for the form: what cannot be read, and a colour that could be."""
    words = _("%(words)s: %(ratio)s to 1, and %(least)s to 1 is needed to read it.") % {
        "words": pair.words,
        "ratio": f"{pair.ratio:.1f}",
        "least": f"{pair.least:g}",
    }
    better = palette.corrected_colour(pair.field, pair.chosen)
    return (
        _("%(words)s The nearest colour that can be read is %(better)s.") % {"words": words, "better": better}
        if better
        else words
    )


def _content_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
