"""The verifier file and its page: the same for everyone, with a hash; where there is none, a sentence says so."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ettle.badges.models import Issuer
from ettle.badges.tests import badge_factory
from ettle.badges.verify import reasons, verdicts
from ettle.badges.verify.file import contents
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
SCRIPT = 'globalThis.text = "</p>";'


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in place of the built one: what a page and a download do does not depend on what it says."""
    script = tmp_path / "verifier.js"
    script.write_text(SCRIPT)
    monkeypatch.setattr(contents, "SCRIPT", script)


def find_download(client: Client) -> str:
    page = client.get(reverse("badges:verifier")).content.decode()
    found = re.search(r'href="(/verify/file/[0-9a-f]{64}/)"', page)
    assert found is not None
    return found[1]


def load_data(content: bytes) -> dict[str, object]:
    data = re.findall(r'<script type="application/json" id="data">(.*?)</script>', content.decode(), re.DOTALL)[0]
    loaded: dict[str, object] = json.loads(data)
    return loaded


@pytest.mark.usefixtures("built")
def test_the_page_gives_the_file_and_its_hash(client: Client) -> None:
    issuer = badge_factory.signed().issuer
    address = find_download(client)

    file = client.get(address)

    assert hashlib.sha256(file.content).hexdigest() in address
    assert hashlib.sha256(file.content).hexdigest() in client.get(reverse("badges:verifier")).content.decode()
    assert re.search(
        r'attachment; filename="badge-verifier-[\w.-]+-\d{4}-\d\d-\d\d\.html"', file["Content-Disposition"]
    )
    assert file["Content-Type"] == "application/octet-stream"  # never shown as a page of this site
    assert client.get(address, headers={"If-None-Match": file["ETag"]}).status_code == 304
    assert issuer.keys.get(kind="ed25519").public_multibase in file.content.decode()
    assert "sealed" not in file.content.decode()


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("person", ["agnes", "isla", "morag"])
def test_everyone_gets_the_same_file(client: Client, person: str) -> None:
    badge_factory.signed()
    public = client.get(find_download(client)).content
    client.force_login(getattr(cast, person)())

    assert client.get(find_download(client)).content == public


@pytest.mark.usefixtures("built")
def test_an_earlier_file_is_not_found(client: Client) -> None:
    earlier = find_download(client)
    badge_factory.signed()

    assert client.get(earlier).status_code == 404


@pytest.mark.usefixtures("built")
def test_a_name_cannot_leave_its_place_in_the_file(client: Client) -> None:
    badge_factory.signed()
    Issuer.objects.update(name="</script><script>alert(1)</script>")

    content = client.get(find_download(client)).content

    assert b"<script>alert" not in content
    assert content.count(b"<script") == 2


@pytest.mark.usefixtures("built")
def test_the_file_has_the_table_of_verdicts_and_the_sentences_of_the_server(client: Client) -> None:
    data = load_data(client.get(find_download(client)).content)

    assert data["answers"] == {answer.name: answer.value for answer in verdicts.Answer}
    assert data["rules"] == [[question.name, result.name, answer.name] for question, result, answer in verdicts.RULES]
    words = data["reasons"]
    assert isinstance(words, dict)
    assert {finding.name: str(reason) for finding, reason in reasons.SIGNATURE_REASONS.items()}.items() <= words.items()


def test_the_file_is_in_the_language_of_the_reader() -> None:
    with translation.override("gd"):
        assert 'lang="gd"' in contents.render_page({"policy": "", "data": "{}"})


def test_a_site_without_the_script_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "SCRIPT", Path("/nowhere/verifier.js"))

    page = client.get(reverse("badges:verifier"))

    assert "This site does not have the verifier file" in page.content.decode()
    assert "Download" not in page.content.decode()
    assert client.get(reverse("badges:verifier_file", args=["0" * 64])).status_code == 404


def test_the_page_is_linked_where_badges_are_checked(client: Client) -> None:
    assert f'href="{reverse("badges:verifier")}"' in client.get(reverse("badges:verify")).content.decode()
