"""What is said of one part of a badge in two places. Runs in the helper process, without Django.

A signature is over statements, and a statement is the same wherever it is written. In a badge whose id is named a
second time, inside an endorsement, anyone can move its expiry there: the signature still fits, and readers of JSON, who
look in the first place, see a badge without an expiry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SUBJECT = "https://www.w3.org/2018/credentials#credentialSubject"
COMMENT = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"
# What an endorsement of a part says of it, and what only names it.
ELSEWHERE = {"@id", "@type", COMMENT}


def find_described_twice(expanded: list[Any]) -> str:
    """The id of the first part that is described in a second place, where nobody reads it; "" when there is none.

    expanded: an expanded JSON-LD document. Looked at are the badge and who has it: the address of
    an achievement is often that of its criteria too.
    """
    parts = list(_find_parts(expanded))
    names = {part["@id"] for part in parts if isinstance(part.get("@id"), str)}
    first = {id(part) for part in parts}
    for node in _find_nodes(expanded):
        if node.get("@id") in names and id(node) not in first and node.keys() - ELSEWHERE:
            return str(node["@id"])
    return ""


def _find_parts(expanded: list[Any]) -> Iterator[dict[str, Any]]:
    for badge in _nodes_of(expanded):
        yield badge
        yield from _nodes_of(badge.get(SUBJECT, []))


def _nodes_of(values: Any) -> Iterator[dict[str, Any]]:
    return (value for value in values if isinstance(value, dict)) if isinstance(values, list) else iter(())


def _find_nodes(expanded: Any) -> Iterator[dict[str, Any]]:
    waiting = [expanded]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, list):
            waiting.extend(inner)
        elif isinstance(inner, dict):
            yield inner
            waiting.extend(value for value in inner.values() if isinstance(value, (dict, list)))
