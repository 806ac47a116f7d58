"""Monitoring reads figures with a token: what happened, never to whom."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from ettle.kit.database.last_backup import record_backup
from ettle.kit.metrics import counters
from ettle.kit.models import RunningWorker, WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
TOKEN = "only-for-tests-0123456789"
OPERATIONS = Path(__file__).resolve().parents[4] / "operations"
Sample = tuple[str, dict[str, str], float]


@pytest.fixture
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def read(client: Client | None = None) -> list[Sample]:
    """Return every sample of the page, as another program reads it."""
    response = (client or Client()).get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/openmetrics-text")
    from prometheus_client.openmetrics.parser import text_string_to_metric_families

    families: Any = text_string_to_metric_families(response.content.decode())  # type: ignore[no-untyped-call]
    return [(sample.name, sample.labels, sample.value) for family in families for sample in family.samples]


def total(samples: list[Sample], name: str, **labels: str) -> float:
    return sum(value for found, given, value in samples if found == name and labels.items() <= given.items())


def test_without_a_token_there_is_no_such_page_and_nothing_is_counted() -> None:
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_nobody_reads_it_without_the_token(given: str) -> None:
    administrator = Client()
    administrator.force_login(cast.dougal())
    for client in (Client(), administrator):
        response = client.get("/metrics", headers={"authorization": given} if given else {})

        assert response.status_code == 401
        assert b"ettle_" not in response.content


@pytest.mark.usefixtures("token")
def test_answers_are_counted_by_the_name_of_their_address() -> None:
    before = read()
    client = Client()
    client.get("/more/?q=isla@example.org")
    client.get("/360/abcdefabcdefabcdefabcdefabcdefabcdefabcdef/")
    client.get("/nowhere/at-all/")  # may be a page that an author wrote
    client.generic("STEAL", "/more/")

    after = read()

    def more(name: str, **labels: str) -> float:
        return total(after, name, **labels) - total(before, name, **labels)

    assert more("ettle_requests_total", view="kit:more", method="GET", status="200") == 1
    assert more("ettle_requests_total", view="wagtail_serve", status="404") == 2
    assert more("ettle_requests_total", view="kit:more", method="none") == 1
    assert more("ettle_request_seconds_count", room="kit") == 3  # /metrics itself is one of them
    words = json.dumps(after)
    assert "isla" not in words
    assert "abcdef" not in words
    assert "nowhere" not in words
    assert "STEAL" not in words


@pytest.mark.usefixtures("token")
def test_what_another_process_counted_is_added(settings: Settings) -> None:
    read()
    before = total(read(), "ettle_tasks_total", task="elsewhere", outcome="done")
    code = (
        "from prometheus_client import Counter; "
        "Counter('ettle_tasks', 'x', ('task', 'outcome')).labels(task='elsewhere', outcome='done').inc(3)"
    )
    folder = {"PROMETHEUS_MULTIPROC_DIR": str(settings.METRICS_DIR)}
    subprocess.run([sys.executable, "-c", code], env=folder, check=True)

    assert total(read(), "ettle_tasks_total", task="elsewhere", outcome="done") - before == 3


@task_queue.task
def fail_always() -> None:
    raise ValueError("isla@example.org")


@pytest.mark.usefixtures("token")
def test_tasks_are_counted_with_their_outcome_and_those_that_wait_with_their_age() -> None:
    before = read()
    WaitingTask.objects.all().delete()
    name = fail_always.module_path
    now = timezone.now()
    fail_always.enqueue()
    task_queue.run_due(now + timedelta(seconds=1))
    WaitingTask.objects.update(attempts=task_queue.MOST_ATTEMPTS - 1, run_after=now)
    WaitingTask.objects.create(function="a.mail", created_at=now, run_after=now - timedelta(minutes=10))
    RunningWorker.objects.create(name="a-worker", seen_at=now)

    waiting = read()
    WaitingTask.objects.filter(function="a.mail").delete()
    task_queue.run_due(now + timedelta(seconds=2))
    given_up = read()

    assert total(waiting, "ettle_tasks_due", task="a.mail") == 1
    assert 600 <= total(waiting, "ettle_tasks_oldest_seconds", task="a.mail") < 700
    assert total(waiting, "ettle_workers") == 1
    tries = [total(given_up, "ettle_tasks_total", task=name, outcome=how) for how in ("failed", "given up")]
    assert [
        now - total(before, "ettle_tasks_total", task=name, outcome=how)
        for now, how in zip(tries, ("failed", "given up"), strict=True)
    ] == [1, 1]
    assert total(given_up, "ettle_tasks_given_up") == 1
    assert "isla" not in json.dumps(given_up)


@pytest.mark.usefixtures("token")
def test_it_takes_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    read()
    with django_assert_max_num_queries(10):
        read()


def test_a_release_begins_at_zero(settings: Settings, tmp_path: Path) -> None:
    settings.METRICS_DIR = tmp_path / "this-machine"
    for machine in ("this-machine", "another"):
        (tmp_path / machine).mkdir()
        (tmp_path / machine / "counter_7.db").write_bytes(b"")

    counters.remove_counts()

    assert not list(tmp_path.glob("*/*.db"))


@pytest.mark.usefixtures("token")
def test_while_the_database_is_down_monitoring_reads_that_the_site_is_not_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read()

    def broken() -> Any:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", broken)
    samples = read()

    assert [value for name, _, value in samples if name == "ettle_ready"] == [0]
    assert total(samples, "ettle_disk_free_bytes") > 0
    assert total(samples, "ettle_requests_total") > 0
    assert not [name for name, _, _ in samples if name == "ettle_workers"]


def used_in_alerts() -> str:
    rules = yaml.safe_load((OPERATIONS / "alerts.yaml").read_text())["groups"][0]["rules"]
    return " ".join(rule["expr"] for rule in rules)


def used_in_the_dashboard() -> str:
    panels = json.loads((OPERATIONS / "grafana-dashboard.json").read_text())["panels"]
    return " ".join(target["expr"] for panel in panels for target in panel["targets"])


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("read_names", [used_in_alerts, used_in_the_dashboard])
def test_alerts_and_dashboard_use_metrics_that_there_are(
    read_names: Callable[[], str], settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "copy").write_text("everything")
    record_backup(tmp_path / "copy", now=timezone.now())
    counters.count_task("a.task", "done")
    WaitingTask.objects.create(function="a.mail", created_at=timezone.now(), run_after=timezone.now())
    read()  # so that one request is counted
    there: set[Any] = {name for name, _, _ in read()}

    used = set(re.findall(r"\bettle_\w+", read_names()))

    assert len(used) >= 6
    assert used <= there
