"""The verifier file: one HTML file that checks badges in a browser, without a network.

It has the issuers of this site with their public keys as of a day, the contexts, every sentence and a script. The
script is built from the lock file of `verifier/` by `./ettle verifier` (decision 0091) and is not in the repository: a
site without it offers no file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from ettle.badges.credential import badge_documents, jsonld_contexts
from ettle.badges.models import Issuer, TrustedIssuer
from ettle.badges.verify.file import file_sentences
from ettle.kit.operations import site_address
from ettle.kit.pages.brand import current_brand

HERE = Path(__file__).parent
SCRIPT, STYLE = HERE / "verifier.js", HERE / "verifier.css"
# What is left of English without a country is that of Britain, where days come before months.
LOCALES = {"en": "en-GB"}


@dataclass(frozen=True)
class VerifierFile:
    """name: for the download. sha256: of the content, in hexadecimal digits."""

    name: str
    content: bytes
    sha256: str


def is_built() -> bool:
    """Whether this installation has the script."""
    return SCRIPT.exists()


def build_file(*, today: date) -> VerifierFile:
    """Return the file as of a day, in the language that is active. The same rows and day give the same bytes.

    Raises FileNotFoundError where the script was not built.
    """
    address = site_address.current_address()
    host = urlsplit(address).netloc
    script, style = _read_text(SCRIPT), _read_text(STYLE)
    context = {
        "site_name": current_brand().name,
        "host": host,
        "address": address,
        "today": today,
        "policy": _build_policy(script, style),
        "script": mark_safe(script),  # noqa: S308 - our own file, built without a closing tag inside
        "style": mark_safe(style),  # noqa: S308 - our own file
        "issuers": list(Issuer.objects.order_by("name", "pk").values_list("name", flat=True)),
        "data": mark_safe(_escape_json(load_data(host, today))),  # noqa: S308 - no letter of it can end the element
    }
    content = render_page(context).encode()
    name = f"badge-verifier-{host.replace(':', '-')}-{today.isoformat()}.html"
    return VerifierFile(name, content, hashlib.sha256(content).hexdigest())


def render_page(context: dict[str, Any]) -> str:
    """Return the page of the file in the language that is active."""
    return render_to_string("badges/verifier_file.html", context)


def load_data(host: str, today: date) -> dict[str, Any]:
    """Return what the script reads: who is known, the contexts and every sentence."""
    language = get_language() or "en"
    issuers = Issuer.objects.order_by("pk").prefetch_related("keys")
    return {
        "made": today.isoformat(),
        "locale": LOCALES.get(language, language),
        "issuers": [
            {
                "id": issuer.identifier,
                "name": issuer.name,
                "keys": badge_documents.build_issuer_keys(
                    issuer, sorted(issuer.keys.all(), key=lambda key: (key.created_at, key.pk))
                ),
            }
            for issuer in issuers
        ],
        "trusted": [{"id": row.identifier, "name": row.name} for row in TrustedIssuer.objects.order_by("pk")],
        "contexts": {url: jsonld_contexts.load_context(url) for url in sorted(jsonld_contexts.KNOWN)},
        "names": {"credentials": jsonld_contexts.CREDENTIALS},
        **file_sentences.list_sentences(host),
    }


def _build_policy(script: str, style: str) -> str:
    """A content security policy under which the file can load, send and frame nothing, and run only its own script."""
    return (
        f"default-src 'none'; script-src {_hash_source(script)}; style-src {_hash_source(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _escape_json(value: Any) -> str:
    """JSON that is safe inside a script element, as Django's json_script writes it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@lru_cache(maxsize=4)
def _read(path: Path, changed_at: float) -> str:
    return path.read_text(encoding="utf-8").strip()


def _read_text(path: Path) -> str:
    return _read(path, path.stat().st_mtime)
