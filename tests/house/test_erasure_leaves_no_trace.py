"""After an erasure and its tasks no word of the person is in any file of the site; nor does a restore bring one back.

Unusual words are planted in every declared field, changed once, and then looked for in the files themselves: database,
write-ahead log, uploads and emails. Reading the tables would not see what deleted rows leave behind.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as site_settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import connection, connections

from ettle.kit.audit.seals import seal_audit_lines
from ettle.kit.database import backups
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue
from ettle.people import actions
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from tests.house.planted_rows import PlantedRows, erased_fields, is_text, owned_declarations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
MAIL = delivery.deliver_email.module_path
LATER = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """A data folder of its own; on SQLite with the database in it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.OUTBOX_DIR = settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    settings.EMAIL_BACKEND = "ettle.kit.mail.outbox.EmailBackend"
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit-heads.jsonl"
    return tmp_path


def files_of_the_site(folder: Path) -> Iterator[Path]:
    """Every file of the data folder, and on either database the files that it is in."""
    places = [folder]
    if connection.vendor == "sqlite":
        places.append(Path(connection.settings_dict["NAME"]).parent)
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute(
                "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
            )
            data, oid = cursor.fetchone()
        places.append(Path(data) / "base" / str(oid))
    return (path for place in places for path in place.rglob("*") if path.is_file())


def words_in_files(folder: Path, words: dict[str, str]) -> dict[str, str]:
    """Return where each word was planted that is in some file -> the name of that file."""
    found: dict[str, str] = {}
    for path in files_of_the_site(folder):
        content = path.read_bytes()
        found |= {place: path.name for word, place in words.items() if word.encode() in content}
    return found


def change_everything(rows: PlantedRows) -> None:
    """Save each row again with other words, so that older versions of its pages lie about."""
    planted = PlantedRows(rows.person)
    planted.words = dict.fromkeys(list(rows.words), "")  # go on counting where the first words ended
    for declaration in owned_declarations():
        row = rows.row_of(apps.get_model(declaration.model))
        columns = [row._meta.get_field(name) for name in erased_fields(declaration)]
        texts = [column for column in columns if is_text(column) and column.get_internal_type() in {"TextField"}]
        for column in texts:
            setattr(row, column.name, "z" * 40)
        if texts:
            row.save()


@time_machine.travel(NOW, tick=False)
def write_emails(person: User) -> None:
    """One to her that failed, one to someone else that quotes her and failed, and one that was sent."""
    delivery.queue_email("Your code", f"For {person.name}", to=person.email, kind=ACCOUNT, key=None, now=NOW)
    delivery.queue_email(
        "A question", f"{person.name} asks you", to="friend@example.org", kind=ACCOUNT, key=None, now=NOW
    )
    WaitingTask.objects.filter(function=MAIL).update(given_up_at=NOW)
    delivery.queue_email("Sent", f"{person.name} asks you", to="friend@example.org", kind=ACCOUNT, key=None, now=NOW)
    task_queue.run_due()
    EmailMessage("Sent", person.name, "site@example.org", [person.email]).send()


def run_tasks() -> None:
    """Run the tasks of an hour."""
    for moment in (NOW, NOW + LATER, NOW + 2 * LATER):
        with time_machine.travel(moment, tick=False):
            task_queue.run_due()


def test_no_planted_word_is_left_in_any_file(folder: Path) -> None:
    rows = PlantedRows(cast.isla())
    rows.plant_all()
    write_emails(rows.person)
    seal_audit_lines.call(at=NOW.isoformat())
    before = words_in_files(folder, rows.words)
    change_everything(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as PostgreSQL does by itself now and then: its statistics quote columns

    actions.leave(rows.person, now=NOW)
    run_tasks()

    assert sorted(before) == sorted(rows.words.values()), "planted where this test does not look"
    assert not WaitingTask.objects.given_up().filter(function=MAIL).exclude(arguments={}).exists()
    assert words_in_files(folder, rows.words) == {}


def test_every_text_field_that_an_erasure_removes_is_planted() -> None:
    rows = PlantedRows(cast.isla())
    rows.plant_all()

    expected = {
        f"{declaration.model}.{name}"
        for declaration in owned_declarations()
        for name in erased_fields(declaration)
        if is_text(apps.get_model(declaration.model)._meta.get_field(name))
    }
    own = {"people.User.email", "people.User.name", "people.User.preferred_name"}
    assert expected | own == set(rows.words.values())
    assert len(expected) > 40


@pytest.mark.skipif(site_settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="a backup is of SQLite")
def test_a_restored_backup_has_nobody_who_left_since(folder: Path, settings: Any) -> None:
    isla, callum = cast.isla(), cast.callum()
    original = connection.settings_dict["NAME"]
    backups.create_backup(folder / "copy.tar.gz", now=NOW)
    actions.leave(isla, now=NOW)
    task_queue.run_due(NOW)
    restored = folder / "restored"
    restored.mkdir()
    settings.DATA_DIR = restored
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    try:
        _connect_to(str(restored / "ettle.sqlite3"))
        backups.restore_backup(folder / "copy.tar.gz")
        assert User.objects.get(pk=isla.pk).email == "isla@example.org"

        assert actions.apply_erasures(now=NOW) == 1
        task_queue.run_due(NOW)

        assert User.objects.get(pk=isla.pk).name == "A person who left"
        assert User.objects.get(pk=callum.pk).is_active
        assert b"isla@example.org" not in Path(connection.settings_dict["NAME"]).read_bytes()
    finally:
        _connect_to(original)


def _connect_to(name: str) -> None:
    connections.close_all()
    site_settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def test_an_upload_whose_removal_was_interrupted_is_removed_by_the_task(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = PlantedRows(cast.isla())
    rows.plant_all()
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", lambda name: None)
        actions.leave(rows.person, now=NOW)
    assert [path for path in (folder / "media").rglob("*") if path.is_file()]

    run_tasks()

    assert not [path for path in (folder / "media").rglob("*") if path.is_file()]
