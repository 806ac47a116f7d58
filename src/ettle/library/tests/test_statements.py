"""The pages about the site, the glossary among them."""

from __future__ import annotations

import pytest
from django.test import Client

from ettle.library import actions
from ettle.library.tests import sample_areas
from ettle.people.tests import cast


@pytest.mark.django_db
def test_a_site_without_such_pages_says_so(client: Client) -> None:
    assert b"Nothing has been written here yet" in client.get("/statements/").content


@pytest.mark.django_db
def test_a_visitor_finds_every_page_about_the_site_from_more(client: Client) -> None:
    for spec in sample_areas.pack_statements():
        actions.load_statement(spec, by=None, now=cast.NOW)

    assert b'href="/statements/"' in client.get("/more/").content
    listed = client.get("/statements/").content.decode()

    assert all(f'href="/statements/{spec.key}/"' in listed for spec in sample_areas.pack_statements())


@pytest.mark.django_db
def test_each_term_of_the_glossary_has_its_own_address(client: Client) -> None:
    (glossary,) = [spec for spec in sample_areas.pack_statements() if spec.key == "glossary"]
    actions.load_statement(glossary, by=None, now=cast.NOW)

    words = client.get("/statements/glossary/").content.decode()

    assert words.count('<h2 id="') == 26
    assert '<h2 id="self-directed-support">' in words
