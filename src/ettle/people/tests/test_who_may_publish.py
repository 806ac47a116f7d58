"""Who writes for the site, and which of them put things before readers."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from ettle.people import queries
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def author(*groups: str) -> User:
    person = cast.agnes()
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return person


def test_an_author_without_a_part_plays_every_part() -> None:
    assert queries.can_publish(author())


def test_an_author_with_parts_publishes_only_as_a_publisher() -> None:
    assert not queries.can_publish(author("Writers"))
    assert queries.can_publish(author("Writers", queries.PUBLISHERS))


def test_administrators_publish_and_readers_do_not() -> None:
    assert queries.can_publish(cast.dougal())
    assert not queries.can_publish(cast.isla())


def test_the_authors_are_listed_by_name_without_those_who_left() -> None:
    agnes, dougal = cast.agnes(), cast.dougal()
    cast.isla()
    assert list(queries.site_authors()) == [agnes, dougal]

    User.objects.filter(pk=agnes.pk).update(is_active=False)

    assert list(queries.site_authors()) == [dougal]
