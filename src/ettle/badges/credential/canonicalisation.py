"""What is signed: the meaning of a document as sorted N-Quads (RDFC-1.0), the same for everyone who reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyoxigraph

from ettle.badges.credential import jsonld_contexts

MAX_BLANK_NODES = 64


class NotLossless(Exception):
    """Something in a document would not be covered by the signature."""


class TooManyBlankNodes(Exception):
    """A document has more blank nodes than a badge has, and would take too long to canonicalise."""


def canonical_nquads(document: dict[str, Any]) -> bytes:
    """Return the canonical N-Quads of a document whose contexts are all known."""
    return canonicalise_dataset(pyoxigraph.Dataset(read_quads(document)))


def read_quads(document: dict[str, Any]) -> Iterable[pyoxigraph.Quad]:
    """Return what a document says, as statements in no order. Raises UnknownContext."""
    if document.get("@context") is None:
        raise jsonld_contexts.UnknownContext("The document names no context")
    text = json.dumps(inline_contexts(document), ensure_ascii=False)
    return pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)


def inline_contexts(value: Any) -> Any:
    """Return a document with the contexts themselves for their names, at any depth. Raises UnknownContext."""
    if isinstance(value, list):
        return [inline_contexts(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    named = value.get("@context")
    inlined: dict[str, Any] = {}
    if named is not None:  # first, as pyoxigraph reads from the start
        inlined["@context"] = jsonld_contexts.inline_contexts(named if isinstance(named, list) else [named])
    return inlined | {name: inline_contexts(inner) for name, inner in value.items() if name != "@context"}


def canonicalise_dataset(dataset: pyoxigraph.Dataset) -> bytes:
    """Canonicalise in place and return the sorted lines. Raises TooManyBlankNodes instead of taking minutes."""
    blank = {term for quad in dataset for term in (quad.subject, quad.object) if isinstance(term, pyoxigraph.BlankNode)}
    if len(blank) > MAX_BLANK_NODES:
        raise TooManyBlankNodes(f"{len(blank)} nameless parts")
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


def canonical_nquads_by_pyld(document: dict[str, Any]) -> bytes:
    """The same with another library: pyld reads the JSON-LD. Both must agree before anything is signed."""
    options = {"format": "application/n-quads", "documentLoader": jsonld_contexts.document_loader}
    text: str = _import_pyld().to_rdf(document, options)
    return canonicalise_dataset(
        pyoxigraph.Dataset(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    )


def check_lossless(document: dict[str, Any]) -> None:
    """Raise NotLossless if expanding a document and compacting it again does not give the same document back.

    A member that no context knows, a relative address or a text where a language map is meant would be dropped
    silently, and the signature would not cover it.
    """
    options = {"documentLoader": jsonld_contexts.document_loader}
    expanded = _import_pyld().expand(document, options)
    back = _import_pyld().compact(expanded, {"@context": document["@context"]}, options)
    if _normalise_value(back) != _normalise_value(document):
        raise NotLossless("Expanding the document does not give the same document back")


def _normalise_value(value: Any) -> Any:
    """One form for values that are equal in JSON-LD: a list of one value is the value, sets have no order."""
    if isinstance(value, dict):
        return {name: _normalise_value(inner) for name, inner in value.items() if name != "@context"}
    if isinstance(value, list):
        members = [_normalise_value(inner) for inner in value]
        return members[0] if len(members) == 1 else sorted(members, key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def _import_pyld() -> Any:
    """Imported when something is signed, because the import takes a quarter of a second."""
    from pyld import jsonld  # noqa: PLC0415 - late on purpose

    return jsonld
