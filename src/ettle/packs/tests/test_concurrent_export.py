"""An export is a snapshot of one moment, whatever is written meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from ettle.packs import actions
from ettle.packs.progress import Progress
from ettle.packs.tests import small_pack
from ettle.packs.tests.test_pack_export import written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
OTHER = small_pack.FRAMEWORK.replace("key: capabilities\nuse: main", "key: other")


@pytest.fixture(autouse=True)
def _a_database_that_others_may_write(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory cannot be read as it was; files and PostgreSQL can")


class Meanwhile(Progress):
    """Has something done, and committed, once the first framework has been read."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act

    def show_step(self, doing: str, done: int, of: int) -> None:
        if (doing, done) == ("Writing frameworks", 1):
            other = threading.Thread(target=self._act)
            other.start()
            other.join()

    def _act(self) -> None:
        self.act()
        connection.close()


def test_what_is_committed_meanwhile_is_not_in_it(now: datetime, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "frameworks").mkdir(parents=True)
    (pack / "pack.toml").write_text(small_pack.HEAD)
    (pack / "frameworks" / "capabilities.yaml").write_text(small_pack.FRAMEWORK)
    (pack / "frameworks" / "other.yaml").write_text(OTHER)
    assert actions.load(pack, by=None, now=now).problems == []
    small_pack.reword(pack, "title: Small", "title: Larger")

    actions.export(tmp_path / "during", progress=Meanwhile(lambda: actions.load(pack, by=None, now=now)))
    actions.export(tmp_path / "after")

    during, after = (b"".join(written(tmp_path / name).values()) for name in ("during", "after"))
    assert (during.count(b"title: Small"), during.count(b"title: Larger")) == (2, 0)
    assert (after.count(b"title: Small"), after.count(b"title: Larger")) == (0, 2)
