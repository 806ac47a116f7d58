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
    settings.SECRET_KEY = "r" * 60
    return settings


def test_a_well_set_site_starts(public: Any) -> None:
    startup_checks.require_safe_settings()


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("SECRET_KEY", "short", "ETTLE_SECRET_KEY"),
        ("ALLOWED_HOSTS", [], "ETTLE_ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "ETTLE_ALLOWED_HOSTS"),
        ("DEBUG", True, "ETTLE_DEBUG"),
        ("DEMO", True, "ETTLE_DEMO"),
    ],
)
def test_each_unsafe_setting_is_named(public: Any, setting: str, value: object, named: str) -> None:
    setattr(public, setting, value)

    with pytest.raises(ImproperlyConfigured, match=named):
        startup_checks.require_safe_settings()


def test_badges_cannot_be_signed_in_public_without_a_sealing_key(public: Any, tmp_path: Path) -> None:
    public.SEALING_KEY, public.SEALING_KEY_FILE = "", tmp_path / "none"

    with pytest.raises(ImproperlyConfigured, match="ETTLE_SEALING_KEY"):
        startup_checks.require_safe_settings()


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_a_demonstration_may_run_on_this_machine_alone(public: Any, address: str) -> None:
    public.PUBLIC_URL, public.DEMO = address, True

    startup_checks.require_safe_settings()
