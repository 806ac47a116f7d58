"""What every test may ask for: a client that checks pages, the moment it is, and a queue that runs when told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from ettle.kit.testing.client import CheckedClient

# The machine may be busy with something else: a slow example is not a fault of the rule it tries. The examples are the
# same every time, so that a change is judged by what it changed; `--hypothesis-profile=searching` looks for new ones.
settings.register_profile(
    "ettle", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("searching", settings.get_profile("ettle"), max_examples=300, derandomize=False)
settings.load_profile("ettle")

LONGEST_TEST = 1e9  # seconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the seed of the order. pytest-randomly prints it in the header, which -q leaves out."""
    if config.pluginmanager.hasplugin("randomly"):
        terminalreporter.write_line(f"In random order; the same again: --randomly-seed={config.option.randomly_seed}")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """A copy of the template database, instead of migrations that take longer than most runs.

    A test that commits leaves rows behind. Its database is copied again afterwards: Django would empty every table,
    also those that migrations fill, and the next test would find another database than the first.
    """
    from django.test import TransactionTestCase

    from tests.template_database import CopiedDatabase

    database = CopiedDatabase()
    with django_db_blocker.unblock():
        database.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.restore())
        yield
    with django_db_blocker.unblock():
        database.destroy()


@pytest.fixture(autouse=True)
def _empty_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test left in the caches of this process is forgotten, so that no test depends on the order.

    Without it a page took one query fewer while the site's look, read by some other page, was less than half a minute
    old; and a page drawn from rows that were rolled back could be shown again. Nor does a half minute end within a
    test, when a page would take one query more.
    """
    from ettle.config.process_caches import clear_process_caches
    from ettle.framework.logic_model import graph
    from ettle.kit.pages import brand
    from ettle.kit.values import short_caches

    monkeypatch.setattr(short_caches, "CACHED_SECONDS", LONGEST_TEST)
    clear_process_caches()
    brand.clear_brand_cache()
    graph.clear_cache()


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient()


@pytest.fixture
def now() -> datetime:
    from ettle.people.tests.cast import NOW

    return NOW


@pytest.fixture(scope="session")
def _pack_rows() -> dict[str, Any]:
    """The rows that the starter pack brought, kept after its first loading."""
    return {}


@pytest.fixture
def starter_pack(db: None, _pack_rows: dict[str, Any]) -> None:
    """The starter pack, loaded through its door. Later tests of a run get the same rows put back, which is quicker."""
    from ettle.packs.tests import starter_rows

    starter_rows.put(_pack_rows)


@pytest.fixture
def starter_search(starter_pack: None, _pack_rows: dict[str, Any]) -> None:
    """The starter pack, which can be searched too."""
    from ettle.packs.tests import starter_rows

    starter_rows.put_search(_pack_rows)


@pytest.fixture
def unaligned_pack(starter_pack: None) -> None:
    """The starter pack with no badge aligned: the words of an item may change only while nothing uses it."""
    from ettle.badges.models import BadgeVersion

    BadgeVersion.alignments.through._default_manager.all().delete()
