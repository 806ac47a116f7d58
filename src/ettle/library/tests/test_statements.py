"""The pages about the site, the glossary among them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve

from ettle.kit.pages import page_shell
from ettle.kit.pages.brand import Contact, SiteBrand
from ettle.library import actions
from ettle.library.models import StatementPage
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


@pytest.mark.django_db
def test_help_answers_questions_and_is_linked_from_every_page_and_error(client: Client) -> None:
    (spec,) = [spec for spec in sample_areas.pack_statements() if spec.key == "help"]
    actions.load_statement(spec, by=None, now=cast.NOW)

    words = client.get("/statements/help/").content.decode()

    assert words.count('<h2 id="') >= 35
    for who in ("Everyone: ", "Learners: ", "Assessors: ", "Leads: ", "Authors: ", "Administrators: "):
        assert f">{who}" in words
    assert 'href="/me/settings/leave/"' in words
    assert '<li><a href="/statements/help/">Help</a></li>' in client.get("/more/").content.decode()
    for name in ("400", "403", "403_csrf", "404", "413", "500", "503"):
        assert 'href="/statements/help/"' in render_to_string(f"{name}.html")


@pytest.mark.django_db
def test_help_lists_its_questions_by_who_asks_and_has_a_search(client: Client) -> None:
    (spec,) = [spec for spec in sample_areas.pack_statements() if spec.key == "help"]
    actions.load_statement(spec, by=None, now=cast.NOW)

    words = client.get("/statements/help/").content.decode()

    assert "<summary>Learners</summary>" in words
    assert '<a href="#learners-how-do-i-earn-a-badge">How do I earn a badge?</a>' in words
    assert 'id="learners-how-do-i-earn-a-badge"' in words
    assert '<form action="/search/"' in words


@pytest.mark.django_db
def test_an_operator_adds_questions_in_a_statement_of_their_own(client: Client) -> None:
    (spec,) = [spec for spec in sample_areas.pack_statements() if spec.key == "help"]
    body = "## Learners: who is my lead?\n\nFreya.\n"
    own = spec.replace(key="help-at-rowan", title="Help at Rowan House", body=body)
    for statement in (spec, own):
        actions.load_statement(statement, by=None, now=cast.NOW)

    words = client.get("/statements/help/").content.decode()

    assert '<a href="#learners-who-is-my-lead">Who is my lead?</a>' in words
    assert "Freya." in words
    assert words.count("<summary>Learners</summary>") == 1


def test_every_page_that_help_links_to_is_there() -> None:
    (spec,) = [spec for spec in sample_areas.pack_statements() if spec.key == "help"]
    for address in re.findall(r"\]\((/[^)]*)\)", spec.body):
        assert resolve(address)


@pytest.mark.django_db
def test_readers_see_no_notes_for_operators_and_nothing_about_a_choice_that_they_do_not_have(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for spec in sample_areas.pack_statements():
        actions.load_statement(spec, by=None, now=cast.NOW)
    pages = {
        name: client.get(f"/statements/{name}/").content.decode()
        for name in ("privacy", "accessibility", "terms", "help")
    }

    assert [name for name, page in pages.items() if "came with the software" in page] == []
    assert "language" not in pages["privacy"].partition("<article")[2].partition("</article>")[0]
    assert "at the foot of every page" not in pages["help"]

    settings.LANGUAGES = [("en-gb", "English"), ("pl", "Polski")]
    assert "your language is stored with it" in client.get("/statements/privacy/").content.decode()
    reached = SiteBrand(contact=Contact("help@example.org"))
    monkeypatch.setattr(page_shell, "current_brand", lambda: reached)
    assert "at the foot of every page" in client.get("/statements/help/").content.decode()


@pytest.mark.django_db
def test_an_administrator_reads_what_to_add_until_the_page_is_changed(client: Client, now: datetime) -> None:
    (spec,) = [spec for spec in sample_areas.pack_statements() if spec.key == "privacy"]
    actions.load_statement(spec, by=None, now=now)
    client.force_login(cast.dougal())
    before = client.get("/statements/privacy/").content.decode()
    page = StatementPage.objects.get()
    page.summary = "What Rowan House keeps about you."
    page.save_revision(user=cast.dougal()).publish()
    after = client.get("/statements/privacy/").content.decode()
    client.force_login(cast.isla())

    assert "how to reach your data protection officer" in before
    assert "data protection officer" not in after
    assert "data protection officer" not in client.get("/statements/privacy/").content.decode()
