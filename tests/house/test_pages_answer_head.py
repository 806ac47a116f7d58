"""A page that opens answers a HEAD request too: programs that check a link send one, and 405 would say it is broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ettle.kit.testing.client import CheckedClient

ROOT = Path(__file__).parents[2] / "src"
METHODS = re.compile(r"require_http_methods\(\[([^\]]*)\]\)")


def test_no_view_allows_get_without_head() -> None:
    for path in ROOT.rglob("*.py"):
        text = path.read_text()
        assert "require_GET" not in text, f"{path} needs require_safe"
        for methods in METHODS.findall(text):
            assert '"GET"' not in methods or '"HEAD"' in methods, f"{path} allows GET without HEAD"


def test_no_view_takes_a_head_request_for_a_form() -> None:
    """A comparison with GET alone would let HEAD through to what a form does."""
    for path in ROOT.rglob("*.py"):
        assert not re.search(r'method [!=]= "GET"', path.read_text()), path


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/together/join/", "/verify/", "/badges/", "/cpl/check/", "/me/cpl/add/"])
def test_head_answers_as_get_does(address: str) -> None:
    client = CheckedClient()

    assert client.head(address).status_code == client.get(address).status_code
