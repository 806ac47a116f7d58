"""A signing log whose last lines were cut off does not fit its signed head outside the database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ettle.badges import scheduled_tasks
from ettle.badges.credential import signing_heads
from ettle.badges.models import Issuer, SigningLogLine
from ettle.badges.tests import badge_factory
from ettle.badges.tests.badge_factory import EARNED
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_HEADS_FILE = tmp_path / "signing-heads.jsonl"
    return tmp_path / "signing-heads.jsonl"


def sign_heads() -> None:
    scheduled_tasks.sign_log_heads.call(at=EARNED.isoformat())


def faults() -> list[str]:
    return list(signing_heads.find_head_faults())


def cut_tail() -> None:
    """Remove the last line of the only log, and leave a chain that fits."""
    last = SigningLogLine.objects.order_by("-position")[0]
    SigningLogLine.objects.filter(pk=last.pk).delete()


def test_a_head_is_written_when_the_log_has_grown(heads: Path) -> None:
    badge_factory.signed()

    sign_heads()
    sign_heads()
    badge_factory.signed(cast.callum())
    sign_heads()

    written = [json.loads(line) for line in heads.read_text().splitlines()]
    lengths = [record["line"] for record in written]
    assert lengths == [3, 5]  # a status list, and two proofs for each badge
    assert {record["issuer"] for record in written} == {Issuer.objects.get().identifier}
    assert faults() == []


def test_a_tail_that_was_cut_off_is_seen_until_an_operator_accepts_it(heads: Path) -> None:
    badge_factory.signed()
    sign_heads()
    cut_tail()

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("checkbadges", stdout=StringIO(), stderr=out)
    assert "the signing log ends at line 2, but had 3 lines" in out.getvalue()

    with pytest.raises(SystemExit):  # the badge itself is not in the log any more
        call_command("checkbadges", "--accept-missing", stdout=StringIO(), stderr=StringIO())
    assert faults() == []
    badge_factory.signed(cast.callum())
    sign_heads()
    assert faults() == []
    cut_tail()
    assert "ends at line 3, but had 4 lines" in faults()[0]


def test_a_log_that_was_written_anew_does_not_fit_its_head(heads: Path) -> None:
    badge_factory.signed()
    sign_heads()

    SigningLogLine.objects.filter(position=3).update(line_sha256="1" * 64)

    assert "line 3 of the signing log is not the one whose head was signed" in faults()[0]


def test_a_head_that_was_changed_or_is_no_record_is_seen(heads: Path) -> None:
    badge_factory.signed()
    sign_heads()
    heads.write_text(heads.read_text().replace('"line": 3', '"line": 2'))

    assert "its signature does not fit" in faults()[0]
    heads.write_text('{"no": "head"}\n')
    assert "line 1 cannot be read" in faults()[0]


def test_heads_from_before_the_secret_key_was_changed_tell_nothing(heads: Path, settings: Any) -> None:
    badge_factory.signed()
    sign_heads()
    settings.SECRET_KEY = "another secret key, which the operator chose later"
    cut_tail()
    assert faults() == []

    sign_heads()

    assert faults() == []
    cut_tail()
    assert "ends at line 1, but had 2 lines" in faults()[0]


def test_only_the_log_with_a_loss_gets_an_accepted_head(heads: Path) -> None:
    badge_factory.signed()
    without_log = Issuer.objects.create(
        slug="other", name="Other", identifier="https://other.example/issuer", created_at=EARNED
    )
    sign_heads()

    signing_heads.accept_loss(EARNED)

    written = [json.loads(line) for line in heads.read_text().splitlines()]
    assert not any("accepted" in record for record in written)
    assert without_log.identifier not in {record["issuer"] for record in written}
