"""No page of the workshop has an inline script: its policy allows none, as on the rest of the site."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.apps import apps
from django.test import Client

from ettle.library.tests import sample_areas
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|text/)[^\"]*\")[^>]*>")
HANDLER = re.compile(r"<[^>]+\son[a-z]+=\"")
STARTED = re.compile(r"data-ettle-widget-start-value=\"(\w+)\" data-ettle-widget-arguments-value=\"([^\"]*)\"")
PAGES = (
    "/cms/", "/cms/pages/", "/cms/pages/{page}/edit/", "/cms/pages/{page}/history/", "/cms/pages/{page}/move/",
    "/cms/pages/{page}/copy/", "/cms/pages/{page}/delete/", "/cms/images/", "/cms/images/add/", "/cms/documents/",
    "/cms/documents/multiple/add/", "/cms/snippets/library/film/add/", "/cms/reports/workflow/",
    "/cms/reports/site-history/", "/cms/reports/aging-pages/", "/cms/workflows/add/", "/cms/workflows/edit/{workflow}/",
    "/cms/redirects/add/", "/cms/sites/new/", "/cms/collections/add/", "/cms/images/chooser/", "/cms/choose-page/",
)  # fmt: skip


def open_page(client: Client, path: str) -> str:
    page = sample_areas.area()
    client.force_login(cast.dougal())
    workflow = apps.get_model("wagtailcore", "Workflow").objects.first()
    response = client.get(path.format(page=page.pk, workflow=workflow.pk), headers={"Accept": "text/html"}, follow=True)
    assert response.status_code == 200
    content = response.content.decode()
    return json.loads(content)["html"] if content.startswith("{") else content


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_script(client: Client, path: str) -> None:
    content = open_page(client, path)

    assert INLINE_SCRIPT.findall(content) == []
    assert HANDLER.findall(content) == []


@pytest.mark.parametrize(
    ("path", "started"),
    [
        ("/cms/pages/{page}/edit/", {"initDateChooser", "initDateTimeChooser"}),
        ("/cms/workflows/edit/{workflow}/", {"InlinePanel", "PageChooser", "createTaskChooser"}),
    ],
)
def test_what_an_inline_script_would_start_is_started_by_ours(client: Client, path: str, started: set[str]) -> None:
    content = open_page(client, path)

    found = STARTED.findall(content)
    assert {start for start, _ in found} >= started
    assert all(isinstance(json.loads(html.unescape(arguments)), list) for _, arguments in found)
    assert "workshop/js/widgets.js" in content
