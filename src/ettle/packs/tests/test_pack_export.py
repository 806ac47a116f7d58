"""What a site holds comes out as a pack, and the pack makes the same site."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image

from ettle.library import actions as library
from ettle.library.tests import sample_areas, sample_media
from ettle.packs import actions
from ettle.packs.kinds import list_kinds
from ettle.packs.tests.starter_rows import STARTER
from ettle.people.tests import cast


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def site_specs() -> dict[str, list[Any]]:
    return {kind.place: [kind.find_spec(key) for key in kind.list_keys()] for kind in list_kinds()}


@contextmanager
def a_site() -> Iterator[None]:
    """An empty site, which is empty again afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_starter_pack_comes_out_of_its_site_and_makes_the_same_site(
    db: None, now: datetime, tmp_path: Path
) -> None:
    with a_site():
        cast.forget_roles()
        actions.load(STARTER, by=None, now=now)
        files = actions.export(tmp_path / "first")
        before = site_specs()
    with a_site():
        cast.forget_roles()
        report = actions.load(tmp_path / "first", by=None, now=now)
        actions.export(tmp_path / "second")

        assert report.problems == []
        assert len(report.added) == files
        assert site_specs() == before
        assert written(tmp_path / "first") == written(tmp_path / "second")


def picture_of_an_author(name: str, width: int) -> int:
    content = ContentFile(sample_media.photo(width, kind="PNG"), name=name)
    return int(Image.objects.create(title=name, file=content, width=width, height=48).pk)


def test_no_two_pictures_claim_one_name(db: None, now: datetime, tmp_path: Path, settings: Any) -> None:
    """Three that packs brought, of which two differ by a capital only, and three of an author's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    own = [picture_of_an_author(name, 90 + number) for number, name in enumerate(("a.png", "A.PNG", "a b.c.png"))]
    brought = ("pictures/a.png", "pictures/A.png", f"pictures/a-{own[0]}.png")
    for number, name in enumerate(brought):
        library.load_file(name, sample_media.photo(64 + number, kind="PNG"), by=None, now=now)
    page = sample_areas.area(body="\n\n".join(f"::: decoration {name}\n:::" for name in brought))
    shown = [{"type": "image", "value": {"image": {"image": pk, "decorative": True}, "caption": ""}} for pk in own]
    words = json.dumps([*page.body.get_prep_value(), *shown])
    page.body = words  # type: ignore[assignment]  # the field takes JSON too
    page.save_revision().publish()

    actions.export(tmp_path / "there.zip")

    written = [name for name in zipfile.ZipFile(tmp_path / "there.zip").namelist() if name.startswith("pictures/")]
    assert len({name.casefold() for name in written}) == len(written) == len(own) + len(brought)
    assert [problem for problem in actions.check(tmp_path / "there.zip") if "pictures" in str(problem)] == []
