"""What a holder can share: a preview for where a link is shared, a card for a web page, and LinkedIn's form."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ettle.badges.credential import identifiers
from ettle.badges.definition import badge_artwork
from ettle.kit.mail.delivery import absolute_url
from ettle.kit.pages.qr_codes import draw_qr_code

if TYPE_CHECKING:
    from ettle.badges.models import Award


@dataclass(frozen=True)
class SharePreview:
    """What a messenger or a social network shows of a link to a badge. address, picture: with host."""

    title: str
    summary: str
    address: str
    picture: str
    picture_words: str
    picture_side: int = badge_artwork.SIZE


@dataclass(frozen=True)
class ShareLinks:
    """What the pages of an award offer to share. address: its public page. code: opens that, as SVG.

    ends: when it ends, or None. is_offered: whether to offer any of it.
    """

    address: str
    code: SafeString
    ends: datetime | None
    is_offered: bool
    preview: SharePreview


def build_share_links(award: Award) -> ShareLinks:
    address, words = identifiers.verify_page_url(award), _("A square code that opens the page of this badge")
    return ShareLinks(
        address=address,
        code=draw_qr_code(address, words=words, css_class="badge-qr"),
        ends=award.valid_until,
        is_offered=award.is_usable,
        preview=build_preview(award),
    )


def shown_name(award: Award) -> str:
    """The holder's name as it is in the newest signed badge; "" where that has none that anyone can read."""
    return award.credential.issuance.name if award.is_name_shown else ""


def build_preview(award: Award) -> SharePreview:
    """The preview of the public page of a badge that is valid. It names the holder where the page does."""
    version, holder = award.version, shown_name(award)
    named = {"name": holder, "badge": version.name, "issuer": award.issuer.name}
    if holder:
        title = _("%(name)s earned the Open Badge ‘%(badge)s’ from %(issuer)s") % named
    else:
        title = _("The Open Badge ‘%(badge)s’ from %(issuer)s") % named
    return SharePreview(
        title=title,
        summary=str(version.summary),
        address=identifiers.verify_page_url(award),
        picture=absolute_url(reverse("badges:picture_png", args=[version.uuid])),
        picture_words=str(version.picture_description),
    )


def render_embed_card(award: Award) -> str:
    """HTML for the holder's own web page. It loads nothing from anywhere: the picture is in it.

    Without the name, so that hiding it later is not undone by copies of the card.
    """
    version = award.version
    svg = badge_artwork.draw_svg(version.badge.number, str(version.name), version.emblem)
    card = {
        "award": award,
        "address": identifiers.verify_page_url(award),
        "picture": base64.b64encode(svg.encode()).decode(),
    }
    return " ".join(render_to_string("badges/embed_card.html", card).split())


def linkedin_url(award: Award) -> str:
    """A plain link to LinkedIn's form for adding a certification, filled in."""
    fields: dict[str, object] = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.version.name,
        "organizationName": award.issuer.name,
        "issueYear": award.awarded_at.year,
        "issueMonth": award.awarded_at.month,
    }
    if ends := award.valid_until:
        fields |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    fields |= {"certUrl": identifiers.verify_page_url(award), "certId": str(award.public_number)}
    return f"https://www.linkedin.com/profile/add?{urlencode(fields)}"
