"""A story is told in other words to other roles and settings. What is chosen leads to the same for everyone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from ettle.activities import actions
from ettle.activities.items.part_variants import Reader
from ettle.activities.items.scenario.attempt_progress import ScenarioProgress
from ettle.activities.items.scenario.lessons import list_decisions
from ettle.activities.items.scenario.outline import read_outline, read_variants, write_outline, write_variants
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.items.scenario.tests.sample_scenarios import three_decisions
from ettle.activities.models import Attempt
from ettle.activities.pack_content.pack_kinds import KINDS
from ettle.activities.tests import factories
from ettle.activities.tests.pages import text
from ettle.activities.types.specs import check_activity
from ettle.kit.input.spec_texts import walk_texts
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.queries import clear_role_cache
from ettle.people.tests import cast
from ettle.people.types.specs import SettingSpec, SettingsSpec

TOLD = {
    "s1-visit": {"housing-support", "residential-childcare"},
    "s2-handover": {"housing-support", "residential-childcare"},
    "s3-rota": {"care-home", "care-at-home"},
    "s8-voice": {"housing-support", "care-at-home"},
    "s11-audit": {"care-at-home", "residential-childcare"},
}


def scenario(key: str) -> ScenarioSpec:
    part = factories.spec(key).part
    assert isinstance(part, ScenarioSpec)
    return part


def told(**variant: Any) -> dict[str, Any]:
    """A story with one variant for managers in care homes."""
    story = three_decisions()
    own = {"key": "other", "label": "Managers", "roles": ["manager"], "settings": ["care-home"]} | variant
    story["scenario"] |= {"label": "Everyone", "variants": [own]}
    return story


def problems(story: dict[str, Any]) -> dict[str, str]:
    return {problem.path: problem.words for problem in check_activity(factories.built(story))}


def test_the_stories_are_told_for_two_settings_beyond_their_own_and_for_other_roles() -> None:
    for key, settings in TOLD.items():
        assert {setting for variant in scenario(key).variants for setting in variant.settings} >= settings
    assert [variant.roles for variant in scenario("s9-panel").variants] == [("manager", "strategic")]
    assert [variant.roles for variant in scenario("s14-promise").variants] == [("citizen",)]


@pytest.mark.parametrize("key", [*TOLD, "s9-panel", "s14-promise"])
def test_a_variant_changes_words_and_nothing_else(key: str) -> None:
    story = scenario(key)
    for variant in story.variants:
        own = story.in_variant(variant.key)
        changed = sum(before != after for before, after in zip(walk_texts(story), walk_texts(own), strict=True))

        assert changed >= 12
        bare = {"title", "text", "question", "consequence", "why", "did_well", "missed_link", "opening", "reflection"}
        assert strip(own.model_dump(), bare) == strip(story.model_dump(), bare)


def strip(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: strip(part, names) for name, part in value.items() if name not in names}
    return [strip(part, names) for part in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("key", [*TOLD, "s9-panel", "s14-promise"])
def test_no_person_of_the_story_is_left_in_words_that_were_told_anew(key: str) -> None:
    """Names that a variant does not use must not appear in it by a text that was forgotten."""
    left_out = {
        "s1-visit housing-support": "porridge|van\\b",
        "s1-visit residential-childcare": "porridge|van\\b|client",
        "s2-handover housing-support": "resident",
        "s2-handover residential-childcare": "Tulloch|heel|resident",
        "s3-rota care-home": "Josh|young p|children’s",
        "s3-rota care-at-home": "Josh|young p|children’s",
        "s8-voice housing-support": "care home|his room",
        "s8-voice care-at-home": "care home|his room",
        "s11-audit care-at-home": "buzzer|resident",
        "s11-audit residential-childcare": "Ogilvie|Jarvie|buzzer|resident",
        "s9-panel chair": "your son|Your sister",
        "s14-promise families": "You have managed|new manager",
    }
    story = scenario(key)
    for variant in story.variants:
        texts = walk_texts(story.in_variant(variant.key))
        words = " ".join(words for path, words in texts if not path.startswith("vari"))  # variants and variables
        assert re.findall(left_out[f"{key} {variant.key}"], words) == []


def test_the_variant_that_fits_role_and_setting_comes_before_one_that_fits_the_setting() -> None:
    story = told()
    story["scenario"]["variants"].insert(0, {"key": "any", "label": "Care homes", "settings": ["care-home"]})
    part = factories.built(story).part
    assert isinstance(part, ScenarioSpec)

    assert part.choose_variant(Reader(("manager",), "care-home")) == "other"
    assert part.choose_variant(Reader(("frontline",), "care-home")) == "any"
    assert part.choose_variant(Reader(("manager",), "care-at-home")) == ""
    assert part.choose_variant(Reader()) == ""


@pytest.mark.parametrize(
    ("path", "variant"),
    [
        ("scenario.variants.0", {"roles": [], "settings": []}),
        ("scenario.variants.0.label", {"label": ""}),
        ("scenario.variants.0.nodes.0.key", {"nodes": [{"key": "nowhere"}]}),
        ("scenario.variants.0.endings.0.key", {"endings": [{"key": "first"}]}),
        ("scenario.variants.0.nodes.0.options.0.key", {"nodes": [{"key": "first", "options": [{"key": "x"}]}]}),
        ("scenario.variants.0.nodes.0.passages", {"nodes": [{"key": "first", "passages": ["Words."]}]}),
        (
            "scenario.variants.0.nodes.0.options.0.skips_duty",
            {"nodes": [{"key": "first", "options": [{"key": "best", "skips_duty": "to report"}]}]},
        ),
        ("scenario.variants.0.opening", {"opening": "Trust grows (R2 to O3)."}),
    ],
)
def test_a_variant_with_a_fault_may_not_be_published(path: str, variant: dict[str, Any]) -> None:
    assert problems(told()) == {}
    assert path in problems(told(**variant))


def test_two_variants_for_the_same_readers_and_a_story_without_a_label_are_refused() -> None:
    story = told()
    story["scenario"]["variants"].append(story["scenario"]["variants"][0] | {"key": "again"})
    story["scenario"]["label"] = ""

    assert {"scenario.variants.1", "scenario.label"} <= problems(story).keys()


def test_roles_and_settings_of_variants_are_names_that_the_pack_or_the_site_must_know() -> None:
    needed = {(name.sort, name.key) for name in KINDS[0].needed_names(factories.built(told()))}

    assert {("learning role", "manager"), ("setting", "care-home")} <= needed


def test_the_rules_about_all_decisions_look_at_options_that_are_worded_differently() -> None:
    longer = {"key": "best", "text": "Do what is best, and say so at such length that nobody could miss it"}
    part = factories.built(told(nodes=[{"key": "first", "options": [longer]}, {"key": "second", "text": "Here."}])).part
    assert isinstance(part, ScenarioSpec)

    decisions = list(list_decisions(part))

    assert [decision.is_best_longest for decision in decisions] == [False, False, False, True]


@pytest.fixture
def _settings(db: None) -> None:
    names = ("residential-childcare", "housing-support")
    people.put_settings(
        SettingsSpec(settings=tuple(SettingSpec(key=name, title=name) for name in names)), by=None, now=cast.NOW
    )
    clear_role_cache()


@pytest.mark.usefixtures("_settings")
def test_the_readers_choice_decides_and_the_trail_says_which_variant_was_read(client: CheckedClient) -> None:
    actions.publish(factories.spec("s1-visit"), by=None, now=cast.NOW)
    practice = reverse("activities:practice", args=["s1-visit"])
    client.force_login(cast.stranger())
    offered = client.get(f"{practice}?setting=housing-support").content.decode()
    assert re.search('<option value="housing-support" selected>Housing support', offered)
    assert re.search("Start</button>.*<select", offered, re.DOTALL), "Start is on the first screen of a phone"

    here = str(client.post(practice, {"variant": "residential-childcare"}).headers["Location"])
    assert "Jamie, who is 9, lives there." in text(client.get(here))
    client.post(here, {"answer": "ask-him"})

    assert Attempt.objects.get().variant == "residential-childcare"
    trail = f"{practice}trail/"
    assert "The pancakes" in text(client.get(trail))
    assert "Version for: Residential childcare" in text(client.get(trail))
    assert "Version for: Residential childcare" in client.get(f"{trail}file/").content.decode()


@pytest.mark.django_db
def test_without_a_choice_an_invited_learner_reads_what_fits_their_account(client: CheckedClient) -> None:
    isla = cast.isla()
    isla.work_setting = "residential-childcare"
    isla.save()
    invitation = factories.invitation("s1-visit")

    play = factories.begin(invitation.activities.get())

    assert play.variant == "residential-childcare"
    isla.work_setting = "housing-support"
    isla.save()
    assert factories.begin(invitation.activities.get()).variant == "residential-childcare"


@pytest.mark.django_db
def test_a_visitor_reads_on_in_their_variant_and_an_older_address_still_works(client: CheckedClient) -> None:
    actions.publish(factories.spec("s1-visit"), by=None, now=cast.NOW)
    practice = reverse("activities:practice", args=["s1-visit"])
    here = str(client.post(practice, {"variant": "housing-support"}).headers["Location"])
    here = str(client.post(here, {"answer": "ask-him"}).headers["Location"])

    assert "Mr Doyle’s message" in text(client.get(here))
    assert "In the car" in text(client.get(here))
    version = actions.publish(factories.spec("s1-visit"), by=None, now=cast.NOW)
    token = factories.old_visitor_token(version)
    assert "The porridge" in text(client.get(f"/activities/try/s1-visit/{token}/1/"))


def test_progress_of_a_variant_is_that_of_the_story() -> None:
    story = scenario("s1-visit")

    assert ScenarioProgress(story.in_variant("housing-support"), []).steps == ScenarioProgress(story, []).steps


def test_a_variant_is_written_as_text_and_read_back() -> None:
    story = factories.built(told(
        opening="Twice.", reflection="And you?", nodes=[{"key": "first", "title": "One", "options": [
            {"key": "best", "text": "- Do [it]", "why": "Because.", "consequence": "It is done.\n\nTruly."},
        ]}], endings=[{"key": "here", "did_well": "Much."}],
    ))  # fmt: skip

    reading = read_outline(write_outline(story))

    assert reading.unread == ()
    assert reading.story == story
    part = story.part
    assert isinstance(part, ScenarioSpec)
    assert read_variants(story, write_variants(part)) == (part.variants, ())


def test_lines_of_a_variant_that_belong_to_the_story_are_named() -> None:
    story = factories.built(told())
    lines = [
        "## variant other: Managers", "for roles: manager", "Words.", "## first: One", "- [key: best] [was: both]",
        "(trust +1)", "-> here", "touches: D8", "## Variables",
    ]  # fmt: skip

    variants, unread = read_variants(story, "\n".join(lines))

    assert [line.number for line in unread] == [3, 5, 6, 7, 8, 9]
    assert variants[0].nodes[0].options[0].key == "best"
    assert read_variants(story, "## a-place: Not of a variant")[1][0].number == 1
