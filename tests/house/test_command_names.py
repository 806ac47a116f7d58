"""In an installed copy a sentence names the commands that are there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.config import command_line
from ettle.kit.checks.site_checks import Problem, SiteCheck, run_check
from ettle.kit.operations.command_names import name_commands
from ettle.people.tests import cast

WORDS = "Run: manage.py prepare. `./ettle run` does it by itself."


def test_an_installed_copy_has_other_names(settings: Any) -> None:
    assert name_commands(WORDS) == WORDS

    settings.IS_INSTALLED = True

    assert name_commands(WORDS) == "Run: ettle manage prepare. `ettle run` does it by itself."


def test_checks_and_errors_name_them(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.IS_INSTALLED = True
    check = SiteCheck("any", "Any", lambda now: Problem("Use ./ettle.", WORDS))

    result = run_check(check, cast.NOW)
    command_line._print_error("Start ./ettle run.")

    assert (result.wrong, result.step) == ("Use ettle.", name_commands(WORDS))
    assert capsys.readouterr().err == "Start ettle run.\n"


@pytest.mark.django_db
def test_the_audit_page_names_them(settings: Any, client: Client) -> None:
    client.force_login(cast.dougal())
    address = reverse("kit:audit-log")

    def page() -> str:
        return client.get(address).content.decode()

    assert "<code>./ettle checkaudit</code>" in page()
    settings.IS_INSTALLED = True
    assert "<code>ettle checkaudit</code>" in page()
