"""The messages of all apps in one table say what they said in many."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.utils.translation import trans_real

from ettle.kit.translations.messages import join_catalogues

MANY = (0, 1, 2, 5)


def joined_messages() -> Any:
    """The messages as a start leaves them. A test that changed the languages has had Django read them anew."""
    join_catalogues()
    return trans_real.translation(settings.LANGUAGE_CODE)


def test_every_message_says_what_django_says_without_the_one_table() -> None:
    ours, plain = joined_messages(), cast("Any", trans_real.DjangoTranslation(settings.LANGUAGE_CODE))
    keys = set(plain._catalog.keys())
    messages = {key for key in keys if isinstance(key, str)}
    plurals = {key[0] for key in keys if isinstance(key, tuple)}

    assert len(messages) > 200
    assert plurals
    for message in (*messages, "not in any table"):
        assert ours.gettext(message) == plain.gettext(message)
    for message in (*plurals, "%(many)s not in any table"):
        for many in MANY:
            assert ours.ngettext(message, "others", many) == plain.ngettext(message, "others", many)


def test_a_message_is_looked_for_in_one_table_alone() -> None:
    ours = joined_messages()

    assert len(ours._catalog._catalogs) == 1
    assert ours._fallback is None
