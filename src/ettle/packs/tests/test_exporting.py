"""What a site holds comes out as a pack, and the pack makes the same site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from ettle.packs import actions
from ettle.packs.kinds import KINDS
from ettle.packs.tests.rows import STARTER


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def held() -> dict[str, list[Any]]:
    return {kind.place: [kind.holds(key) for key in kind.all_keys()] for kind in KINDS}


@contextmanager
def a_site() -> Iterator[None]:
    """An empty site, which is empty again afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_starter_pack_comes_out_of_its_site_and_makes_the_same_site(
    db: None, now: datetime, tmp_path: Path
) -> None:
    with a_site():
        actions.load(STARTER, by=None, now=now)
        files = actions.export(tmp_path / "first")
        before = held()
    with a_site():
        report = actions.load(tmp_path / "first", by=None, now=now)
        actions.export(tmp_path / "second")

        assert report.troubles == []
        assert len(report.added) == files
        assert held() == before
        assert written(tmp_path / "first") == written(tmp_path / "second")
