"""Which sorts may be published, and what is named in those that may not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.tests import factories
from ettle.activities.types.specs import check_activity


def test_the_twenty_acts_are_twenty_and_keep_their_key() -> None:
    sort = factories.spec("sort-20").part
    assert isinstance(sort, SortSpec)
    right = [card.right for card in sort.cards]

    assert (len(right), right.count(("management",)), right.count(("leadership",)), right.count(("both",))) == (
        20, 6, 8, 6,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("sort.cards.0.right.0", lambda sort: sort["cards"][0].update(right=["luck"])),
        ("sort.cards.0.right", lambda sort: sort["cards"][0].update(right=[])),
        ("sort.cards.0.why", lambda sort: sort["cards"][0].update(why="")),
        ("sort.cards.1.key", lambda sort: sort["cards"][1].update(key=sort["cards"][0]["key"])),
        ("sort.cards", lambda sort: sort.update(cards=[])),
        ("sort.categories", lambda sort: sort.update(categories=sort["categories"][:1])),
        ("sort.question", lambda sort: sort.update(question="")),
    ],
)
def test_a_sort_with_a_fault_may_not_be_published(path: str, change: Any) -> None:
    data = yaml.safe_load((factories.FOLDER / "sort-20.yaml").read_text())
    change(data["sort"])

    assert path in {problem.path for problem in check_activity(factories.built(data))}
