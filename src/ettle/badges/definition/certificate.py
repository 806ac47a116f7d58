"""A certificate to print or send: what a badge says, as a tagged PDF, with a code by which anyone can check it.

The paper proves nothing by itself, and says so: the page that its code opens does.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.badges.credential import identifiers
from ettle.badges.definition import badge_artwork, badge_details, share_links
from ettle.badges.models import Award
from ettle.kit.files.printable_documents import compile_tagged_pdf
from ettle.kit.pages.qr_codes import draw_qr_file
from ettle.kit.values.dates import operator_date

TEMPLATE = Path(__file__).parents[1] / "typst" / "certificate.typ"


def render_certificate(award: Award) -> bytes:
    """Return the certificate of a badge as a PDF, with the name that its public page shows."""
    version, address = award.version, identifiers.verify_page_url(award)
    details = badge_details.load_badge_details(version)
    words = {
        "title": _("%(badge)s – certificate of an Open Badge") % {"badge": version.name},
        "issuer": award.issuer.name,
        "badge": str(version.name),
        "picture": badge_artwork.draw_svg(version.badge.number, str(version.name), version.emblem),
        "picture_words": str(version.picture_description),
        "award": _award_lines(award),
        "summary": str(version.summary),
        "asked_heading": _("What it asked for"),
        "asked": details.requirements_summary,
        "criteria": [str(criterion.title) for criterion in details.criteria],
        "check_heading": _("Check that it is real"),
        "check": [_("This paper is not proof. Anyone can check the badge at this address, without an account:")],
        "code": draw_qr_file(address),
        "code_words": _("A square code that opens %(address)s") % {"address": address},
        "address": address,
        "about": [],
    }
    return compile_tagged_pdf(TEMPLATE, words)


def _award_lines(award: Award) -> list[str]:
    named = {
        "name": share_links.shown_name(award),
        "issuer": award.issuer.name,
        "day": date_format(operator_date(award.awarded_at), "DATE_FORMAT"),
    }
    if named["name"]:
        lines = [_("%(name)s earned this Open Badge from %(issuer)s on %(day)s.") % named]
    else:
        lines = [_("This Open Badge was earned from %(issuer)s on %(day)s.") % named]
    if ends := award.valid_until:
        lines.append(_("Valid until %(day)s.") % {"day": date_format(operator_date(ends), "DATE_FORMAT")})
    return lines
