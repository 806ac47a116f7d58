"""People are found by a part of their name or address, and lists of a few among very many do not read them all."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from django.db import NotSupportedError, ProgrammingError, connection
from django.db.models import QuerySet

from ettle.kit.database.indexes import AddTrigramIndex
from ettle.people import queries
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL")


def test_a_part_of_a_name_or_address_finds_whoever_can_sign_in() -> None:
    isla, ewan = cast.isla(), cast.ewan()
    gone = User.objects.create_user("isla.gone@example.org", name="Isla Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert list(queries.find_people(isla.name[1:4].upper(), most=5)) == [isla]
    assert list(queries.find_people(f" {ewan.email[:-3]} ", most=5)) == [ewan]
    assert list(queries.find_people("%", most=5)) == []
    assert list(queries.find_people(" ", most=5)) == []


@pytest.fixture
def many_people() -> None:
    names = (f"{number % 97} person {number * 7919 % 100_003:06d}" for number in range(8_000))
    User.objects.bulk_create(User(email=f"{name.replace(' ', '.')}@example.org", name=name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_user")


@pytest.mark.locks
@only_postgresql
@pytest.mark.usefixtures("many_people")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda: queries.find_people("person 0158", most=20), "people_user_name_parts"),
        (lambda: queries.site_authors().prefetch_related(None), "people_author_by_name"),
        (lambda: User.objects.filter(is_superuser=True).order_by("name"), "people_administrator_by_name"),
    ],
)
def test_an_index_finds_a_few_among_thousands(asked: Callable[[], QuerySet[User]], index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1")  # few thousand rows: it would rather read them all
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        has_extension = cursor.fetchone() is not None
    is_made = has_extension or not index.endswith("_parts")
    assert (index in asked().explain()) is is_made


@pytest.mark.parametrize(
    "fault", [ProgrammingError("permission denied\nHINT: ask"), NotSupportedError("not available")]
)
def test_without_the_extension_the_table_is_read_and_a_line_says_so(
    caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    editor = Mock(connection=Mock(vendor="postgresql"))
    editor.execute.side_effect = fault
    AddTrigramIndex(table="people_user", column="name", name="by_parts").database_forwards("people", editor, None, None)
    assert editor.execute.call_count == 1
    assert caplog.messages == [f"No index by_parts, so that finding is slow: {str(fault).splitlines()[0]}"]
