"""Check one Data Integrity proof of any issuer. Runs in the helper process, without Django.

pyld reads the JSON-LD, as verifiers of badges in other languages do, and pyoxigraph canonicalises. A second reading by
pyoxigraph decides whether a signature that does not fit is called wrong: only when both see the same document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pyoxigraph
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from pyld import jsonld

from ettle.badges.credential import canonicalisation, jsonld_contexts
from ettle.badges.keys import multibase
from ettle.badges.verify.process import graph_bounds, node_places
from ettle.badges.verify.process.proof_results import Finding, ProofFinding

SUITES = {"eddsa-rdfc-2022": multibase.ED25519_PUBLIC, "ecdsa-rdfc-2019": multibase.P256_PUBLIC}
MAX_CONTEXTS = 100
# Keywords whose values are in no statement, so that no signature covers them.
UNSIGNED_KEYWORDS = {"@index", "@direction", "@included", "@nest"}
Document = dict[str, Any]
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey


def check_proof(document: Document, proof: Document, public_multibase: str) -> ProofFinding:
    """Whether this key made this proof over the document without its proofs, and whether that covers all of it."""
    suite = str(proof.get("cryptosuite", proof.get("type", "")))
    if proof.get("type") != "DataIntegrityProof" or suite not in SUITES:
        return ProofFinding(Finding.UNKNOWN_SUITE, suite[:60])
    public = _decode_key(public_multibase, suite)
    if public is None:
        return ProofFinding(Finding.UNUSABLE_KEY)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    unknown = next(find_unknown_contexts(unsigned), None)
    if unknown is not None:
        return ProofFinding(Finding.UNKNOWN_CONTEXT, unknown[:200])
    try:
        graph_bounds.check_labels(unsigned)
        return _check_signature(unsigned, proof, public)
    except graph_bounds.Entangled:
        return ProofFinding(Finding.ENTANGLED)
    except graph_bounds.TooManyBlankNodes:
        return ProofFinding(Finding.TOO_LARGE)
    except (jsonld.JsonLdError, SyntaxError, ValueError, KeyError, TypeError, RecursionError):
        return ProofFinding(Finding.MALFORMED)


def find_unknown_contexts(document: Document) -> Iterator[str]:
    """Every context of a document, at any depth, that is not pinned here; also one that is written into it."""
    waiting: list[Any] = [document]
    contexts = 0
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            named = inner.get("@context", [])
            for context in named if isinstance(named, list) else [named]:
                contexts += 1
                if not isinstance(context, str) or context not in jsonld_contexts.KNOWN or contexts > MAX_CONTEXTS:
                    yield context if isinstance(context, str) else "@context"
            waiting.extend(value for name, value in inner.items() if name != "@context")
        elif isinstance(inner, list):
            waiting.extend(inner)


def _expand(document: Document) -> tuple[list[Any], list[str]]:
    """Return a document in its expanded form, and the names of what expansion leaves out of it."""
    dropped: list[str] = []
    reader = jsonld.JsonLdProcessor(on_property_dropped=lambda name: dropped.append(str(name)))
    return reader.expand(document, _options()), dropped


def _find_unsigned_values(expanded: Any) -> Iterator[str]:
    """Relative addresses and keywords that become no statement."""
    waiting = [expanded]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, list):
            waiting.extend(inner)
        elif isinstance(inner, dict):
            yield from sorted(UNSIGNED_KEYWORDS & inner.keys())
            types = inner.get("@type", []) if "@value" not in inner else []
            for address in [*(types if isinstance(types, list) else [types]), inner.get("@id", "_:")]:
                if ":" not in str(address):
                    yield str(address)
            waiting.extend(value for name, value in inner.items() if not name.startswith("@") or name == "@list")
            waiting.extend(inner[name] for name in ("@graph", "@set", "@reverse") if name in inner)


def _check_signature(unsigned: Document, proof: Document, public: PublicKey) -> ProofFinding:
    contexts = _proof_contexts(unsigned["@context"], proof)
    if contexts is None:
        return ProofFinding(Finding.MALFORMED)
    unsigned = {**unsigned, "@context": contexts}
    options = {name: value for name, value in proof.items() if name not in {"proofValue", "@context"}}
    options = {"@context": contexts, **options}
    signature = multibase.decode_multibase(str(proof.get("proofValue", "")))
    try:
        expanded, dropped = _expand(unsigned)
        if place := node_places.find_described_twice(expanded):
            return ProofFinding(Finding.DESCRIBED_TWICE, place[:80])
        by_pyld = _read_by_pyld(options), _read_by_pyld(unsigned)
    except jsonld.JsonLdError:
        return ProofFinding(Finding.MALFORMED)
    if any(_is_signed(public, signature, lines) for lines in _line_orders(by_pyld)):
        # What is in no statement is covered by no signature.
        uncovered = next(chain(dropped, _find_unsigned_values(expanded)), "")
        return ProofFinding(Finding.NOT_COVERED, uncovered[:80]) if uncovered else ProofFinding(Finding.FITS)
    by_pyoxigraph = _read_by_pyoxigraph(options), _read_by_pyoxigraph(unsigned)
    return ProofFinding(Finding.DIFFERS if by_pyoxigraph == by_pyld else Finding.READERS_DIFFER)


def _proof_contexts(contexts: Any, proof: Document) -> Any:
    """The contexts that were signed. A proof may name its own, the first ones of the document; None for others."""
    if "@context" not in proof:
        return contexts
    listed = contexts if isinstance(contexts, list) else [contexts]
    own = proof["@context"] if isinstance(proof["@context"], list) else [proof["@context"]]
    return own if listed[: len(own)] == own else None


def _decode_key(public_multibase: str, suite: str) -> PublicKey | None:
    try:
        data = multibase.decode_multibase(public_multibase)
        if not data.startswith(SUITES[suite]):
            return None
        if SUITES[suite] == multibase.ED25519_PUBLIC:
            return Ed25519PublicKey.from_public_bytes(data[2:])
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data[2:])
    except ValueError:
        return None


def _read_by_pyld(document: Document) -> list[str]:
    text: str = jsonld.to_rdf(document, {**_options(), "format": "application/n-quads"})
    return _canonical_lines(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS))


def _read_by_pyoxigraph(document: Document) -> list[str]:
    text = json.dumps(canonicalisation.inline_contexts(document), ensure_ascii=False)
    return _canonical_lines(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD))


def _canonical_lines(parsed: Iterator[pyoxigraph.Quad]) -> list[str]:
    quads = list(parsed)
    graph_bounds.check_graph(quads)
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(f"{quad} .\n" for quad in dataset)


def _line_orders(parts: tuple[list[str], list[str]]) -> Iterator[bytes]:
    """The hashed lines in the standard's order; then in that of Node's verifiers, who sort rare letters otherwise."""
    yield b"".join(hashlib.sha256("".join(lines).encode()).digest() for lines in parts)
    if any(letter > "\uffff" for lines in parts for line in lines for letter in line):
        resorted = [sorted(lines, key=lambda line: line.encode("utf-16-be")) for lines in parts]
        yield b"".join(hashlib.sha256("".join(lines).encode()).digest() for lines in resorted)


def _is_signed(public: PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, content)
        else:
            half = len(signature) // 2
            numbers = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
            public.verify(encode_dss_signature(*numbers), content, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _options() -> Document:
    return {"documentLoader": jsonld_contexts.document_loader}
