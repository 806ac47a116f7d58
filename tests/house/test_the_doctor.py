"""`./ettle doctor` says what is wrong and what to do, for everything that the site needs."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from ettle.badges.award.issuers import get_or_create_site_issuer
from ettle.badges.models import StatusList, WithdrawalList
from ettle.kit.checks import machine_checks
from ettle.kit.checks.doctor import examine_site
from ettle.kit.checks.site_checks import Outcome, Result
from ettle.kit.models import AuditLine, RunningWorker, SecretKeyCheck, SiteAddress, WaitingTask
from ettle.kit.operations import health_check, secret_check
from ettle.people.models import ErasureList
from tests.house.rooms import ROOT

pytestmark = pytest.mark.django_db
Break = Callable[[Settings, pytest.MonkeyPatch, Path], None]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with nothing wrong, in a folder of its own."""
    settings.DATA_DIR, settings.KEYS_DIR = tmp_path, tmp_path / "keys"
    settings.MEDIA_ROOT, settings.OUTBOX_DIR = tmp_path / "media", tmp_path / "outbox"
    database = {**settings.DATABASES["default"], "NAME": str(tmp_path / "ettle.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    secret_check.accept_secret(timezone.now())
    RunningWorker.objects.create(name="a-worker", seen_at=timezone.now())


def examine(now: datetime | None = None) -> dict[str, Result]:
    return {result.key: result for result in examine_site(now or timezone.now(), [])}


def problems_of(results: dict[str, Result]) -> list[str]:
    return [key for key, result in results.items() if result.outcome is Outcome.PROBLEM]


def test_a_sound_site_has_no_problem_and_every_check_has_a_title() -> None:
    results = examine()

    assert problems_of(results) == []
    assert len(results) >= 18
    assert all(result.title for result in results.values())
    assert results["certificate"].outcome is Outcome.NOT_CHECKED
    assert "this machine alone" in results["certificate"].wrong


def weaken_secret(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.PUBLIC_URL, settings.MAIL_SERVER = "https://learn.example.org", {}
    patch.setattr(machine_checks, "read_certificate_end", lambda *_: timezone.now() + timedelta(days=60))
    SiteAddress.objects.all().delete()


def change_secret(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    SecretKeyCheck.objects.update(digest="of another key")


def move_site(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    SiteAddress.objects.all().delete()
    SiteAddress.objects.create(url="https://elsewhere.example.org", since=timezone.now())


def stop_worker(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    RunningWorker.objects.all().delete()


def let_task_wait(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    WaitingTask.objects.create(function="a.task", created_at=long_ago, run_after=long_ago)


def fail_task(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    now = timezone.now()
    WaitingTask.objects.create(function="a.task", created_at=now, run_after=now, given_up_at=now)


def refuse_mail(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_SERVER = {"EMAIL_HOST": "127.0.0.1"}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.DEFAULT_FROM_EMAIL = "Learning <learning@example.org>"


def send_from_nowhere(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.MAIL_SERVER = {"EMAIL_HOST": "127.0.0.1"}


def silence_scanner(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.CLAMD = ("127.0.0.1", 9)


def fill_disk(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setattr("shutil.disk_usage", lambda _: Usage(1000, 950, 50))


def open_files(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "keys").mkdir()
    (folder / "keys" / "secret.key").write_text("x")
    (folder / "keys" / "secret.key").chmod(0o644)


def turn_clock_back(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    AuditLine.objects.create(act="did", at=timezone.now() + timedelta(hours=1))


def stop_cache(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:9/0"}}


def lose_sealing_key(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.SEALING_KEY = "too short"


def lose_withdrawals(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.WITHDRAWALS_FILE = folder / "none.jsonl"
    WithdrawalList.objects.all().delete()
    WithdrawalList.objects.create(uuid=uuid4(), begun_at=timezone.now())


def lose_erasures(settings: Settings, patch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.ERASURES_FILE = folder / "none.jsonl"
    ErasureList.objects.all().delete()
    ErasureList.objects.create(uuid=uuid4(), begun_at=timezone.now())


BREAKS: list[tuple[str, Break, str]] = [
    ("settings", weaken_secret, "ETTLE_EMAIL_URL must be set"),
    ("secret", change_secret, "not the one that this site was prepared with"),
    ("address", move_site, "The data belongs to https://elsewhere.example.org"),
    ("worker", stop_worker, "No worker is running"),
    ("queue", let_task_wait, "waited for 1\xa0hour"),
    ("failed-tasks", fail_task, "1 task did not work."),
    ("mail", refuse_mail, "does not accept us"),
    ("mail", send_from_nowhere, "no-reply@localhost"),
    ("scanner", silence_scanner, "virus scanner does not answer"),
    ("disk", fill_disk, "nearly full"),
    ("permissions", open_files, "secret.key"),
    ("clock", turn_clock_back, "behind what the site has stored"),
    ("cache", stop_cache, "cache does not answer"),
    ("sealing", lose_sealing_key, "must be 32 bytes"),
    ("withdrawals", lose_withdrawals, "list of withdrawn badges is missing"),
    ("erasures", lose_erasures, "list of erased people is missing"),
]


@pytest.mark.parametrize(("key", "damage", "words"), BREAKS, ids=[damage.__name__ for _, damage, _ in BREAKS])
def test_what_is_broken_is_named_with_what_to_do(
    key: str, damage: Break, words: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damage(settings, monkeypatch, tmp_path)

    results = examine()

    assert problems_of(results) == [key]
    assert words in results[key].wrong
    assert results[key].step


def test_a_status_list_that_was_not_signed_again_is_named() -> None:
    now = timezone.now()
    issuer = get_or_create_site_issuer(now)
    times = {"created_at": now, "signed_at": now - timedelta(days=20)}
    StatusList.objects.create(identifier="a-list", issuer=issuer, size=131_072, document=b"", **times)

    results = examine()

    assert problems_of(results) == ["status-lists"]
    assert "ends in 10 days" in results["status-lists"].wrong


@pytest.mark.parametrize(("days", "is_good"), [(60, True), (13, False)])
def test_a_certificate_that_ends_soon_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, days: int, is_good: bool
) -> None:
    settings.PUBLIC_URL = "https://learn.example.org"
    now = timezone.now()
    monkeypatch.setattr(machine_checks, "read_certificate_end", lambda *_: now + timedelta(days=days, hours=1))

    found: Any = machine_checks.find_certificate_problem(now)

    assert (found is None) == is_good
    assert is_good or f"learn.example.org ends in {days} days" in found.wrong


@pytest.fixture
def https_port(tmp_path: Path) -> Iterator[int]:
    """A server on this machine with a certificate that nobody has signed."""
    key, certificate = tmp_path / "a.key", tmp_path / "a.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run([*words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            plain, _ = server.accept()
            with plain, contextlib.suppress(OSError):
                context.wrap_socket(plain, server_side=True)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def test_a_certificate_that_browsers_refuse_is_named(
    settings: Settings, https_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL = f"https://localhost:{https_port}"
    monkeypatch.setattr(machine_checks, "is_public_url", lambda _: True)

    found: Any = machine_checks.find_certificate_problem(timezone.now())

    assert "Browsers do not accept the certificate of localhost: self-signed certificate." in found.wrong


def test_without_the_database_the_rest_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("no such server")

    monkeypatch.setattr(connection, "ensure_connection", refuse)

    results = examine()

    assert problems_of(results) == ["database"]
    assert results["worker"].outcome is Outcome.NOT_CHECKED
    assert results["worker"].wrong == "The database does not answer."
    assert results["disk"].outcome is Outcome.GOOD


def test_waiting_migrations_leave_out_what_reads_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_check, "has_waiting_migrations", lambda: True)

    results = examine()

    assert problems_of(results) == ["migrations"]
    assert results["clock"].outcome is Outcome.NOT_CHECKED


def test_it_ends_with_status_1_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor")
    RunningWorker.objects.all().delete()

    with pytest.raises(CommandError, match=r"^1 problem in \d+ checks\.$"):
        call_command("doctor")

    printed = capsys.readouterr().out
    assert "0 problems in" in printed
    assert (
        "PROBLEM      Worker\n             No worker is running: emails and badges wait.\n             Start one"
        in printed
    )


def test_json_is_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    RunningWorker.objects.all().delete()

    with pytest.raises(CommandError):
        call_command("doctor", "--json")

    report = json.loads(capsys.readouterr().out)
    worker = next(check for check in report["checks"] if check["key"] == "worker")
    assert report["problems"] == 1
    assert (worker["outcome"], worker["title"]) == ("problem", "Worker")
    assert worker["wrong"].startswith("No worker")


def test_a_fault_of_the_settings_does_not_stop_it_and_a_missing_key_is_no_traceback(tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ETTLE_")}
    variables |= {"ETTLE_DATA": str(tmp_path), "ETTLE_KEYS": str(tmp_path / "none"), "ETTLE_DEBUG": "maybe"}
    variables["DJANGO_SETTINGS_MODULE"] = "ettle.config.settings"

    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "ETTLE_DEBUG is ‘maybe’." in done.stdout
    assert "There is no secret key" in done.stdout
    assert "not checked" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ettle.sqlite3").exists()
