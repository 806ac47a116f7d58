"""A load balancer learns whether this process lives and whether it may be sent visitors."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from ettle.kit.operations import health_check

NOWHERE = "redis://127.0.0.1:9/0"


def test_a_living_process_says_ok_without_the_database(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_reported(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", broken)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"does not answer" in response.content


@pytest.mark.django_db
def test_a_waiting_migration_is_reported(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_check._MigrationCheck, "migrated", False)
    monkeypatch.setattr("ettle.kit.operations.health_check.MigrationExecutor.migration_plan", lambda *_: ["one"])

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"waiting for migrations" in response.content


@pytest.mark.django_db
def test_a_cache_that_does_not_answer_is_reported(client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOWHERE}}

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"The cache does not answer.\n"


@pytest.mark.django_db
def test_settings_that_are_no_longer_right_are_reported(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL, settings.MAIL_SERVER = "https://learn.example.org", {}

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"The settings have faults" in response.content
