"""What scripts say is translated as what pages say is."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.texts.recovery.script_messages import SCRIPT_MESSAGES, count_messages, render_messages

SCRIPTS = Path(__file__).resolve().parents[1] / "static" / "texts" / "js"
COUNTED = re.compile(r'\bsayCount\("([^"]+)", "([^"]+)"')
CALL = re.compile(r'\bsay\((?:[\w.]+(?:\(\))? \? )?"([^"]+)"(?: : "([^"]+)")?')


def test_the_list_has_what_the_scripts_say_and_nothing_else() -> None:
    calls = [call for path in SCRIPTS.glob("*.js") for call in CALL.findall(path.read_text())]
    said = {words for call in calls for words in call if words}

    assert said == set(SCRIPT_MESSAGES)


def test_the_counts_are_those_that_the_scripts_say() -> None:
    calls = {call for path in SCRIPTS.glob("*.js") for call in COUNTED.findall(path.read_text())}

    assert {many for _, many in calls} == set(count_messages(2))
    assert {one for one, _ in calls} == set(count_messages(1).values())


def test_a_script_counts_in_the_forms_of_the_language(tmp_path: Path) -> None:
    """Polish has three forms for whole numbers: 1, 2 to 4, and the others; 22 is like 2, and 12 is not."""
    forms = {"{number} words": ["{number} słów", "{number} słowo", "{number} słowa"]}
    rule = "".join(
        str(1 if n == 1 else 2 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 0) for n in range(200)
    )
    data = json.dumps({"rule": rule, "counted": forms})
    script = f"""
        globalThis.document = {{
          getElementById: () => ({{ textContent: {json.dumps(data)} }}),
          documentElement: {{ lang: "pl" }},
        }};
        const {{ sayCount }} = await import({json.dumps((SCRIPTS / "messages.js").as_uri())});
        const counts = [0, 1, 3, 12, 22, 1002, 1012];
        const words = counts.map((n) => sayCount("1 word", "{{number}} words", n, {{ number: n }}));
        console.log(JSON.stringify(words));
    """
    path = tmp_path / "count.mjs"
    path.write_text(script)

    said = json.loads(subprocess.run(["node", str(path)], check=True, capture_output=True, text=True).stdout)

    assert said == ["0 słów", "1 słowo", "3 słowa", "12 słów", "22 słowa", "1002 słowa", "1012 słów"]


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
