"""The site refuses to start unsafely, and says which setting is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from ettle.kit.operations import startup_checks


@pytest.fixture
def public(settings: Any) -> Any:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://ettle.example", ["ettle.example"]
    settings.SECRET_KEY = "a-random-secret-key-" * 3
    settings.MAIL_SERVER = {"EMAIL_HOST": "mail.ettle.example"}
    return settings


def test_a_well_set_site_starts(public: Any) -> None:
    startup_checks.require_safe_settings()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("SECRET_KEY", "", "There is no secret key"),
        ("SECRET_KEY", "short", "ETTLE_SECRET_KEY is too weak"),
        ("SECRET_KEY", "x" * 60, "ETTLE_SECRET_KEY is too weak"),
        ("DEBUG", True, "ETTLE_DEBUG must be off"),
        ("DEMO", True, "The demonstration must be off"),
        ("MAIL_SERVER", {}, "ETTLE_EMAIL_URL must be set"),
        ("SETTINGS_FAULTS", ["ETTLE_DEBUG is ‘maybe’."], "ETTLE_DEBUG is ‘maybe’"),
    ],
)
def test_each_unsafe_setting_is_named(public: Any, setting: str, value: object, words: str) -> None:
    setattr(public, setting, value)

    with pytest.raises(ImproperlyConfigured, match=words):
        startup_checks.require_safe_settings()


def test_badges_cannot_be_signed_in_public_without_a_sealing_key(public: Any, tmp_path: Path) -> None:
    public.SEALING_KEY, public.SEALING_KEY_FILE = "", tmp_path / "none"

    with pytest.raises(ImproperlyConfigured, match="ETTLE_SEALING_KEY"):
        startup_checks.require_safe_settings()


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_a_demonstration_may_run_on_this_machine_alone(public: Any, address: str) -> None:
    public.PUBLIC_URL, public.DEMO, public.MAIL_SERVER = address, True, {}

    startup_checks.require_safe_settings()
