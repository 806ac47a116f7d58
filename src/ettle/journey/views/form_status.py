"""What the pages of this room share: the status of an answered form."""

from __future__ import annotations

from django.forms import Form


def form_status(form: Form) -> int:
    return 422 if form.errors else 200
