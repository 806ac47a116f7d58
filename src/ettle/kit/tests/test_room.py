"""A room that is installed adds what it offers; nothing else has to name it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import modify_settings
from django.utils import timezone
from django.utils.module_loading import import_string

from ettle.kit import navigation, personal_data, room
from ettle.kit.models import WaitingTask
from ettle.kit.pages.brand import SiteBrand, clear_brand_cache, current_brand
from ettle.kit.pages.page_titles import find_title
from ettle.kit.tasks import scheduled_tasks

KINDS = (
    "personal_data", "email_references", "navigation", "scheduled_tasks", "page_title", "brand",
)  # fmt: skip


@pytest.fixture
def garden() -> Iterator[None]:
    import_module(settings.ROOT_URLCONF)  # the site's own addresses are collected once, without the garden
    with modify_settings(INSTALLED_APPS={"append": "ettle.kit.tests.garden"}):
        yield


@pytest.mark.usefixtures("garden")
def test_a_room_adds_its_declarations_before_those_of_the_kit() -> None:
    models = [declaration.model for declaration in personal_data.all_declarations()]

    assert models.index("garden.Bed") < models.index("kit.AuditLine")
    assert models.count("kit.AuditLine") == 1
    assert "garden.Bed" in [reference.model for reference in personal_data.email_references()]


@pytest.mark.django_db
@pytest.mark.usefixtures("garden")
def test_a_room_adds_links_and_titles() -> None:
    groups = dict(navigation.grouped_links(AnonymousUser()))

    assert "The garden" in [link.words for link in groups[navigation.NavigationGroup.LEARN]]
    assert find_title("/garden/beans/") == "A bed of beans"


@pytest.mark.django_db
@pytest.mark.usefixtures("garden")
def test_a_room_adds_work_to_the_schedule() -> None:
    now = timezone.now()

    scheduled_tasks.enqueue_due_tasks(now)
    scheduled_tasks.enqueue_due_tasks(now + timedelta(hours=6))

    assert WaitingTask.objects.filter(key__startswith="garden/water/").count() == 2


@pytest.mark.usefixtures("garden")
def test_a_room_adds_addresses_before_the_room_that_takes_what_is_left() -> None:
    modules = [resolver.urlconf_module.__name__ for resolver in room.room_urls()]  # type: ignore[union-attr]  # includes only

    assert modules[-2:] == ["ettle.kit.tests.garden.offers", "ettle.library.urls"]


@pytest.mark.usefixtures("garden")
def test_a_room_adds_what_another_room_collects() -> None:
    assert list(room.offered("kitchen.herbs")) == [["thyme", "sage"]]
    assert list(room.offered("kitchen.knives")) == []


def test_a_kind_that_no_room_can_offer_is_a_mistake() -> None:
    with pytest.raises(AttributeError, match="herbs"):
        list(room.offered("herbs"))


def test_every_path_of_every_room_leads_somewhere() -> None:
    for installed in room.installed_rooms():
        for path in [*(installed.offered_path(kind) for kind in KINDS), *installed.offers.values()]:
            assert not path or import_string(path) is not None


def test_a_site_whose_rooms_store_no_brand_shows_ours() -> None:
    with modify_settings(INSTALLED_APPS={"remove": "ettle.branding"}):
        clear_brand_cache()
        assert current_brand() == SiteBrand()
    clear_brand_cache()
