"""Small values: numbers from an address, hashes of content, and what holds for a while."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date

import pytest

from ettle.kit.values.contexts import set_inside
from ettle.kit.values.hashes import hash_content
from ettle.kit.values.numbers import parse_number


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("0", 0), ("007", 7), ("999", 999)])
def test_a_number_is_read(text: str, number: int) -> None:
    assert parse_number(text, most=999, default=1) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 7", "seven", "٣", "²", "1000", "9" * 5_000])
def test_what_is_not_a_number_or_too_large_is_the_default(text: str) -> None:
    assert parse_number(text, most=999, default=1) == 1


def test_a_number_with_as_many_digits_may_be_too_large() -> None:
    assert parse_number("40000", most=32_767, default=0) == 0


def test_the_order_of_keys_does_not_change_a_hash() -> None:
    day = date(2026, 10, 5)

    assert hash_content({"a": 1, "b": day}) == hash_content({"b": day, "a": 1})
    assert hash_content({"a": 1}) != hash_content({"a": 2})


def test_a_value_holds_inside_alone_and_not_after_a_fault() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="outside")

    def look_and_fail() -> None:
        assert variable.get() == "inside"
        raise ValueError("fault")

    with pytest.raises(ValueError, match="fault"), set_inside(variable, "inside"):
        look_and_fail()

    assert variable.get() == "outside"
