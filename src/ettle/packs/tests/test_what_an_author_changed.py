"""Loading over an author's changes: differences are reported, and the author's words stay."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from ettle.framework.actions import edits
from ettle.framework.queries import spec_export
from ettle.framework.types.specs import FrameworkSpec
from ettle.library import models as library
from ettle.packs import actions
from ettle.packs.tests import small_pack
from ettle.workshop.tests.test_drafts import in_draft, publish

pytestmark = pytest.mark.django_db
FRAMEWORK = "frameworks/capabilities.yaml"
AREA = "areas/listening.md"


@pytest.fixture
def pack(tmp_path: Path, now: datetime) -> Path:
    """A pack that is loaded."""
    actions.load(small_pack.folder(tmp_path), by=None, now=now)
    return tmp_path


def framework_spec() -> FrameworkSpec:
    spec = spec_export.find_framework_spec("capabilities@1")
    assert spec is not None
    return spec


def author_changes_the_framework() -> None:
    """By a draft, as every author does."""
    frameworks = apps.get_model("framework", "Framework").objects
    in_draft(lambda: edits.change_head(frameworks.get(key="capabilities"), owner="The author"))
    publish()


def author_changes_the_area() -> None:
    page = library.AreaPage.objects.get()
    page.summary = "The author’s own words"
    page.save_revision().publish()


def test_what_an_author_changed_in_a_framework_stays(pack: Path, now: datetime) -> None:
    author_changes_the_framework()
    small_pack.reword(pack, "title: Small", "title: Smaller")

    report = actions.load(pack, by=None, now=now)

    assert report.skipped == [FRAMEWORK]
    assert (framework_spec().owner, framework_spec().title) == ("The author", "Small")
    assert [difference.format_lines() for difference in report.differences[FRAMEWORK]] == [
        ["title: ‘Small’ → ‘Smaller’"],
        ["owner: ‘The author’ → ‘We’"],
    ]


def test_a_skipped_file_is_reported_again_and_overwritten_on_request(pack: Path, now: datetime) -> None:
    author_changes_the_framework()
    author_changes_the_area()
    small_pack.reword(pack, "title: Small", "title: Smaller")
    small_pack.reword(pack, "How to hear.", "How to hear well.")
    actions.load(pack, by=None, now=now)

    again = actions.load(pack, by=None, now=now)
    overwritten = actions.load(pack, by=None, now=now, overwrite=True)

    assert again.skipped == [FRAMEWORK, AREA]
    assert overwritten.changed == [FRAMEWORK, AREA]
    assert (framework_spec().owner, framework_spec().title) == ("We", "Smaller")
    assert library.AreaPage.objects.get().summary == "How to hear well."


def test_an_authors_draft_and_a_page_taken_off_stay(pack: Path, now: datetime) -> None:
    page = library.AreaPage.objects.get()
    page.summary = "Half a thought"
    page.save_revision()
    small_pack.reword(pack, "How to hear.", "How to hear well.")

    assert actions.load(pack, by=None, now=now).skipped == [AREA]

    library.AreaPage.objects.get().unpublish()

    assert actions.load(pack, by=None, now=now, again=True).skipped == [AREA]
    assert not library.AreaPage.objects.get().live


def test_what_another_pack_put_may_be_replaced(pack: Path, now: datetime) -> None:
    small_pack.reword(pack, 'key = "small"', 'key = "mine"')
    small_pack.reword(pack, "title: Small", "title: Smaller")

    assert actions.load(pack, by=None, now=now).changed == [FRAMEWORK]


def test_the_same_words_as_the_authors_are_nothing_to_keep(pack: Path, now: datetime) -> None:
    author_changes_the_framework()
    small_pack.reword(pack, "owner: We", "owner: The author")

    assert actions.load(pack, by=None, now=now).skipped == []


def test_a_page_that_says_it_already_gets_no_revision(pack: Path, now: datetime) -> None:
    small_pack.reword(pack, "Sit down first.", "Sit\ndown first.")

    report = actions.load(pack, by=None, now=now)

    assert AREA in report.unchanged
    assert library.AreaPage.objects.get().revisions.count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(pack: Path, now: datetime) -> None:
    small_pack.reword(pack, "title: Vision", "title: Foresight")
    small_pack.reword(
        pack, "Sit down first.", "Sit down first, and wait until you are asked to say something yourself."
    )
    (pack / "areas" / "asking.md").write_text(small_pack.AREA.replace("listening", "asking"))
    output = StringIO()

    call_command("pack", "load", str(pack), "--dry-run", stdout=output)

    assert output.getvalue().splitlines() == [
        "areas/asking.md: would be added",
        "frameworks/capabilities.yaml: would be changed",
        "    items.vis.title: ‘Vision’ → ‘Foresight’",
        "areas/listening.md: would be changed",
        "    body:",
        "      - Sit down first.",
        "      + Sit down first, and wait until you are asked to say something yourself.",
        "Would be: 1 added, 2 changed, 1 unchanged.",
    ]
    assert framework_spec().items[0].title == "Vision"
    assert library.AreaPage.objects.count() == 1


def test_the_command_says_what_was_skipped_and_how_to_overwrite_it(pack: Path, now: datetime) -> None:
    author_changes_the_area()
    small_pack.reword(pack, "How to hear.", "How to hear well.")
    output = StringIO()

    call_command("pack", "load", str(pack), stdout=output)

    assert output.getvalue().splitlines() == [
        "areas/listening.md: kept, because an author has changed it here.",
        "--overwrite puts the words of the pack in the place of the author’s.",
        "2 unchanged, 1 kept.",
    ]
