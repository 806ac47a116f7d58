"""What every test may ask for: a client that checks pages, the moment it is, and a queue that runs when told."""

from __future__ import annotations

from datetime import datetime

import pytest

from ettle.kit.checked_client import CheckedClient


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient()


@pytest.fixture
def now() -> datetime:
    from ettle.people.tests.cast import NOW

    return NOW
