"""A writer and a publisher, signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from ettle.feedback.tests import factories as made_360
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.instruments.tests.authoring import named


@pytest.fixture
def writer(client: Client) -> Client:
    """Callum writes and does not publish."""
    made_360.publish_version()
    client.force_login(named(cast.callum(), AuthorRole.WRITER))
    return client


@pytest.fixture
def publisher() -> Client:
    client = CheckedClient()
    client.force_login(named(cast.agnes(), AuthorRole.PUBLISHER))
    return client
