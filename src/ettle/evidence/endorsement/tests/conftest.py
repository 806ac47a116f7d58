"""What every test of endorsements may ask for."""

from __future__ import annotations

import pytest

from ettle.evidence.endorsement.tests.stories import met_application
from ettle.evidence.models import Application
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def met() -> Application:
    return met_application()


@pytest.fixture
def required() -> Application:
    return met_application(endorsement="required", endorsement_days=90)
