"""What administrators read on a page about the site that still has the words that came with the software."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.library.models import PackCopy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.library.models import StatementPage

# What only the organisation that runs the site can say.
NOTES = {
    "privacy": _(
        "This page says what the software does. Add who you are, how to reach your data protection officer, your "
        "lawful basis, where the site is hosted and who helps you to run it."
    ),
    "accessibility": _(
        "This page came with the software. Add a name, an email address and a phone number, and say when you tested "
        "and what you found."
    ),
    "terms": _(
        "This page came with the software. Add your name and address, the law that applies and what your own policies "
        "need."
    ),
}


def find_note(page: StatementPage) -> StrOrPromise:
    """Return what to add; "" where there is nothing to say, or an author here has changed the page."""
    if page.slug not in NOTES:
        return ""
    is_unchanged = PackCopy.objects.filter(page=page.pk, revision=page.latest_revision_id).exists()
    return NOTES[page.slug] if is_unchanged else ""
