"""A prepared query gives the rows of the plain query."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Exists, Expression, IntegerField, Max, OuterRef, QuerySet

from ettle.kit.database.prepared_queries import _PreparedQuery, aggregate_query, prepared_query
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.people.models import Membership, User
else:
    User, Membership = get_user_model(), apps.get_model("people", "Membership")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


def in_the_same_places(person: User, since: datetime) -> QuerySet[Membership]:
    """Memberships of others in this person's organisations: joins, a subquery, a negation, a time."""
    mine = Membership.objects.filter(person=person, organisation=OuterRef("organisation"))
    others = Membership.objects.filter(Exists(mine), began_at__gte=since).exclude(person=person)
    return others.select_related("person", "organisation").order_by("pk")


def rows(memberships: list[Membership]) -> list[tuple[object, ...]]:
    return [
        (membership, membership.person.uuid, membership.organisation, membership.began_at) for membership in memberships
    ]


def test_the_rows_are_those_of_the_plain_query_for_everyone() -> None:
    ask = prepared_query(in_the_same_places)
    people = [cast.isla(), cast.callum(), cast.bashir(), cast.morag(), cast.ewan(), cast.stranger()]

    for person in people:
        for since in (NOW - timedelta(days=1), NOW + timedelta(days=1)):
            assert rows(ask(person, since)) == rows(list(in_the_same_places(person, since)))
    assert len(ask(people[0], NOW - timedelta(days=1))) == 2


def test_a_query_is_compiled_once_however_often_it_runs() -> None:
    compilations: list[object] = []

    @prepared_query
    def names(person: UUID) -> QuerySet[User, str]:
        compilations.append(person)
        return User.objects.filter(uuid=person).values_list("name", flat=True)

    people = [cast.isla(), cast.callum()]

    assert [names(person.uuid) for person in people] == [["Isla Reid"], ["Callum Shaw"]]
    assert len(compilations) == 1


def test_a_keyword_argument_is_compiled_in() -> None:
    @prepared_query
    def some(*, at_most: int) -> QuerySet[User, str]:
        return User.objects.order_by("name").values_list("name", flat=True)[:at_most]

    cast.isla()
    cast.callum()

    assert some(at_most=1) == ["Callum Shaw"]
    assert some(at_most=2) == ["Callum Shaw", "Isla Reid"]


def test_a_query_that_looks_at_its_arguments_fails_at_once() -> None:
    @prepared_query
    def theirs(person: User) -> QuerySet[User]:
        return User.objects.all() if person.is_superuser else User.objects.none()

    with pytest.raises(AttributeError):
        theirs(cast.isla())


def test_threads_use_connections_of_their_own() -> None:
    if connection.settings_dict["NAME"].startswith("file:memorydb"):
        pytest.skip("a database in memory has one connection that threads cannot share")
    ask = prepared_query(in_the_same_places)
    people = [cast.isla(), cast.morag()]
    results: dict[User, list[list[object]]] = {person: [] for person in people}

    def run(person: User) -> None:
        for _ in range(50):
            results[person].append([membership.person_id for membership in ask(person, NOW - timedelta(days=1))])
        connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for person in people:
        expected = [colleague.person_id for colleague in in_the_same_places(person, NOW - timedelta(days=1))]
        assert results[person] == [expected] * 50


def test_the_module_can_be_imported_before_django_is_set_up() -> None:
    """Nothing may depend on what another app adds to Django's classes when it is loaded."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", "import ettle.kit.database.prepared_queries"]

    done = subprocess.run(command, env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)

    assert done.returncode == 0


def test_aggregates_are_one_row_of_the_plain_aggregates_also_of_no_rows() -> None:
    names: dict[str, Any] = {"count": Count("pk"), "newest": Max("began_at")}

    @prepared_query
    def newest() -> QuerySet[Membership, tuple[Any, ...]]:
        return aggregate_query(Membership.objects.all(), **names)

    assert newest() == [(0, None)]
    cast.isla()
    cast.callum()
    assert newest() == [tuple(Membership.objects.aggregate(**names).values())]


class Meeting(Expression):
    """A value that is compiled by two threads at once where nothing prevents it; the second goes on after the first."""

    def __init__(self) -> None:
        super().__init__(output_field=IntegerField())
        self.both, self.first_is_done = threading.Barrier(2, timeout=1), threading.Event()

    def __deepcopy__(self, memo: object) -> Meeting:
        return self

    def copy(self) -> Meeting:
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            if self.both.wait() == 1:
                self.first_is_done.wait(1)
        return "1", []


def test_two_threads_that_compile_a_query_at_once_leave_each_others_tables_alone() -> None:
    meeting = Meeting()
    queryset = Membership.objects.select_related("person", "organisation").annotate(met=meeting)
    prepared = _PreparedQuery(queryset)
    compiled: list[str] = []

    def compile_it() -> None:
        compiled.append(prepared._compile_query("default")[1])
        meeting.first_is_done.set()

    threads = [threading.Thread(target=compile_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(compiled) == 2
    assert all('JOIN "people_user"' in sql and 'JOIN "people_organisation"' in sql for sql in compiled), compiled
