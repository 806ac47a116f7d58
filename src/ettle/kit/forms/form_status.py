"""The HTTP status of a page with a form."""

from __future__ import annotations

from django.forms import Form


def form_status(form: Form) -> int:
    """422 when the page shows what is wrong with what was sent, else 200."""
    return 422 if form.errors else 200
