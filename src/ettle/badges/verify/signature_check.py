"""Check one proof in a process of its own that can be killed: some documents take minutes to canonicalise.

Run as `python -m ettle.badges.verify.signature_check`: a JSON object with `document` and `key` on standard
input, one word on standard output.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ettle.badges.credential import canonicalisation, jsonld_contexts, proofs
from ettle.badges.keys import multibase

TIMEOUT_SECONDS = 8.0
# A check takes half a second of processor time, most of it to start. Written to be slow, 4 KB would take minutes.
MAX_PROCESSOR_SECONDS = 2
MAX_MEMORY_BYTES = 1 << 30
# In each web process, so that some of its threads always serve pages, whatever is sent to be checked.
MAX_CHECKS_AT_ONCE = 2
RIGHT, WRONG, UNKNOWN, BUSY = "right", "wrong", "unknown", "busy"

_free_checks = threading.BoundedSemaphore(MAX_CHECKS_AT_ONCE)


def check_in_subprocess(document: dict[str, Any], public_multibase: str, *, seconds: float = TIMEOUT_SECONDS) -> str:
    """Return "right", "wrong", "unknown" when it could not be checked, or not in time, or "busy": ask again later."""
    if not _free_checks.acquire(blocking=False):
        return BUSY
    try:
        return _run_check(document, public_multibase, seconds)
    finally:
        _free_checks.release()


def _run_check(document: dict[str, Any], public_multibase: str, seconds: float) -> str:
    request = json.dumps({"document": document, "key": public_multibase})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ettle.badges.verify.signature_check"],
            input=request.encode(),
            capture_output=True,
            timeout=seconds,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return UNKNOWN
    answer = done.stdout.decode().strip()
    return answer if answer in {RIGHT, WRONG} else UNKNOWN


def check_signature(document: dict[str, Any], public_multibase: str) -> str:
    data = multibase.decode_multibase(public_multibase)
    if data[:2] != multibase.ED25519_PUBLIC:
        return UNKNOWN
    try:
        canonicalisation.check_lossless({name: value for name, value in document.items() if name != "proof"})
    except canonicalisation.NotLossless:
        # The signature does not cover everything in it, so the badge does not mean what it shows.
        return WRONG
    except (jsonld_contexts.UnknownContext, canonicalisation.TooManyBlankNodes):
        return UNKNOWN
    return RIGHT if proofs.is_signed_by(document, Ed25519PublicKey.from_public_bytes(data[2:])) else WRONG


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_PROCESSOR_SECONDS, MAX_PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.load(sys.stdin)
    sys.stdout.write(check_signature(request["document"], request["key"]))


if __name__ == "__main__":
    main()
