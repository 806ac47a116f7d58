"""A site whose sealing key cannot open its signing keys says so before it starts, and on /readyz."""

from __future__ import annotations

import base64
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ettle.badges.keys import key_check
from ettle.badges.tests.badge_factory import EARNED, signed
from ettle.badges.verify import verification
from ettle.badges.verify.verdicts import Answer
from ettle.people.tests import cast

OTHER = base64.urlsafe_b64encode(b"another-key-another-key-another!").decode()

pytestmark = pytest.mark.django_db


def test_the_right_key_is_no_problem() -> None:
    signed()

    assert key_check.find_sealing_problem() == ""


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (OTHER, "The sealing key is not the one that the signing keys were sealed with."),
        ("abc", "ETTLE_SEALING_KEY must be 32 bytes in URL-safe base64."),
        ("", "There is no sealing key"),
    ],
)
def test_a_wrong_or_missing_key_is_a_sentence(key: str, words: str, settings: Any, tmp_path: Path) -> None:
    signed()
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = key, tmp_path / "sealing.key"

    assert words in key_check.find_sealing_problem()


def test_a_site_that_has_signed_nothing_needs_no_key_yet(settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "sealing.key"

    assert key_check.find_sealing_problem() == ""


def test_a_key_file_that_is_no_text_is_a_sentence(settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "sealing.key"
    settings.SEALING_KEY_FILE.write_bytes(bytes(range(128, 160)))

    assert "cannot be read" in key_check.find_sealing_problem()


def test_a_key_is_checked_before_there_are_tables(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    settings.SEALING_KEY = "abc"

    assert "32 bytes" in key_check.find_sealing_problem()


def test_a_malformed_key_is_found_before_the_first_badge(settings: Any) -> None:
    settings.SEALING_KEY = "abc"

    assert "32 bytes" in key_check.find_sealing_problem()


def test_a_site_with_a_wrong_key_is_not_ready(client: Client, settings: Any) -> None:
    signed()
    settings.SEALING_KEY = OTHER

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"Badges cannot be signed" in response.content


def test_after_a_loss_new_keys_are_accepted_and_old_badges_stay_valid(settings: Any) -> None:
    first = signed()
    settings.SEALING_KEY = OTHER

    call_command("acceptkeys", stdout=StringIO())
    second = signed(cast.callum())

    assert key_check.find_sealing_problem() == ""
    assert second.credential.key != first.credential.key
    for award in (first, second):
        assert verification.verify_award(award, now=EARNED).answer is Answer.VALID
    call_command("acceptkeys", stdout=StringIO())
    assert key_check.find_sealing_problem() == ""


def test_the_check_of_badges_says_that_the_key_is_wrong(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    signed()
    settings.SEALING_KEY = OTHER

    with pytest.raises(SystemExit):
        call_command("checkbadges")

    assert "not the one that the signing keys were sealed with" in capsys.readouterr().err
