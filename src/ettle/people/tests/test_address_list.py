"""Pasted lists of addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.people.email import address_list

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
GOOD = st.builds("{}@{}.org".format, NAMES, NAMES)
BETWEEN = st.sampled_from(["\n", "\r\n", ", ", ";", "\t", " \n\n "])


@given(st.lists(st.tuples(GOOD, BETWEEN), max_size=50))
def test_every_good_address_is_found_once_in_order(pieces: list[tuple[str, str]]) -> None:
    found, problems = address_list.parse_addresses("".join(address + between for address, between in pieces))

    assert found == list(dict.fromkeys(address for address, _ in pieces))
    assert not problems


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_of_ours(text: str) -> None:
    found, problems = address_list.parse_addresses(text)

    assert bool(found or problems) == bool(text.strip(" \r\n,;\t") and any(p for p in address_list._split_text(text)))


@pytest.mark.parametrize(
    ("text", "line"), [("a@b.org\nx\n", 2), ("\n\n@", 3), ("a@b.org;;c d", 1), ("<>", 1), ("a" * 300 + "@b.org", 1)]
)
def test_a_fault_knows_its_line(text: str, line: int) -> None:
    _, problems = address_list.parse_addresses(text)

    assert [problem.path for problem in problems] == [str(line)]
