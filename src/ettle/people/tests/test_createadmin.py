"""The command that names an administrator."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_the_command_tells_a_new_administrator_how_to_sign_in() -> None:
    out = StringIO()

    call_command("createadmin", "Ada@example.org", stdout=out)

    ada = User.objects.get(email="ada@example.org")
    assert ada.is_superuser
    assert not ada.has_usable_password()
    assert "http://localhost:8000/account/sign-in/" in out.getvalue()


def test_a_person_with_an_account_is_promoted() -> None:
    isla = cast.isla()

    call_command("createadmin", "ISLA@example.org", stdout=StringIO())

    isla.refresh_from_db()
    assert isla.is_superuser
    assert isla.name == "Isla Reid"


def test_what_is_no_address_is_refused_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="Give an email address"):
        call_command("createadmin", "ada")
