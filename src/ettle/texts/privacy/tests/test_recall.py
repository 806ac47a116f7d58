"""How much of what is marked in labelled accounts the check finds. The benchmark prints the figures by kind."""

from __future__ import annotations

import pytest

from benchmarks.labelled_accounts import DATA, measure_recall, read_accounts

# File, accounts at least, direct identifiers, combinations, false alarms for each clean account.
# development: the rules were made with it. held_out: written before the rules, by the person who made them. unseen:
# written by someone who knew no rule; never opened by those who change the rules, only measured.
FLOORS = [
    ("development", 78, 0.97, 0.90, 0.3),
    ("held_out", 82, 0.95, 0.80, 0.5),
    ("unseen", 160, 0.95, 0.65, 0.5),
]


@pytest.mark.parametrize(("name", "fewest", "direct", "combined", "alarms"), FLOORS)
def test_recall_stays_above_its_floor(name: str, fewest: int, direct: float, combined: float, alarms: float) -> None:
    accounts = read_accounts(DATA / f"{name}.txt")

    recall = measure_recall(accounts)

    assert len(accounts) >= fewest
    assert recall.share(is_combination=False) >= direct
    assert recall.share(is_combination=True) >= combined
    assert recall.alarms_per_clean_account <= alarms
