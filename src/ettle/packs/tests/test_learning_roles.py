"""The learning roles are rows that a pack brings: renamed, hidden, added, and shown wherever a role is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ettle.journey.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.library.tests import sample_areas
from ettle.packs import actions
from ettle.packs.tests.small_pack import AREA, FRAMEWORK, HEAD
from ettle.people import actions as people_actions
from ettle.people import queries as people
from ettle.people.models import LearningRole, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

ROLES = """\
roles:
  - {key: volunteer, title: Volunteer, who: You give your time}
  - {key: frontline, title: Support worker, who: You work directly with people, is_default: true}
  - {key: manager, title: Middle manager, who: You lead managers, is_hidden: true}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.toml").write_text(HEAD)
    (tmp_path / "roles.yaml").write_text(ROLES)
    return tmp_path


def load(pack: Path) -> None:
    report = actions.load(pack, by=None, now=cast.NOW, overwrite=True)
    assert not report.problems, [str(problem) for problem in report.problems]


def problem_texts(pack: Path) -> list[str]:
    return [str(problem) for problem in actions.check(pack)]


def test_a_role_is_renamed_added_and_hidden_and_the_order_is_that_of_the_file(pack: Path) -> None:
    load(pack)

    assert [role.title for role in people.offered_roles()][:2] == ["Volunteer", "Support worker"]
    assert "manager" not in {role.key for role in people.offered_roles()}
    assert people.role_title("manager") == "Middle manager"


def test_a_role_that_the_file_leaves_out_stays_after_the_others(pack: Path) -> None:
    load(pack)

    assert [role.key for role in people.offered_roles()][2:] == ["citizen", "supervisor", "strategic"]


def test_loading_the_same_roles_again_changes_nothing(pack: Path) -> None:
    load(pack)
    before = list(LearningRole.objects.values())

    report = actions.load(pack, by=None, now=cast.NOW, again=True)

    assert "roles.yaml" in report.unchanged
    assert list(LearningRole.objects.values()) == before


def test_the_welcome_and_the_settings_offer_the_roles_of_the_pack(pack: Path, client: CheckedClient) -> None:
    load(pack)
    client.force_login(cast.callum())

    for address in ("/welcome/", "/me/settings/"):
        page = client.get(address).content.decode()
        assert "Volunteer: you give your time" in page
        assert "Support worker" in page
        assert "Middle manager" not in page


def test_a_hidden_role_stays_chosen_and_is_not_offered(pack: Path, client: CheckedClient) -> None:
    bashir = cast.bashir()
    load(pack)
    client.force_login(bashir)

    client.post("/me/settings/", {"name": "Bashir", "roles": ["volunteer"], "time_zone": "Europe/London"})

    assert {choice.role for choice in bashir.chosen_roles.all()} == {"manager", "volunteer"}
    assert [role.key for role in people.learning_roles(bashir)] == ["volunteer"]


def test_the_front_page_filters_by_the_roles_of_the_pack(pack: Path, client: CheckedClient) -> None:
    sample_areas.area()
    load(pack)

    page = client.get("/").content.decode()

    assert "Support worker" in page
    assert "Front-line worker" not in page
    assert "role=manager" not in page
    assert "Showing: support worker" in client.get("/?role=frontline").content.decode().replace("Support", "support")


def test_an_area_shows_the_paragraph_of_a_new_role_and_not_that_of_a_hidden_one(
    pack: Path, client: CheckedClient
) -> None:
    load(pack)
    texts = {"volunteer": "You come when you can.", "manager": "You sign it off.", "frontline": "You are there."}
    sample_areas.area(roles=("volunteer", "manager", "frontline"), role_paragraphs=texts)

    page = client.get("/areas/listening/?role=volunteer").content.decode()

    assert "<h3>Volunteer</h3>" in page
    assert "You come when you can." in page
    assert "Support worker" in page
    assert "You sign it off." not in page


def test_a_hidden_roles_paragraph_is_exported_again(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    load(pack)
    sample_areas.area(roles=("manager",), role_paragraphs={"manager": "You sign it off."})
    target = tmp_path_factory.mktemp("out") / "site.zip"

    actions.export(target)

    with zipfile.ZipFile(target) as exported:
        assert "You sign it off." in exported.read("areas/listening.md").decode()
        roles = exported.read("roles.yaml").decode()
    assert roles.index("Volunteer") < roles.index("Support worker") < roles.index("Middle manager")
    assert roles.count("is_hidden: true") == 1


def test_the_self_assessment_asks_for_the_roles_of_the_pack(pack: Path, client: CheckedClient) -> None:
    factories.publish_version()
    load(pack)
    client.force_login(cast.stranger())

    page = client.get("/me/self-assessment/").content.decode()

    assert "Volunteer" in page
    assert "Support worker" in page
    assert "Middle manager" not in page


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("areas/listening.md", AREA.replace("roles: [frontline]", "roles: [boss]"), "There is no learning role boss."),
        ("areas/listening.md", AREA.replace("  frontline: You", "  boss: You"), "There is no learning role boss."),
        (
            "areas/listening.md",
            AREA + "\n::: example boss\nYou ask first.\n:::\n",
            "There is no learning role boss.",
        ),
    ],
)
def test_an_unknown_role_is_named_with_its_line(pack: Path, name: str, text: str, words: str) -> None:
    for folder in ("areas", "frameworks"):
        (pack / folder).mkdir()
    (pack / "frameworks" / "capabilities.yaml").write_text(FRAMEWORK)
    (pack / name).write_text(text)

    found = [problem for problem in problem_texts(pack) if words in problem]

    assert [problem.partition(":")[0] for problem in found] == [name]
    assert int(found[0].split(":")[1]) > 1


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("key: volunteer", "key: Volunteer!", "roles.yaml:2: ‘Volunteer!’ is not the key of a learning role."),
        ("key: volunteer", "key: manager", "roles.yaml:4: The key manager is used before."),
        ("who: You give your time", 'who: ""', "roles.yaml:2: Say who learns in this role."),
        ("You give your time}", "You give your time, is_default: true}", "roles.yaml:3: Another role is the default"),
        ("is_hidden: true", "is_hidden: true, is_default: true", "roles.yaml:4: Another role is the default"),
    ],
)
def test_each_fault_of_the_roles_is_a_sentence_at_its_line(pack: Path, before: str, after: str, words: str) -> None:
    (pack / "roles.yaml").write_text(ROLES.replace(before, after))

    assert any(text.startswith(words) for text in problem_texts(pack)), problem_texts(pack)


def test_a_pack_may_bring_a_role_with_the_area_that_names_it(pack: Path) -> None:
    for folder in ("areas", "frameworks"):
        (pack / folder).mkdir()
    (pack / "frameworks" / "capabilities.yaml").write_text(FRAMEWORK)
    text = AREA.replace("roles: [frontline]", "roles: [volunteer]").replace("  frontline: You", "  volunteer: You")
    (pack / "areas" / "listening.md").write_text(text + "\n::: example volunteer\nYou ask first.\n:::\n")
    cast.forget_roles()

    load(pack)

    assert people.role_titles() == {
        "volunteer": "Volunteer",
        "frontline": "Support worker",
        "manager": "Middle manager",
    }


def test_a_site_without_roles_asks_nobody_for_one(client: CheckedClient) -> None:
    cast.forget_roles()
    newcomer = User.objects.create_user("new@example.org")
    client.force_login(newcomer)

    page = client.get("/welcome/").content.decode()
    client.post("/welcome/", {"name": "Sam Reid"})

    assert "Which roles" not in page
    newcomer.refresh_from_db()
    assert newcomer.name == "Sam Reid"
    assert "By role" not in client.get("/").content.decode()
    assert client.get("/me/").status_code == 200
    assert client.get("/me/self-assessment/").status_code == 200
    assert client.get("/capabilities/").status_code == 200


def test_another_default_takes_the_place_of_the_first(pack: Path) -> None:
    load(pack)
    (pack / "roles.yaml").write_text(
        ROLES.replace(", is_default: true", "").replace("your time}", "your time, is_default: true}")
    )

    load(pack)

    assert people.default_role() == "volunteer"
    assert LearningRole.objects.filter(is_default=True).count() == 1


def test_no_unknown_role_is_stored_as_chosen() -> None:
    isla = cast.isla()

    people_actions.describe_self(
        person=isla, name="Isla", roles=["boss", "citizen"], time_zone="", by=isla, now=cast.NOW
    )

    assert [role.key for role in people.learning_roles(isla)] == ["citizen"]
    assert not isla.chosen_roles.filter(role="boss").exists()
