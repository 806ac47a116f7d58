"""A pack is loaded by one process while another saves, or until it is killed."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.utils import timezone

from ettle.library import actions as library
from ettle.library.tests import sample_media
from ettle.packs import actions
from ettle.packs.tests import separate_process, small_pack

MANY = 12
SAVE = "INSERT INTO kit_auditline (act, subject_kind, subject_key, at) VALUES ('saved', '', '', '2026-10-01')"


def test_a_save_during_loading_waits_and_succeeds(db: None, tmp_path: Path) -> None:
    site, pack = separate_process.site(tmp_path / "site"), small_pack.folder(tmp_path / "pack")
    for number in range(1, MANY):
        text = small_pack.AREA.replace("key: listening", f"key: listening-{number}")
        (pack / "areas" / f"listening-{number}.md").write_text(text)
    seen, longest = set(), 0.0
    saver = sqlite3.connect(site / "ettle.sqlite3", timeout=20, isolation_level=None)

    load = separate_process.loading(pack, site)
    while load.poll() is None:
        began = monotonic()
        saver.execute(SAVE)
        longest = max(longest, monotonic() - began)
        seen.add(separate_process.areas(site))
        sleep(0.02)  # people do not save without a pause, which would block other writers

    assert load.returncode == 0
    assert separate_process.areas(site) == MANY
    assert seen <= {0, MANY}
    assert longest < 20
    saver.close()


def test_what_a_killed_loading_left_is_swept_after_a_day(
    db: None, now: datetime, tmp_path: Path, settings: Any
) -> None:
    site, pack = separate_process.site(tmp_path / "site"), small_pack.folder(tmp_path / "pack")
    (pack / "pictures").mkdir()
    (pack / "pictures" / "a.png").write_bytes(sample_media.photo(kind="PNG"))
    settings.MEDIA_ROOT = site / "media"

    assert separate_process.loading(pack, site, "die").wait(60) == -9

    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert (separate_process.areas(site), len(left)) == (0, 1)
    actions.load(pack, by=None, now=now)
    assert library.delete_unused_files(now=timezone.now()) == 0
    assert library.delete_unused_files(now=timezone.now() + timedelta(days=2)) == 1
    assert not left[0].exists()
    assert [path.parent.name for path in settings.MEDIA_ROOT.rglob("*.png")] == ["original_images"]
