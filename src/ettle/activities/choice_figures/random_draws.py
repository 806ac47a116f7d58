"""Randomised response: of each person and item some choices are replaced by a random one before anything is counted.

So a count never proves what somebody chose, not even to a reader who knows what everyone else chose: any choice can be
behind any count (Warner 1965, Journal of the American Statistical Association 60:63-69). What is drawn depends on a
secret of the activity, on the person and on the item, and on nothing else. It is therefore the same in every count, in
every role and for ever: who looks again and again gets the same draw and cannot average the chance out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_WHOLE = 2**64


def draw_value(secret: bytes, *, person: str, item: str, value: str, values: Sequence[str], true_share: float) -> str:
    """What is counted of a person for an item: their own value, or one of all values by chance, which may be the same.

    secret: up to 64 bytes, known to the database only. true_share: of people whose own value is counted, 0 to 1.
    """
    digest = hashlib.blake2b(f"{person}/{item}".encode(), key=secret, digest_size=16).digest()
    if int.from_bytes(digest[:8], "big") < true_share * _WHOLE:
        return value
    return values[int.from_bytes(digest[8:], "big") % len(values)]


def estimate_people(counted: int, total: int, *, chance: float, true_share: float) -> float:
    """How many people there probably are behind a count, which may come out below 0 or above the total.

    counted: of `total` people those who were counted with certain values. chance: the share of these among all values.
    """
    return (counted - total * (1 - true_share) * chance) / true_share
