"""What scripts say is translated as what pages say is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.texts.recovery.script_messages import SCRIPT_MESSAGES, render_messages

SCRIPTS = Path(__file__).resolve().parents[1] / "static" / "texts" / "js"
CALL = re.compile(r'\bsay\((?:[\w.]+(?:\(\))? \? )?"([^"]+)"(?: : "([^"]+)")?')


def test_the_list_has_what_the_scripts_say_and_nothing_else() -> None:
    calls = [call for path in SCRIPTS.glob("*.js") for call in CALL.findall(path.read_text())]
    said = {words for call in calls for words in call if words}

    assert said == set(SCRIPT_MESSAGES)


def test_an_english_page_has_no_list_and_another_has_only_what_is_translated() -> None:
    assert render_messages() == ""
    with translation.override("cy"):
        assert render_messages().startswith('<script id="script-messages" type="application/json">{')


@pytest.mark.django_db
def test_the_list_is_in_the_pages_of_a_signed_in_reader(client: CheckedClient, settings: object) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]  # type: ignore[attr-defined]  # pytest-django's settings
    User.objects.filter(pk=cast.isla().pk).update(language="cy")
    client.force_login(cast.isla())

    assert 'id="script-messages"' in client.get("/me/settings/").content.decode()
