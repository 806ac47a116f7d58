"""What third parties need: their packages in a folder of their own, and all that they may look up, served from here."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from ettle.badges.credential import badge_documents, jsonld_contexts
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("ETTLE_THIRDPARTY_CACHE", HERE.parents[1] / "var" / "thirdparty"))
PUBLIC_URL = "https://learn.example.org"


@pytest.fixture(scope="session")
def verifiers() -> Path:
    """The folder with the Node verifiers, installed from the lock file once."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.fail("Node and npm are needed to run other people's verifiers. Install Debian's nodejs and npm.")
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = HERE / "node_modules" / ".made-from"
    if stamp.exists() and stamp.read_bytes() == lock:
        return HERE
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder / name)
        done = subprocess.run([npm, "ci"], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"npm ci could not install the verifiers:\n{done.stderr[-2000:]}")
        (folder / "ready").touch()
    # Copied each time: a module is looked up beside the packages that it imports.
    shutil.copy(HERE / "verify.mjs", folder / "verify.mjs")
    return folder


@pytest.fixture
def award(db: None) -> Iterator[Award]:
    """A signed badge of a site with an ordinary https address, whose issuer is therefore a did:web."""
    with override_settings(PUBLIC_URL=PUBLIC_URL):
        yield badge_factory.signed()


def served(award: Award) -> dict[str, dict[str, Any]]:
    """Every document a verifier may look up, by its address: contexts, the issuer's keys and the status list."""
    found = {url: jsonld_contexts.load_context(url) for url in jsonld_contexts.KNOWN}
    found |= security_contexts()
    keys = issuer_document(award)
    found[keys["id"]] = keys
    for method in keys["verificationMethod"]:
        found[method["id"]] = {"@context": "https://w3id.org/security/multikey/v1", **method}
    row = award.credential.status_list
    row.refresh_from_db()
    found[row.identifier] = json.loads(bytes(row.document))
    return found


def security_contexts() -> dict[str, dict[str, Any]]:
    """The contexts of documents that list keys."""
    return {
        "https://w3id.org/security/multikey/v1": _resource(
            "openbadgeslib", "openbadgeslib/ob3/contexts/security-multikey-v1.json"
        ),
        "https://www.w3.org/ns/did/v1": _resource("pyld", "pyld/documentloader/frozen/bundled/did-v1.jsonld"),
    }


def issuer_document(award: Award) -> dict[str, Any]:
    return badge_documents.build_issuer_keys(award.issuer, award.issuer.keys.order_by("pk"))


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """The official JSON Schema of Open Badges 3.0, from the source distribution of openbadgeslib."""
    wanted = version("openbadgeslib")
    folder = CACHE / f"openbadgeslib-{wanted}"
    if not folder.exists():
        _fetch_source(wanted, folder)
    name = f"openbadgeslib-{wanted}/tests/fixtures/ob_schemas/ob_v3p0_achievementcredential_schema.json"
    with tarfile.open(next(folder.glob("*.tar.gz"))) as source:
        file = source.extractfile(name)
        assert file is not None
        found: dict[str, Any] = json.load(file)
    return found


def _fetch_source(wanted: str, folder: Path) -> None:
    uvx, ask = shutil.which("uvx"), ["download", "--no-deps", "--no-binary", ":all:", f"openbadgeslib=={wanted}"]
    command = [uvx, "pip"] if uvx else ["python3", "-m", "pip"]
    part = folder.with_suffix(".part")
    done = subprocess.run([*command, *ask, "--dest", str(part)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(
            f"The source of openbadgeslib, which holds the official schema, was not had:\n{done.stderr[-2000:]}"
        )
    part.rename(folder)


def _resource(package: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(str(distribution(package).locate_file(path))).read_text())
    return found
