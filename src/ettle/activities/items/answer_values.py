"""How an answer is stored when it is more than one key: keys with a space between, pairs with an equals sign.

Keys have no spaces and no equals sign, so an answer reads the same in the database, in a data export and in an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def join_keys(keys: Iterable[str]) -> str:
    """The value of several keys in their order: ‘listen ask decide’."""
    return " ".join(keys)


def split_keys(value: str) -> list[str]:
    return value.split()


def join_pairs(pairs: Mapping[str, str]) -> str:
    """The value of pairs, by their first key: ‘ask=trust listen=voice’."""
    return join_keys(f"{item}={pairs[item]}" for item in sorted(pairs))


def split_pairs(value: str) -> dict[str, str]:
    found = (pair.partition("=") for pair in split_keys(value))
    return {item: answer for item, _, answer in found}
