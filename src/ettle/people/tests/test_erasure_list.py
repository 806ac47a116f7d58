"""A restored backup brings no erased person back; while we cannot know who left, the site is not ready."""

from __future__ import annotations

import json
import os
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from ettle.kit.operations import health_check
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people import actions
from ettle.people.models import ErasureList, User
from ettle.people.scheduled_tasks import erase_returned_people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings: Any) -> Path:
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    return tmp_path / "erasures.jsonl"


def as_in_a_backup(person: User) -> None:
    """Give back the rows that a restored backup would have."""
    before = {name: getattr(person, name) for name in ("uuid", "email", "name", "is_active")}
    User.objects.filter(pk=person.pk).update(**before)


def test_who_left_is_erased_again_after_an_older_backup_is_restored(now: datetime) -> None:
    isla, callum = cast.isla(), cast.callum()
    actions.leave(cast.isla(), now=now)
    task_queue.run_due()
    mail.outbox.clear()
    as_in_a_backup(isla)

    erase_returned_people.call(at=now.isoformat())
    task_queue.run_due()

    isla.refresh_from_db()
    callum.refresh_from_db()
    assert (isla.name, isla.is_active) == ("A person who left", False)
    assert callum.is_active
    assert mail.outbox == []  # the address is one that we promised to forget
    assert actions.apply_erasures(now=now) == 0


def test_the_list_names_nobody(now: datetime, file: Path) -> None:
    isla = cast.isla()
    names = [str(isla.uuid), isla.uuid.hex, isla.email, isla.name]

    actions.leave(isla, now=now)

    begun, erased = map(json.loads, file.read_text().splitlines())
    assert begun["list"] == str(ErasureList.objects.get().uuid)
    assert sorted(erased) == ["at", "person"]
    assert not [name for name in names if name in file.read_text()]
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_without_its_list_the_site_is_not_ready_and_erases_nobody(now: datetime, file: Path) -> None:
    actions.apply_erasures(now=now)
    whole = file.read_text()
    file.unlink()

    assert "The list of erased people is missing." in health_check.find_problems()
    with pytest.raises(Refused, match="applyerasures --lost"):
        actions.leave(cast.isla(), now=now)
    with pytest.raises(CommandError, match="applyerasures --lost"):
        call_command("applyerasures")

    file.write_text(whole)
    assert "The list of erased people is missing." not in health_check.find_problems()


def test_the_list_of_another_site_is_not_ours(now: datetime, file: Path) -> None:
    actions.apply_erasures(now=now)
    file.write_text('{"list": "5b1f2f6e-3c56-4b0e-9a53-4f0d0c9b7e11", "begun": "2026-01-01T00:00:00+00:00"}\n')

    with pytest.raises(Refused, match="is missing"):
        actions.apply_erasures(now=now)

    out = StringIO()
    call_command("applyerasures", "--lost", stdout=out)
    assert out.getvalue() == "0 people are erased again.\n"
    assert file.with_name("erasures.jsonl.of-another-site").exists()


def test_a_lost_list_can_begin_anew(now: datetime, file: Path) -> None:
    actions.apply_erasures(now=now)
    file.write_text("not a list\n")
    file.unlink()

    actions.start_new_erasure_list(now=now)
    actions.leave(cast.isla(), now=now)

    assert len(file.read_text().splitlines()) == 2


def test_a_damaged_line_is_reported(now: datetime, file: Path) -> None:
    actions.apply_erasures(now=now)
    with file.open("a") as open_file:
        open_file.write('{"nobody": "here"}\n')

    with pytest.raises(Refused, match="line 2 cannot be read"):
        actions.apply_erasures(now=now)


def test_a_list_whose_first_line_is_damaged_is_missing(now: datetime, file: Path) -> None:
    actions.apply_erasures(now=now)
    file.write_text("{}\n")

    with pytest.raises(Refused, match="is missing"):
        actions.apply_erasures(now=now)


def test_what_cannot_be_listed_is_not_erased(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    isla = cast.isla()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="nothing has changed: No space left"):
        actions.leave(isla, now=now)

    isla.refresh_from_db()
    assert isla.is_active
