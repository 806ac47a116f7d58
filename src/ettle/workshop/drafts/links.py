"""The address of a draft."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from ettle.workshop.cms_middleware import WORKSHOP_URLCONF


def draft_url(draft: models.Model, page: str = "edit") -> str:
    """Return the address of a draft's page, or of its history. Only the workshop's URLconf has them."""
    meta = draft._meta
    return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:{page}", WORKSHOP_URLCONF, args=[draft.pk])
