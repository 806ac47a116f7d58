"""A load balancer learns whether this process lives and whether it may be sent visitors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from ettle.kit.models import RunningWorker
from ettle.kit.operations import health_check
from ettle.kit.tasks import task_queue

NOWHERE = "redis://127.0.0.1:9/0"


def test_a_living_process_says_ok_without_the_database(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.fixture
def worker(db: None) -> RunningWorker:
    return RunningWorker.objects.create(name="a-worker", seen_at=timezone.now())


@pytest.mark.usefixtures("worker")
def test_a_migrated_database_with_a_worker_is_ready(client: Client) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_worker_that_was_silent_for_a_minute_is_reported(client: Client, worker: RunningWorker) -> None:
    RunningWorker.objects.update(seen_at=timezone.now() - timedelta(seconds=61))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"No worker is running" in response.content


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_known_while_it_runs_and_forgotten_when_it_stops() -> None:
    seen: list[int] = []

    task_queue.run_worker(lambda: len(seen) > 1, between=lambda: seen.append(RunningWorker.objects.count()), pause=0)

    assert seen == [1, 1]
    assert not RunningWorker.objects.exists()


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


@pytest.mark.usefixtures("worker")
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
