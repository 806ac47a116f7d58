"""What a pack puts on the shelves, and what it leaves alone."""

from __future__ import annotations

import pytest

from ettle.kit.refusal import Refused
from ettle.library import actions, specs
from ettle.library.models import AreaPage, FrontPage
from ettle.library.tests import sample_areas
from ettle.people.tests import cast


@pytest.mark.django_db
def test_putting_the_same_area_twice_changes_nothing() -> None:
    first = sample_areas.area()

    second = sample_areas.area()

    assert second.live_revision_id == first.live_revision_id
    assert AreaPage.objects.count() == 1
    assert FrontPage.objects.count() == 1


@pytest.mark.django_db
def test_a_newer_pack_brings_the_area_up_to_date() -> None:
    sample_areas.area()

    assert sample_areas.area(summary="A new summary").summary == "A new summary"


@pytest.mark.django_db
def test_what_an_author_changed_is_left_alone() -> None:
    page = sample_areas.area()
    page.summary = "The author’s own words"
    page.save_revision(user=cast.agnes()).publish()

    assert sample_areas.area(summary="A new summary").summary == "The author’s own words"


@pytest.mark.django_db
def test_an_authors_draft_is_left_alone_too() -> None:
    page = sample_areas.area()
    page.summary = "Half a thought"
    page.save_revision(user=cast.agnes())

    sample_areas.area(summary="A new summary")

    assert AreaPage.objects.get().get_latest_revision_as_object().summary == "Half a thought"


@pytest.mark.django_db
def test_force_puts_the_packs_words_back() -> None:
    page = sample_areas.area()
    page.summary = "The author’s own words"
    page.save_revision(user=cast.agnes()).publish()

    forced = actions.load_area(sample_areas.LISTENING, by=cast.dougal(), now=cast.NOW, force=True)

    assert forced.summary == sample_areas.LISTENING.summary


@pytest.mark.django_db
def test_an_alignment_to_nothing_is_refused() -> None:
    with pytest.raises(Refused, match=r"codes-workers@1999:9\.9"):
        sample_areas.area(alignments=("codes-workers@1999:9.9",))


@pytest.mark.django_db
def test_a_block_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="fireworks"):
        sample_areas.area(body="::: fireworks\nbang\n:::\n")


@pytest.mark.parametrize("spec", sample_areas.pack_areas(), ids=lambda spec: spec.key)
def test_the_starter_packs_areas_have_no_fault(spec: specs.AreaSpec) -> None:
    assert specs.check_spec(spec) == []


@pytest.mark.parametrize("spec", sample_areas.pack_statements(), ids=lambda spec: spec.key)
def test_the_starter_packs_statements_have_no_fault(spec: specs.StatementSpec) -> None:
    assert specs.check_spec(spec) == []


def test_faults_are_said_where_they_are() -> None:
    wrong = sample_areas.LISTENING.replace(
        key="Not A Key",
        minutes=30,
        roles=("pilot",),
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
