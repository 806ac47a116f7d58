"""Pictures have several widths, created when a page is published and never by a reader's request."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.images.models import Image, Rendition

from ettle.library import actions
from ettle.library.media_files.image_sizes import RENDITION_SPECS
from ettle.library.models import AreaPage
from ettle.library.pack_content import pack_files
from ettle.library.tests import sample_areas, sample_media
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clear_cache() -> None:
    cache.clear()


BODY = "## What\n\n" + "::: image pictures/wide.jpg\nTwo people talk.\n:::\n\n" * 3


def load_wide_picture(width: int = 1400) -> None:
    pack_files.load_file("pictures/wide.jpg", sample_media.photo(width, width // 2), by=None, now=cast.NOW)


def sizes_in(client: Client) -> list[str]:
    words = client.get("/areas/listening/").content.decode()
    shown: list[str] = re.findall(r'srcset="([^"]*)"', words)
    return shown


def test_publishing_creates_the_sizes_and_reading_does_not(
    client: Client, django_capture_on_commit_callbacks: Any, django_assert_max_num_queries: Any
) -> None:
    load_wide_picture()
    with django_capture_on_commit_callbacks(execute=True):
        sample_areas.area(body=BODY)
    assert Rendition.objects.filter(filter_spec__in=RENDITION_SPECS).count() == 2

    with django_assert_max_num_queries(10):
        first, *others = sizes_in(client)
    assert re.fullmatch(r"\S+\.webp 480w, \S+\.webp 960w, \S+\.jpg 1400w", first)
    assert others == [first, first]
    with django_assert_max_num_queries(1):
        words = client.get("/areas/listening/").content.decode()
    assert words.count('width="1400" height="700"') == 3
    assert words.count('loading="lazy"') == 3
    for address in re.findall(r"\S+\.webp", first):
        assert default_storage.size(address.split("/media/")[-1]) < 40_000
    assert Rendition.objects.count() == 2


def test_a_small_picture_and_one_without_renditions_are_shown_unchanged(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    load_wide_picture(400)
    with django_capture_on_commit_callbacks(execute=True):
        sample_areas.area(body=BODY)
    assert sizes_in(client) == []

    page, picture = AreaPage.objects.get(), Image.objects.get()
    picture.width = 1400  # a picture whose file is missing: no rendition can be created
    picture.save()
    default_storage.delete(picture.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert sizes_in(client) == []


def test_a_statement_has_sizes_and_a_changed_picture_gets_new_ones(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    load_wide_picture()
    with django_capture_on_commit_callbacks(execute=True):
        spec = sample_areas.pack_statements()[0].replace(body=BODY)
        actions.load_statement(spec, by=None, now=cast.NOW)
    before = set(Rendition.objects.values_list("file", flat=True))
    assert client.get(f"/statements/{spec.key}/").content.decode().count("480w") == 3

    with django_capture_on_commit_callbacks(execute=True):
        load_wide_picture(1200)

    after = set(Rendition.objects.values_list("file", flat=True))
    assert len(after) == 2
    assert not before & after
    assert all(default_storage.exists(name) for name in before), "a cached page may still name them"
