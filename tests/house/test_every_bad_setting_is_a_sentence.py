"""A wrong setting is one sentence and status 1 before anything starts. No traceback reaches an operator."""

from __future__ import annotations

import base64
import os
import re
import runpy
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from ettle.kit.operations import environment, startup_checks
from ettle.kit.operations.environment import SettingsReader
from launcher.main import main
from tests.house.rooms import ROOT, SOURCE

SECRET = secrets.token_urlsafe(50)
SEALING = base64.urlsafe_b64encode(b"only-for-tests-only-for-tests-on").decode()
# A site at a public address with nothing wrong.
SOUND = {
    "PUBLIC_URL": "https://learn.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "SECRET_KEY": SECRET,
    "SEALING_KEY": SEALING,
}
FAULTS = [
    ("DEBUG", "maybe", "ETTLE_DEBUG is ‘maybe’. It must be 1 or 0."),
    ("DEMO", "2", "ETTLE_DEMO is ‘2’. It must be 1 or 0."),
    ("BEHIND_PROXY", "si", "ETTLE_BEHIND_PROXY is ‘si’. It must be 1 or 0."),
    (
        "KNOWN_AFTER_DAYS",
        "a week",
        "ETTLE_KNOWN_AFTER_DAYS is ‘a week’. It must be a whole number from 0 to 365.",
    ),
    ("KNOWN_AFTER_DAYS", "-1", "ETTLE_KNOWN_AFTER_DAYS is ‘-1’."),
    ("KNOWN_AFTER_DAYS", "366", "ETTLE_KNOWN_AFTER_DAYS is ‘366’."),
    ("INVITATION_DAYS", "4000", "ETTLE_INVITATION_DAYS is ‘4000’. It must be a whole number from 0 to 3650."),
    ("TAKE_BACK_MINUTES", "61", "ETTLE_TAKE_BACK_MINUTES is ‘61’. It must be a whole number from 0 to 60."),
    (
        "CLAMD",
        "scanner",
        "ETTLE_CLAMD is ‘scanner’. It must be the path of clamd's socket, or its host and port: localhost:3310.",
    ),
    ("FETCH_FROM", "https://x.example/", "ETTLE_FETCH_FROM is ‘https://x.example/’. It must be public, or name hosts"),
    ("FETCH_FROM", "public,x.example", "ETTLE_FETCH_FROM is ‘public,x.example’."),
    ("METRICS_TOKEN", "short", "ETTLE_METRICS_TOKEN cannot be used. It must have at least 20 letters, digits or signs"),
    ("METRICS_TOKEN", "with spaces between its words", "ETTLE_METRICS_TOKEN cannot be used."),
    ("BACKUP_DAYS", "400", "ETTLE_BACKUP_DAYS is ‘400’. It must be a whole number from 0 to 365."),
    ("BACKUP_KEY", "/nowhere/key.asc", "ETTLE_BACKUP_KEY is ‘/nowhere/key.asc’, which is not a file that this user"),
    ("NOTICE_WEBHOOK", "http://hidden.example.org/x", "ETTLE_NOTICE_WEBHOOK cannot be used. It must be an address"),
    ("NOTICE_WEBHOOK", "https://me:hidden@hooks.example.org/x", "ETTLE_NOTICE_WEBHOOK cannot be used."),
    ("HSTS_SUBDOMAINS", "-", "ETTLE_HSTS_SUBDOMAINS is ‘-’. It must be 1 or 0."),
    ("LOG_LEVEL", "LOUD", "ETTLE_LOG_LEVEL is ‘LOUD’. It must be DEBUG, INFO, WARNING or ERROR."),
    ("TIME_ZONE", "Mars/Olympus", "ETTLE_TIME_ZONE is ‘Mars/Olympus’, which is not a time zone."),
    ("TIME_ZONE", "/etc/passwd", "ETTLE_TIME_ZONE is ‘/etc/passwd’, which is not a time zone."),
    ("HOLIDAYS", "GB-ATLANTIS", "ETTLE_HOLIDAYS is ‘GB-ATLANTIS’. It must be the code of a country"),
    ("HOLIDAYS", "Scotland", "ETTLE_HOLIDAYS is ‘Scotland’."),
    ("LANGUAGES", "gd", "ETTLE_LANGUAGES is ‘gd’. It must list the codes of languages"),
    ("LANGUAGES", "en-gb,gaelic", "ETTLE_LANGUAGES is ‘en-gb,gaelic’."),
    ("LANGUAGES", "en-gb,en-gb", "ETTLE_LANGUAGES is ‘en-gb,en-gb’."),
    ("LANGUAGES", "en-gb,gd", "ETTLE_LANGUAGES names gd, and there is no translation into Gàidhlig"),
    ("PUBLIC_URL", "learn.example.org", "ETTLE_PUBLIC_URL is ‘learn.example.org’."),
    ("PUBLIC_URL", "https://learn.example.org/ettle", "without a path"),
    ("PUBLIC_URL", "http://learn.example.org", "A public address must begin with https://"),
    ("PUBLIC_URL", "https://learn.example.org:port", "ETTLE_PUBLIC_URL is"),
    ("ALLOWED_HOSTS", "*", "ETTLE_ALLOWED_HOSTS is ‘*’."),
    ("ALLOWED_HOSTS", "https://learn.example.org", "ETTLE_ALLOWED_HOSTS is"),
    ("DATABASE_URL", "nonsense", "ETTLE_DATABASE_URL cannot be read."),
    ("DATABASE_URL", "mysql://user:hidden@host/name", "ETTLE_DATABASE_URL cannot be read."),
    ("DATABASE_URL", "postgresql://user:hidden@host", "ETTLE_DATABASE_URL cannot be read."),
    ("DATABASE_URL", "postgresql://user:hidden@host:port/name", "ETTLE_DATABASE_URL cannot be read."),
    ("EMAIL_URL", "hello", "ETTLE_EMAIL_URL cannot be read."),
    ("EMAIL_URL", "http://user:hidden@mail.example.org", "ETTLE_EMAIL_URL cannot be read."),
    ("EMAIL_URL", "smtp+tls://user:hidden@mail.example.org:port", "ETTLE_EMAIL_URL cannot be read."),
    ("EMAIL_URL", "", "ETTLE_EMAIL_URL must be set at a public address"),
    ("MAIL_FROM", "Learning", "ETTLE_MAIL_FROM is ‘Learning’. It must be an email address"),
    ("CACHE_URL", "memcached://cache", "ETTLE_CACHE_URL cannot be read."),
    ("CACHE_URL", "rediss://", "ETTLE_CACHE_URL cannot be read."),
    ("SECRET_KEY", "", "There is no secret key"),
    ("SECRET_KEY", "short", "ETTLE_SECRET_KEY is too weak"),
    ("SECRET_KEY", "abc" * 30, "ETTLE_SECRET_KEY is too weak"),
    ("SEALING_KEY", "", "There is no sealing key"),
    ("DEMO", "1", "The demonstration must be off at a public address"),
    ("DEBUG", "1", "ETTLE_DEBUG must be off"),
    ("FONTS", "/nowhere/fonts", "ETTLE_FONTS is ‘/nowhere/fonts’, which is not a folder."),
    (
        "WITHDRAWALS_FILE",
        "/nowhere/withdrawn",
        "ETTLE_WITHDRAWALS_FILE is ‘/nowhere/withdrawn’, which cannot be written",
    ),
    ("ERASURES_FILE", "/", "ETTLE_ERASURES_FILE is ‘/’, which cannot be written"),
    ("AUDIT_HEADS_FILE", "/nowhere/a/b", "ETTLE_AUDIT_HEADS_FILE is ‘/nowhere/a/b’, which cannot be written"),
    ("SIGNING_HEADS_FILE", "/nowhere/a/b", "ETTLE_SIGNING_HEADS_FILE is ‘/nowhere/a/b’, which cannot be written"),
    ("PUBLIC_ADDRESS", "https://learn.example.org", "ETTLE_PUBLIC_ADDRESS is not a setting."),
]
# Every setting that names a file or a folder; there is a fault for each, and for each of the places.
PATHS = (
    "DATA",
    "KEYS",
    "SEALING_KEY_FILE",
    "WITHDRAWALS_FILE",
    "ERASURES_FILE",
    "AUDIT_HEADS_FILE",
    "SIGNING_HEADS_FILE",
    "FONTS",
    "BACKUP_KEY",
)
PLACES = ("/proc/1/x", "/sys/x", "/dev/null", "/dev/shm/x", "/tmp/../dev/zero")  # noqa: S108 - none is written
FAULTS += [(name, place, f"ETTLE_{name} is ‘{place}’. Nothing in /proc") for name in PATHS for place in PLACES]
FAULTS.append(("DATABASE_URL", "sqlite:////dev/shm/x", "ETTLE_DATABASE_URL is ‘sqlite:////dev/shm/x’. Nothing in"))
SAFETY = (
    "LANGUAGES",
    "PUBLIC_URL",
    "DEBUG",
    "DEMO",
    "SECRET_KEY",
    "SEALING_KEY",
    "SEALING_KEY_FILE",
    "MAIL_SERVER",
    "KEYS_DIR",
)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment with the variables of a sound site and no other of ours."""
    for name in [name for name in os.environ if name.startswith("ETTLE_")]:
        monkeypatch.delenv(name)
    for name, value in SOUND.items():
        monkeypatch.setenv(f"ETTLE_{name}", value)
    monkeypatch.setenv("ETTLE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ETTLE_KEYS", str(tmp_path / "keys"))
    return monkeypatch


def find_faults() -> list[str]:
    """Return the faults of the settings as the environment is now."""
    values = runpy.run_path(str(SOURCE / "config" / "settings.py"))
    with override_settings(SETTINGS_FAULTS=values["SETTINGS_FAULTS"], **{name: values[name] for name in SAFETY}):
        return startup_checks.find_faults()


def test_a_sound_site_has_no_fault(bare: pytest.MonkeyPatch) -> None:
    assert find_faults() == []


@pytest.mark.parametrize(("name", "value", "words"), FAULTS)
def test_a_bad_value_is_one_sentence(bare: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    bare.setenv(f"ETTLE_{name}", value)

    faults = find_faults()

    assert len(faults) == 1
    assert words in faults[0]
    assert "hidden" not in faults[0]


def test_all_faults_are_found_at_once(bare: pytest.MonkeyPatch) -> None:
    for name, value in {"DEBUG": "maybe", "LOG_LEVEL": "LOUD", "EMAIL_URL": "hello", "SECRET_KEY": "short"}.items():
        bare.setenv(f"ETTLE_{name}", value)

    assert [fault.split()[0] for fault in find_faults()[:3]] == ["ETTLE_DEBUG", "ETTLE_EMAIL_URL", "ETTLE_LOG_LEVEL"]
    assert len(find_faults()) >= 4


def test_every_setting_has_a_bad_value_here() -> None:
    source = (SOURCE / "config" / "settings.py").read_text()
    settings = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    paths = set(re.findall(r'env\.(?:path|folder|growing_file|readable_file)\(\s*"([A-Z_]+)"', source))

    assert settings - {name for name, _, _ in FAULTS} == set()
    assert paths == set(PATHS)


def test_a_link_or_a_pipe_is_no_way_around(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/shm")  # noqa: S108 - a link, nothing is written there
    os.mkfifo(tmp_path / "pipe")
    bare.setenv("ETTLE_WITHDRAWALS_FILE", str(tmp_path / "link" / "withdrawn.jsonl"))
    bare.setenv("ETTLE_ERASURES_FILE", str(tmp_path / "pipe"))

    withdrawals, erasures = find_faults()

    assert "Nothing in /proc, /sys and /dev is kept" in withdrawals
    assert "which cannot be written" in erasures


def test_a_key_that_cannot_be_read_is_a_sentence(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bare.delenv("ETTLE_SECRET_KEY")
    (tmp_path / "keys" / "secret.key").mkdir(parents=True)

    assert any("The key in" in fault and "cannot be read" in fault for fault in find_faults())


@pytest.mark.parametrize(
    ("address", "starttls", "tls", "port"),
    [
        ("smtp+tls://user:p%40ss@mail.example.org", True, False, 587),
        ("smtp+ssl://user:p%40ss@mail.example.org", False, True, 465),
        ("smtp://user:p%40ss@mail.example.org:2525", False, False, 2525),
    ],
)
def test_the_scheme_of_the_mail_server_says_how_it_is_encrypted(
    address: str, starttls: bool, tls: bool, port: int
) -> None:
    settings = SettingsReader({"ETTLE_EMAIL_URL": address}).mail_server("EMAIL_URL")

    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"], settings["EMAIL_PORT"]) == (starttls, tls, port)
    assert settings["EMAIL_HOST_PASSWORD"] == "p@ss"


def test_a_socket_is_a_place_of_a_database() -> None:
    reader = SettingsReader({"ETTLE_DATABASE_URL": "postgresql:///ettle?host=/run/postgresql"})

    options = reader.database("DATABASE_URL", default="sqlite:///x")["OPTIONS"]

    assert options == {"host": "/run/postgresql", "connect_timeout": environment.CONNECT_SECONDS}
    assert reader.faults == []


@pytest.fixture
def this_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The launcher uses the environment that runs the tests, instead of making one."""
    monkeypatch.setattr("launcher.environment.ensure_environment", lambda *_: Path(sys.executable))
    monkeypatch.setattr("launcher.environment.is_ready", lambda *_: True)
    yield
    os.umask(0o022)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LOG_LEVEL", "LOUD", "ETTLE_LOG_LEVEL is ‘LOUD’"),
        ("EMAIL_URL", "", "ETTLE_EMAIL_URL must be set"),
        ("SEALING_KEY", "abc", "ETTLE_SEALING_KEY must be 32 bytes in URL-safe base64"),
        ("DATABASE_URL", "postgresql://u:hidden@127.0.0.1:9/x", "ETTLE_DATABASE_URL: the database does not answer"),
        ("CACHE_URL", "redis://127.0.0.1:9/0", "ETTLE_CACHE_URL: the cache does not answer"),
    ],
)
def test_the_start_command_says_it_and_starts_nothing(
    bare: pytest.MonkeyPatch,
    this_python: None,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
    value: str,
    words: str,
) -> None:
    bare.setenv(f"ETTLE_{name}", value)

    status = main(["run", "--no-demo", "--port", "8937", "--data", str(tmp_path / "data")])

    printed = capfd.readouterr()
    assert status == 1
    assert words in printed.err
    assert printed.err.count("\n- ") == 1
    assert "Traceback" not in printed.err + printed.out
    assert "hidden" not in printed.err + printed.out
    assert not (tmp_path / "data" / "ettle.sqlite3").exists() or name != "DATABASE_URL"


@pytest.mark.parametrize("command", [["manage.py", "migrate"], ["-m", "ettle.config.wsgi"]])
def test_other_ways_to_start_say_it_too(bare: pytest.MonkeyPatch, command: list[str]) -> None:
    bare.setenv("ETTLE_TIME_ZONE", "Mars/Olympus")
    bare.setenv("PYTHONPATH", str(ROOT / "src"))
    bare.setenv("DJANGO_SETTINGS_MODULE", "ettle.config.settings")

    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("Ettle does not start:\n- ETTLE_TIME_ZONE is ‘Mars/Olympus’")
    assert "Traceback" not in done.stderr


def test_an_error_that_no_command_expects_is_a_sentence(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("ETTLE_DATABASE_URL", "postgresql://user:hidden@127.0.0.1:9/x")

    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr
