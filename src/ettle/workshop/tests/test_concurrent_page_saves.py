"""A page that saves itself at the moment its button is pressed, as browsers do."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Revision

from ettle.kit.testing.client import CheckedClient
from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas
from ettle.people.tests import cast
from ettle.workshop import actions
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.tests.test_cms import form_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
PAUSE_SECONDS = 1.5  # long enough for a publication that does not wait
JSON = {"Accept": "application/json"}


@pytest.mark.parametrize("has_saved_itself", [False, True], ids=["for the first time", "again"])
def test_a_page_published_while_it_saves_itself_has_no_newer_draft(
    monkeypatch: pytest.MonkeyPatch, has_saved_itself: bool
) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")
    page = sample_areas.area()
    publisher = actions.name_author(email=cast.isla().email, part=AuthorRole.PUBLISHER, by=cast.dougal(), now=cast.NOW)
    browser, same_browser = CheckedClient(), CheckedClient()
    for client in (browser, same_browser):
        client.force_login(publisher)
    address = f"/cms/pages/{page.pk}/edit/"
    newest = _newest(page)
    opened = {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()}
    if has_saved_itself:
        saved = browser.post(address, _typed(page, "Listening be") | opened, headers=JSON).json()
        opened = {"overwrite_revision_id": saved["revision_id"]}
    published = threading.Event()

    def publish() -> None:
        same_browser.post(address, form_of(page, title="Listening better") | opened)
        published.set()
        connection.close()

    write = EditView.save_action

    def write_late(view: EditView) -> object:
        monkeypatch.setattr(EditView, "save_action", write)
        button.start()
        published.wait(PAUSE_SECONDS)
        return write(view)

    button = threading.Thread(target=publish)
    monkeypatch.setattr(EditView, "save_action", write_late)

    browser.post(address, _typed(page, "Listening bette") | opened, headers=JSON)
    button.join()

    shown = AreaPage.objects.get(pk=page.pk)
    assert shown.title == shown.get_latest_revision_as_object().title == "Listening better"
    assert not shown.has_unpublished_changes


def _typed(page: AreaPage, title: str) -> dict[str, object]:
    form = form_of(page, title=title)
    del form["action-publish"]
    return form


def _newest(page: AreaPage) -> Revision:
    revision: Revision = Page.objects.get(pk=page.pk).latest_revision
    return revision
