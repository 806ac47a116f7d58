"""No form has a field for words that the browser cuts or that counts a line end twice.

The page checker looks at every page that a test opens; this test looks at every form there is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.urls import get_resolver
from wagtail.models import Page

from ettle.kit.forms.fields import WrittenField
from ettle.library.models import AreaPage, FrontPage, StatementPage

# Fields of ours that take a technical value and keep Django's own limit.
TECHNICAL = {
    "code": "a sign-in code of six digits",
    "email": "an address",
    "partner_email": "an address",
    "contact_email": "an address",
}


def list_forms(base: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from list_forms(form)


def test_every_limit_on_words_is_counted_as_people_count() -> None:
    assert get_resolver().url_patterns  # every view is imported, and its forms with it
    wrong = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in list_forms()
        if form.__module__.startswith("ettle.") and ".tests." not in form.__module__
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not isinstance(field, WrittenField)
        if field.max_length is not None and name not in TECHNICAL and not isinstance(field.widget, forms.HiddenInput)
    }

    assert wrong == set()


@pytest.mark.parametrize(
    ("page", "names"),
    [(AreaPage, {"title", "summary", "reflection"}), (FrontPage, {"title", "sentence"}), (StatementPage, {"title"})],
)
def test_authors_write_in_the_same_fields(page: type[Page], names: set[str]) -> None:
    fields = page.get_edit_handler().get_form_class().base_fields

    assert names <= {name for name, field in fields.items() if isinstance(field, WrittenField)}
