"""The starter pack, through its only door."""

from __future__ import annotations

import shutil
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from ettle.activities.queries import has_activities
from ettle.badges import queries as badges
from ettle.framework import queries
from ettle.library.queries import live_areas
from ettle.packs import actions
from ettle.packs.tests.starter_rows import STARTER
from ettle.people.tests import cast

BADGES = sorted(path.stem.upper() for path in (STARTER / "badges").glob("*.yaml"))


def test_the_starter_pack_has_no_problems(db: None) -> None:
    assert actions.check(STARTER) == []


def test_loading_it_twice_changes_nothing(db: None, now: datetime) -> None:
    cast.forget_roles()
    first = actions.load(STARTER, by=None, now=now)
    lines = apps.get_model("kit", "AuditLine").objects.count()

    second = actions.load(STARTER, by=None, now=now)
    third = actions.load(STARTER, by=None, now=now, again=True)

    assert second.unchanged == third.unchanged == first.added
    assert not second.added + second.changed + third.added + third.changed
    assert apps.get_model("kit", "AuditLine").objects.count() == lines


def test_a_dry_run_keeps_nothing(db: None, now: datetime) -> None:
    report = actions.load(STARTER, by=None, now=now, dry_run=True)

    assert report.added
    assert queries.list_themes() == []


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_every_test_that_asks_for_it_has_the_whole_pack(time: str) -> None:
    assert len(queries.list_themes()) == 24, time
    assert [version.badge.number for version in badges.current_versions()] == BADGES
    leading = {version.badge.number for version in badges.current_versions() if has_activities(version)}
    assert leading >= {"ET-101", "ET-201", "ET-203"}
    assert "ET-001" not in leading
    assert live_areas().count() >= 1
    assert apps.get_model("wagtailcore", "Page").objects.filter(title__startswith="Welcome to your").count() == 0
    assert all(len(queries.indicators_for(role)) == 24 for role in ("citizen", "frontline", "supervisor"))


def test_the_command_says_what_it_did(db: None) -> None:
    cast.forget_roles()
    output = StringIO()

    call_command("pack", "load", str(STARTER), stdout=output)
    call_command("pack", "load", str(STARTER), stdout=output)

    assert " added.\n" in output.getvalue()
    assert output.getvalue().rstrip().endswith("unchanged.")


def test_words_that_a_badge_points_to_stay_and_the_line_is_named(db: None, now: datetime, tmp_path: Path) -> None:
    actions.load(STARTER, by=None, now=now)
    copy = tmp_path / "leadership"
    shutil.copytree(STARTER, copy)
    file = copy / "frameworks" / "capabilities.yaml"
    file.write_text(file.read_text().replace("title: Sharing it", "title: Telling it"))

    report = actions.load(copy, by=None, now=now)

    line = file.read_text().splitlines()[report.problems[0].line - 1]
    assert line.strip() == "- key: vis.2"
    assert "vis.2 is in use" in report.problems[0].words
    assert queries.get_item("vis.2", "capabilities").title == "Sharing it"
