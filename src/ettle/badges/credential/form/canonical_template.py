"""The canonical form of documents that have the same shape: read once as JSON-LD, then filled in.

Reading a badge means reading 22 KB of contexts first, and gives the same statements for every badge of a version except
for some texts. The result is, byte for byte, what `canonicalisation.canonical_nquads` returns. Where that is not
certain (two nameless parts that only their neighbours tell apart), nothing is compiled and the library does the work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyoxigraph

from ettle.badges.credential import canonicalisation
from ettle.badges.credential.form import document_shape


@dataclass(frozen=True)
class Text:
    """Written as it is."""

    text: str


@dataclass(frozen=True)
class Slot:
    """Where a value is written. sample: which. before, after: what encloses it."""

    sample: str
    before: str
    after: str


@dataclass(frozen=True)
class Nameless:
    """A part of the document without an id, by number."""

    number: int


Statement = tuple[Text | Slot | Nameless, ...]


@dataclass(frozen=True)
class CanonicalTemplate:
    """The statements of all documents of one shape. nameless: the numbers of the statements with each nameless part."""

    statements: tuple[Statement, ...]
    nameless: tuple[tuple[int, ...], ...]

    def fill(self, values: dict[str, str]) -> bytes | None:
        """Return the canonical form with these values; None when it cannot be told without the whole algorithm."""
        lines = [[_write(term, values) for term in statement] for statement in self.statements]
        hashes = [self._hash_part(number, lines) for number in range(len(self.nameless))]
        if len(set(hashes)) < len(hashes):
            return None
        in_order = sorted(range(len(hashes)), key=hashes.__getitem__)
        names = {number: f"_:c14n{label}" for label, number in enumerate(in_order)}
        return "".join(sorted({_join(line, names) for line in lines})).encode()

    def _hash_part(self, number: int, lines: list[list[str | Nameless]]) -> str:
        """What RDFC-1.0 calls the first degree hash: of the statements with one nameless part, called _:a in them."""
        others = dict.fromkeys(range(len(self.nameless)), "_:z")
        names = {**others, number: "_:a"}
        mentioned = {_join(lines[line], names) for line in self.nameless[number]}
        return hashlib.sha256("".join(sorted(mentioned)).encode()).hexdigest()


def canonical_badge(document: dict[str, Any]) -> bytes:
    """Return the canonical N-Quads of an unsigned badge."""
    shape = document_shape.badge_shape(document)
    return _canonicalise(document, shape) if shape else canonicalisation.canonical_nquads(document)


def canonical_proof(options: dict[str, Any]) -> bytes:
    """Return the canonical N-Quads of the options of a proof, which have the contexts of their document."""
    return _canonicalise(options, document_shape.proof_shape(options))


def _canonicalise(document: dict[str, Any], shape: document_shape.Shape) -> bytes:
    compiled = compile_shape(json.dumps(shape.document, ensure_ascii=False), tuple(shape.values))
    filled = compiled.fill(shape.values) if compiled else None
    return canonicalisation.canonical_nquads(document) if filled is None else filled


@lru_cache(maxsize=document_shape.MAX_SHAPES)
def compile_shape(text: str, samples: tuple[str, ...]) -> CanonicalTemplate | None:
    """Compile the document with this JSON text, in which these sample values stand, each in one place.

    None when its form cannot be compiled. Raises UnknownContext.
    """
    if any(text.count(f'"{sample}"') != 1 for sample in samples):
        return None
    document: dict[str, Any] = json.loads(text)
    quads = list(canonicalisation.read_quads(document))
    nodes: dict[str, int] = {}
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, pyoxigraph.BlankNode):
                nodes.setdefault(term.value, len(nodes))
    if len(nodes) > canonicalisation.MAX_BLANK_NODES:
        return None
    statements = tuple(tuple(_read_terms(quad, nodes, samples)) for quad in quads)
    nameless = tuple(
        tuple(line for line, statement in enumerate(statements) if Nameless(number) in statement)
        for number in range(len(nodes))
    )
    compiled = CanonicalTemplate(statements, nameless)
    filled = compiled.fill({sample: sample for sample in samples})
    return compiled if filled == canonicalisation.canonical_nquads(document) else None


def _read_terms(
    quad: pyoxigraph.Quad, nodes: dict[str, int], samples: Sequence[str]
) -> Iterator[Text | Slot | Nameless]:
    for term in (quad.subject, quad.predicate, quad.object):
        if isinstance(term, pyoxigraph.BlankNode):
            yield Nameless(nodes[term.value])
        elif isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) and term.value in samples:
            before, _, after = str(term).partition(term.value)
            yield Slot(term.value, before, after)
        else:
            yield Text(str(term))


def _write(term: Text | Slot | Nameless, values: dict[str, str]) -> str | Nameless:
    if isinstance(term, Nameless):
        return term
    return term.text if isinstance(term, Text) else f"{term.before}{values[term.sample]}{term.after}"


def _join(line: list[str | Nameless], names: dict[int, str]) -> str:
    words = [names[term.number] if isinstance(term, Nameless) else term for term in line]
    return f"{' '.join(words)} .\n"
