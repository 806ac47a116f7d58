"""Loading areas and statements from a pack: what is written, and what is left unchanged."""

from __future__ import annotations

import pytest
from wagtail.models import PageLogEntry

from ettle.kit.refusal import Refused
from ettle.library import actions
from ettle.library.models import AreaPage, FrontPage
from ettle.library.tests import sample_areas
from ettle.library.types import specs
from ettle.people.tests import cast


@pytest.mark.django_db
def test_loading_the_same_area_twice_changes_nothing() -> None:
    first = sample_areas.area()

    second = sample_areas.area()

    assert second.live_revision_id == first.live_revision_id
    assert AreaPage.objects.count() == 1
    assert FrontPage.objects.count() == 1


@pytest.mark.django_db
def test_the_history_of_a_loaded_area_says_created_and_published_once_each() -> None:
    page = sample_areas.area()

    history = PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True)

    assert sorted(history) == ["wagtail.create", "wagtail.publish"]


@pytest.mark.django_db
def test_a_newer_pack_updates_the_area() -> None:
    sample_areas.area()

    assert sample_areas.area(summary="A new summary").summary == "A new summary"


@pytest.mark.django_db
def test_what_an_author_changed_is_left_unchanged() -> None:
    page = sample_areas.area()
    page.summary = "The author’s own words"
    page.save_revision(user=cast.agnes()).publish()

    assert sample_areas.area(summary="A new summary").summary == "The author’s own words"


@pytest.mark.django_db
def test_an_authors_draft_is_left_unchanged_too() -> None:
    page = sample_areas.area()
    page.summary = "Half a thought"
    page.save_revision(user=cast.agnes())

    sample_areas.area(summary="A new summary")

    assert AreaPage.objects.get().get_latest_revision_as_object().summary == "Half a thought"


@pytest.mark.django_db
def test_force_overwrites_an_authors_changes() -> None:
    page = sample_areas.area()
    page.summary = "The author’s own words"
    page.save_revision(user=cast.agnes()).publish()

    forced = actions.load_area(sample_areas.LISTENING, by=cast.dougal(), now=cast.NOW, force=True)

    assert forced.summary == sample_areas.LISTENING.summary


@pytest.mark.django_db
def test_an_alignment_to_a_missing_item_is_refused() -> None:
    with pytest.raises(Refused, match=r"codes-workers@1999:9\.9"):
        sample_areas.area(alignments=("codes-workers@1999:9.9",))


@pytest.mark.django_db
def test_an_unknown_block_is_refused() -> None:
    with pytest.raises(Refused, match="fireworks"):
        sample_areas.area(body="::: fireworks\nbang\n:::\n")


@pytest.mark.parametrize("spec", sample_areas.pack_areas(), ids=lambda spec: spec.key)
def test_the_starter_packs_areas_have_no_fault(spec: specs.AreaSpec) -> None:
    assert specs.check_spec(spec) == []


@pytest.mark.parametrize("spec", sample_areas.pack_statements(), ids=lambda spec: spec.key)
def test_the_starter_packs_statements_have_no_fault(spec: specs.StatementSpec) -> None:
    assert specs.check_spec(spec) == []


def test_each_fault_has_the_path_of_its_field() -> None:
    wrong = sample_areas.LISTENING.replace(
        key="Not A Key",
        minutes=30,
        roles=("A pilot",),
        alignments=("vis.2",),
        badges=("101",),
        references=(),
        activities=("Sort 20",),
        related=("Not A Key",),
        tools=(
            specs.ToolSpec(title="", url="https://elsewhere.example/"),
            specs.ToolSpec(title="Goals", url="//elsewhere.example/"),
        ),
        body="### Too deep\n\nTo go on, [click here](/x/).\n",
    )

    found = {problem.path: problem.words for problem in specs.check_spec(wrong)}

    goes_with = {"activities.0", "related.0", "tools.0.title", "tools.0.url", "tools.1.url"}
    assert set(found) - goes_with == {"key", "minutes", "roles.0", "alignments.0", "badges.0", "references", "body"}
    assert goes_with < set(found)
    skipped = [problem.words for problem in specs.check_spec(wrong) if problem.path == "body"]
    assert "skips a level" in skipped[0]
    assert "click here" in skipped[1]
