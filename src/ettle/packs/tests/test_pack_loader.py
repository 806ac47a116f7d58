"""Packs that need mending: everything is named, nothing is loaded."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import QuerySet

from ettle.packs import actions
from ettle.packs.reader import pack_reader

HEAD = 'key = "small"\ntitle = "Small"\nversion = "1"\nlanguage = "en-GB"\nlicence = "CC0"\n'
FRAMEWORK = """\
key: capabilities
edition: "1"
title: Small
owner: We
items:
  - key: vis
    kind: capability
    title: Vision
    statement: Seeing.
    items:
      - key: vis.1
        kind: theme
        title: What matters
        statement: Keep it in view.
        indicators:
          - role: frontline
            first_person: I can say what matters
            third_person: They can say what matters
"""
MODEL = """\
framework: capabilities
nodes:
  - {key: B1, column: bring, title: Values, themes: [vis.1]}
  - {key: O1, column: outcome, title: Support that fits}
links:
  - {key: L1, origin: B1, destination: O1, why: Values point there, strength: plausible}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "pack.toml").write_text(HEAD)
    (tmp_path / "frameworks" / "capabilities.yaml").write_text(FRAMEWORK)
    (tmp_path / "logic-model.yaml").write_text(MODEL)
    return tmp_path


def rows(model: str) -> QuerySet[Any]:
    """A model of the framework room, by name: its module is closed to other rooms."""
    found: QuerySet[Any] = apps.get_model("framework", model)._default_manager.all()
    return found


def problem_texts(pack: Path) -> list[str]:
    return [str(problem) for problem in actions.check(pack)]


def test_a_pack_without_problems_is_loaded(db: None, pack: Path, now: datetime) -> None:
    report = actions.load(pack, by=None, now=now)

    assert report.added == ["pack.toml", "frameworks/capabilities.yaml", "logic-model.yaml"]
    assert rows("LogicNode").get(key="B1").themes.get().key == "vis.1"


def test_every_problem_is_named_with_its_line(db: None, pack: Path) -> None:
    text = FRAMEWORK.replace("owner: We", "ownr: We").replace("kind: theme", "kind: thought")
    text = text.replace("role: frontline", "role: frontline\n            role: manager")
    (pack / "frameworks" / "capabilities.yaml").write_text(text)

    assert problem_texts(pack) == [
        "frameworks/capabilities.yaml:1: Add ‘owner’; it is missing here.",
        "frameworks/capabilities.yaml:4: ‘ownr’ is not a name that is known here. Did you mean ‘owner’?",
        "frameworks/capabilities.yaml:12: Write one of capability, theme, part, code, element for ‘kind’.",
        "frameworks/capabilities.yaml:17: ‘role’ is written twice here. Keep one.",
    ]


def test_what_the_room_finds_is_named_with_its_line(db: None, pack: Path) -> None:
    (pack / "frameworks" / "capabilities.yaml").write_text(FRAMEWORK.replace("role: frontline", "role: boss"))

    assert problem_texts(pack)[0].startswith("frameworks/capabilities.yaml:16: There is no learning role boss.")


def test_a_name_that_nothing_brings_is_named_with_its_line(db: None, pack: Path) -> None:
    (pack / "logic-model.yaml").write_text(MODEL.replace("vis.1", "vis.9"))

    assert problem_texts(pack) == [
        "logic-model.yaml:3: There is no item capabilities:vis.9. Correct it, or add what it names."
    ]


def test_a_name_that_the_site_already_holds_may_be_used(db: None, pack: Path, now: datetime) -> None:
    actions.load(pack, by=None, now=now)
    (pack / "frameworks" / "capabilities.yaml").unlink()

    assert problem_texts(pack) == []


def test_one_problem_keeps_the_whole_pack_out(db: None, pack: Path, now: datetime) -> None:
    (pack / "logic-model.yaml").write_text(MODEL.replace("destination: O1", "destination: O9"))

    report = actions.load(pack, by=None, now=now)

    assert [problem.line for problem in report.problems] == [6]
    assert not rows("Framework").exists()


def test_a_refusal_while_loading_takes_everything_back(
    db: None, pack: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_reader, "_check_names", lambda pack, broken: None)
    (pack / "logic-model.yaml").write_text(MODEL.replace("vis.1", "vis.9"))

    report = actions.load(pack, by=None, now=now)

    assert [str(problem) for problem in report.problems] == [
        "logic-model.yaml:3: There is no item vis.9 in capabilities. Correct the key, or add the item."
    ]
    assert not rows("Framework").exists()
    assert not rows("LogicNode").exists()


def test_a_changed_file_changes_what_it_brought_and_nothing_else(db: None, pack: Path, now: datetime) -> None:
    actions.load(pack, by=None, now=now)
    identity = rows("Item").get(key="vis.1").uuid
    (pack / "frameworks" / "capabilities.yaml").write_text(FRAMEWORK.replace("What matters", "Seeing what matters"))

    report = actions.load(pack, by=None, now=now)

    assert report.changed == ["frameworks/capabilities.yaml"]
    assert report.unchanged == ["pack.toml", "logic-model.yaml"]
    assert rows("Item").get(key="vis.1").title == "Seeing what matters"
    assert rows("Item").get(key="vis.1").uuid == identity


def test_a_missing_file_is_reported_and_its_content_stays(db: None, pack: Path, now: datetime) -> None:
    actions.load(pack, by=None, now=now)
    (pack / "logic-model.yaml").unlink()

    report = actions.load(pack, by=None, now=now)

    assert report.gone == ["logic-model.yaml"]
    assert rows("LogicNode").count() == 2


def test_a_file_without_a_place_is_named(db: None, pack: Path) -> None:
    (pack / "frameworks" / "notes.txt").write_text("hello")

    assert problem_texts(pack)[0].startswith("frameworks/notes.txt: This file has no place in a pack.")


def test_a_pack_must_say_what_it_is(db: None, pack: Path) -> None:
    (pack / "pack.toml").unlink()

    assert problem_texts(pack)[0].startswith("pack.toml: Add this file")


def test_toml_problems_have_lines_too(db: None, pack: Path) -> None:
    (pack / "pack.toml").write_text(HEAD.replace("version =", "verson ="))

    assert problem_texts(pack) == [
        "pack.toml:1: Add ‘version’; it is missing here.",
        "pack.toml:3: ‘verson’ is not a name that is known here. Did you mean ‘version’?",
    ]


def test_a_link_out_of_the_folder_is_refused(db: None, pack: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    secret.write_text(FRAMEWORK)
    (pack / "frameworks" / "other.yaml").symlink_to(secret)

    assert problem_texts(pack) == ["frameworks/other.yaml: This is a link. Put the file itself in the pack."]


def test_the_command_names_the_problems_and_fails(db: None, pack: Path) -> None:
    (pack / "logic-model.yaml").write_text(MODEL.replace("vis.1", "vis.9"))
    output = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("pack", "load", str(pack), stderr=output, stdout=StringIO())

    assert ended.value.code == 1
    assert "logic-model.yaml:3: There is no item" in output.getvalue()
    assert output.getvalue().endswith("1 problem. Nothing was loaded.\n")


def test_a_missing_folder_is_reported() -> None:
    output = StringIO()

    with pytest.raises(SystemExit):
        call_command("pack", "check", "/nowhere/at/all", stderr=output)

    assert output.getvalue().startswith("There is no folder /nowhere/at/all.")


AREA = """\
---
key: listening
title: Listening
summary: How to hear.
minutes: 1
position: 1
roles: [frontline]
capabilities: []
role_paragraphs: {frontline: On the doorstep.}
try_this: Ask.
reflection: Who was not there?
reviewed_on: 2026-10-01
references: [{text: A book}]
activities: [sort-99]
related: [asking]
tools:
  - {title: Goals, url: /me/goals/}
  - {title: Nowhere, url: /no/such/page/}
---
Sit down.
"""


def test_what_goes_with_an_area_must_be_there(db: None, pack: Path) -> None:
    (pack / "areas").mkdir()
    (pack / "areas" / "listening.md").write_text(AREA)

    assert problem_texts(pack) == [
        "areas/listening.md:14: There is no activity sort-99. Correct it, or add what it names.",
        "areas/listening.md:15: There is no area asking. Correct it, or add what it names.",
        "areas/listening.md:18: There is no page /no/such/page/. Correct it, or add what it names.",
    ]


def test_a_link_in_the_words_must_lead_somewhere(db: None, pack: Path) -> None:
    (pack / "areas").mkdir()
    plain = AREA.split("activities:", maxsplit=1)[0] + "---\n"
    words = "See [asking](/areas/asking/#how), [itself](/areas/listening/), [the Codes](/codes/) and [it](/no/page/).\n"
    (pack / "areas" / "listening.md").write_text(plain + words)

    assert problem_texts(pack) == [
        "areas/listening.md:15: There is no area asking. Correct it, or add what it names.",
        "areas/listening.md:15: There is no page /no/page/. Correct it, or add what it names.",
    ]


def test_an_area_may_name_an_item_by_whatever_key_a_framework_gives_it(db: None, pack: Path, now: datetime) -> None:
    (pack / "areas").mkdir()
    keys = ("domain-7", "3(b)", "vis_é", "a:b")
    items = "".join(f'  - {{key: "{key}", kind: capability, title: T, statement: S.}}\n' for key in keys)
    (pack / "frameworks" / "other.yaml").write_text(f'key: other\nedition: "1"\ntitle: O\nowner: We\nitems:\n{items}')
    plain = AREA.split("activities:", maxsplit=1)[0]
    named = "".join(f'  - "other:{key}"\n' for key in keys)
    (pack / "areas" / "listening.md").write_text(f"{plain}alignments:\n{named}---\nSit down.\n")

    assert actions.load(pack, by=None, now=now).problems == []


def test_two_areas_may_lead_to_each_other(db: None, pack: Path, now: datetime) -> None:
    (pack / "areas").mkdir()
    text = AREA.replace("activities: [sort-99]\n", "").replace("  - {title: Nowhere, url: /no/such/page/}\n", "")
    (pack / "areas" / "listening.md").write_text(text)
    (pack / "areas" / "asking.md").write_text(
        text.replace("related: [asking]", "related: [listening]").replace("key: listening", "key: asking")
    )

    assert actions.load(pack, by=None, now=now).problems == []
