"""Administrators see whether badges can be signed, and what to do when they cannot."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ettle.badges.keys.key_states import list_states
from ettle.badges.tests import badge_factory
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_new_site_has_no_keys_yet_and_that_is_in_order(now: datetime) -> None:
    (state,) = list_states(now)

    assert state.is_good
    assert "The first badge that is signed makes them" in state.words


def test_a_site_without_a_sealing_key_yet_is_in_order_too(now: datetime, settings: Any, tmp_path: Path) -> None:
    settings.SEALING_KEY, settings.SEALING_KEY_FILE = "", tmp_path / "not-there"

    (state,) = list_states(now)

    assert state.is_good
    assert "There is none yet" in state.words


def test_keys_that_open_are_in_order(now: datetime) -> None:
    badge_factory.signed(cast.isla())

    (state,) = list_states(now)

    assert state.is_good
    assert "1 issuer has keys" in state.words


def test_another_sealing_key_needs_somebody_and_says_what_to_do(now: datetime, settings: Any) -> None:
    badge_factory.signed(cast.isla())
    settings.SEALING_KEY = base64.urlsafe_b64encode(bytes(32)).decode()

    (state,) = list_states(now)

    assert not state.is_good
    assert "cannot be signed" in state.words
    assert "Put the sealing key back" in state.words
