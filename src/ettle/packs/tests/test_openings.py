"""What an area opens with: outcome, drawing, three sentences, an act, a question, a check, and examples by setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from ettle.kit.tests.test_svg import DRAWING, ICON
from ettle.library import queries as library
from ettle.library.models import AreaGroup
from ettle.packs import actions
from ettle.packs.tests import small_pack
from ettle.packs.tests.test_pack_export import a_site, site_specs, written
from ettle.people import queries as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

OPENING = """\
group: start
outcome: People are heard
drawing: ear
drawing_alt: An ear beside a kettle.
in_short: ["Listening is work.", "It is planned.", "Start with one person."]
act: Ask one person what they would keep
question: Who was not in the room?
checks:
  - question: What is listening?
    options:
      - {text: Waiting, why: Waiting is not enough.}
      - {text: "Work: you plan it", right: true, why: It takes time.}
  - question: When?
    options: [{text: Today, right: true, why: It is small.}, {text: Never, why: Then nothing changes.}]
setting_examples:
  care-home: In the **lounge**, Ade asks first.
  care-at-home: At the door.
"""
GROUPS = "groups:\n  - {key: start, title: Start here}\n  - {key: team, title: Lead a team}\n"
SETTINGS = "settings:\n  - {key: care-home, title: Care home}\n  - {key: care-at-home, title: Care at home}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = small_pack.folder(tmp_path / "pack")
    small_pack.reword(pack, "references:", OPENING + "references:")
    small_pack.reword(pack, "Sit down first.\n", "Sit down first.\n\n::: settings\n:::\n\nThen ask.\n")
    (pack / "groups.yaml").write_text(GROUPS)
    (pack / "settings.yaml").write_text(SETTINGS)
    (pack / "drawings").mkdir()
    (pack / "drawings" / "ear.svg").write_bytes(DRAWING)
    (pack / "drawings" / "ear.icon.svg").write_bytes(ICON)
    return pack


def load(pack: Path) -> None:
    report = actions.load(pack, by=None, now=cast.NOW, overwrite=True)
    assert not report.problems, [str(problem) for problem in report.problems]


def problem_texts(pack: Path) -> list[str]:
    return [str(problem) for problem in actions.check(pack)]


def test_an_opening_is_loaded_and_comes_out_as_it_was(pack: Path, tmp_path: Path) -> None:
    with a_site():
        load(pack)
        actions.export(tmp_path / "first")
        before = site_specs()
    with a_site():
        load(tmp_path / "first")
        actions.export(tmp_path / "second")

        assert site_specs() == before
        assert written(tmp_path / "first") == written(tmp_path / "second")
    exported = (tmp_path / "first" / "areas" / "listening.md").read_text()
    assert "In the **lounge**, Ade asks first." in exported
    assert "::: settings\n:::" in exported
    assert "outcome: People are heard" in exported
    assert (tmp_path / "first" / "drawings" / "ear.svg").exists()
    assert "Lead a team" in (tmp_path / "first" / "groups.yaml").read_text()
    assert "Care at home" in (tmp_path / "first" / "settings.yaml").read_text()


def test_loading_it_again_changes_nothing(pack: Path) -> None:
    load(pack)
    revision = library.live_areas().get().live_revision_id

    load(pack)

    assert library.live_areas().get().live_revision_id == revision


def test_groups_and_settings_are_renamed_and_those_left_out_stay_after_the_others(pack: Path) -> None:
    load(pack)
    (pack / "groups.yaml").write_text("groups:\n  - {key: team, title: Lead your team}\n")
    (pack / "settings.yaml").write_text("settings:\n  - {key: care-at-home, title: Home care}\n")

    load(pack)

    assert [group.title for group in AreaGroup.objects.all()] == ["Lead your team", "Start here"]
    assert list(people.setting_titles().values()) == ["Home care", "Care home"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("group: start", "group: begin", "There is no group of areas begin."),
        ("drawing: ear", "drawing: nose", "There is no file drawings/nose.icon.svg."),
        ("drawing_alt: An ear beside a kettle.", 'drawing_alt: ""', "Say in a sentence or two what the drawing shows"),
        ("outcome: People are heard", f"outcome: {'a' * 91}", "Make this 90 characters or fewer; it has 91."),
        (
            "act: Ask one person what they would keep",
            f"act: {'a' * 141}",
            "Make this 140 characters or fewer; it has 141.",
        ),
        ("question: Who", f"question: {'a' * 130} Who", "Make this 140 characters or fewer"),
        ('"It is planned.", ', "", "Write 3 sentences; there are 2"),
        (
            '"It is planned."',
            f'"{"It is so. " * 30}"',
            "Write at most 75 words in the sentences together; there are 97",
        ),
        ("right: true, why: It takes time.", "why: It takes time.", "Mark exactly one answer with right: true; 0 are"),
        ("why: Then nothing", "right: true, why: Then nothing", "Mark exactly one answer with right: true; 2 are"),
        ("why: Waiting is not enough.", 'why: ""', "Say why this is right or wrong"),
        ("  care-at-home: At", "  at-sea: At", "There is no setting at-sea."),
        ("  care-at-home: At", "  At Sea: At", "Write ‘At Sea’ as a key"),
    ],
)
def test_each_fault_of_an_opening_is_a_sentence_at_its_line(pack: Path, before: str, after: str, words: str) -> None:
    small_pack.reword(pack, before, after)

    found = [problem for problem in problem_texts(pack) if words in problem]

    assert found, problem_texts(pack)
    assert all(int(problem.split(":")[1]) > 1 for problem in found)


def test_one_question_is_too_few(pack: Path) -> None:
    text = (pack / "areas" / "listening.md").read_text()
    first = text.index("  - question: When?")
    (pack / "areas" / "listening.md").write_text(text[:first] + text[text.index("setting_examples:") :])

    assert any("Ask 2 or 3 questions; there are 1" in problem for problem in problem_texts(pack))


def test_a_fault_of_a_drawing_names_its_file(pack: Path) -> None:
    (pack / "drawings" / "ear.svg").write_bytes(DRAWING.replace(b'r="40"', b'r="40" fill="red"'))

    assert problem_texts(pack) == [
        "drawings/ear.svg: Take ‘fill’ out of the circle. Colours and widths come from its class."
    ]


def test_a_drawing_is_never_served_at_an_address_of_its_own(pack: Path) -> None:
    from django.test import Client

    from ettle.library.models import PackFile

    load(pack)
    stored = str(PackFile.objects.get(path="drawings/ear.svg").file.name)

    assert stored.startswith("drawings/")
    assert Client().get(f"/media/{stored}").status_code == 404


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("groups.yaml", GROUPS.replace("key: team", "key: start"), "groups.yaml:3: The key start is used before."),
        ("settings.yaml", SETTINGS.replace("care-home", "Care Home"), "settings.yaml:2: ‘Care Home’ is not the key"),
        ("settings.yaml", SETTINGS.replace("care-at-home", "care-home"), "settings.yaml:3: The key care-home is used"),
    ],
)
def test_each_fault_of_groups_and_settings_is_a_sentence(pack: Path, name: str, text: str, words: str) -> None:
    (pack / name).write_text(text)

    assert any(problem.startswith(words) for problem in problem_texts(pack)), problem_texts(pack)
