"""This room holds no personal data."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(
        model="branding.Brand",
        not_personal=(
            # The contact is the operator's, published at the foot of every page.
            "id", "name", "strapline", "footer", "contact_email", "contact_phone", "brand", "brand_dark", "link",
            "link_dark", "accent", "radius",
            "stylesheet", "stylesheet_digest", "logo", "logo_kind", "logo_digest", "logo_width", "logo_height",
            "saved_at",
        ),
    ),
    Declaration(
        model="branding.SiteWords",
        not_personal=("id", "strapline", "front_title", "front_sentence", "changed_at"),
    ),
]  # fmt: skip
