"""Pages of a long list: every row once, forwards and back, whatever is added or removed meanwhile."""

from __future__ import annotations

import random
from collections.abc import Mapping
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ettle.kit.pages.keyset_pages import KeysetPage, read_page
from ettle.people.models import User

pytestmark = pytest.mark.django_db
ORDERS = (("name", "email", "pk"), ("-name", "pk"), ("-joined_at", "-pk"), ("pk",))
SIZE = 7


@pytest.fixture
def people() -> list[User]:
    """Forty people, many of one name."""
    shuffled = random.Random(7)
    made = [
        User(email=f"p{number}@example.org", name=shuffled.choice(["", "Ann", "Bo", "Çağ"])) for number in range(40)
    ]
    return User.objects.bulk_create(made)


def read(order: tuple[str, ...], asked: Mapping[str, str]) -> KeysetPage[User]:
    return read_page(User.objects.all(), asked, order=order, size=SIZE)


def ask(words: str) -> dict[str, str]:
    """What a link to a page asks."""
    return {name: values[0] for name, values in parse_qs(words).items()}


@pytest.mark.parametrize("order", ORDERS)
def test_every_row_is_on_one_page_in_order_there_and_back(people: list[User], order: tuple[str, ...]) -> None:
    expected = list(User.objects.order_by(*order))
    pages = [read(order, {})]
    while pages[-1].following:
        pages.append(read(order, ask(pages[-1].following)))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(read(order, ask(back[-1].previous)))

    assert [row for page in pages for row in page.rows] == expected
    assert not pages[0].previous
    assert [list(page.rows) for page in pages[:-1]] == [expected[at : at + SIZE] for at in range(0, 35, SIZE)]
    assert [list(page.rows) for page in reversed(back)] == [list(page.rows) for page in pages]
    assert not back[-1].previous


@pytest.mark.parametrize(
    "asked", [{"after": "0"}, {"after": "x"}, {"before": "9" * 30}, {"after": "99999999"}, {"before": ""}]
)
def test_an_address_that_names_no_row_is_the_first_page(people: list[User], asked: dict[str, str]) -> None:
    assert list(read(("name", "pk"), asked).rows) == list(User.objects.order_by("name", "pk")[:SIZE])


def test_a_row_of_another_list_says_nothing(people: list[User]) -> None:
    mine, theirs = User.objects.filter(pk__lte=people[19].pk), people[30]

    page = read_page(mine, {"after": str(theirs.pk)}, order=("pk",), size=SIZE)

    assert list(page.rows) == list(mine.order_by("pk")[:SIZE])


def test_after_the_last_row_and_before_the_first_comes_a_full_first_page(people: list[User]) -> None:
    rows = list(User.objects.order_by("pk"))

    for asked in ({"after": str(rows[-1].pk)}, {"before": str(rows[0].pk)}, {"before": str(rows[3].pk)}):
        assert list(read(("pk",), asked).rows) == rows[:SIZE]


def test_a_page_counts_nothing_and_reads_one_row_more_than_it_shows(people: list[User]) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = read(("name", "pk"), {"after": str(people[0].pk)})

    assert len(page.rows) == SIZE
    assert len(captured) == 2
    assert "OFFSET" not in captured[-1]["sql"]
    assert f"LIMIT {SIZE + 1}" in captured[-1]["sql"]
