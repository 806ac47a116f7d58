"""A writer and a publisher, signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.workshop import actions
from ettle.workshop.authors.author_roles import AuthorRole


@pytest.fixture
def writer(client: Client) -> Client:
    """Callum writes and does not publish."""
    author = actions.name_author(email=cast.callum().email, part=AuthorRole.WRITER, by=cast.dougal(), now=cast.NOW)
    client.force_login(author)
    return client


@pytest.fixture
def publisher() -> Client:
    author = actions.name_author(email=cast.agnes().email, part=AuthorRole.PUBLISHER, by=cast.dougal(), now=cast.NOW)
    client = CheckedClient()
    client.force_login(author)
    return client
