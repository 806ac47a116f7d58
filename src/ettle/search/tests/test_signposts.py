"""Signposts to help: shown above the results for every word of harm, with numbers that an operator can change."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from ettle.kit.models import AuditLine
from ettle.people.tests import cast
from ettle.search import actions, queries
from ettle.search.guide.guide_reader import load_vocabulary
from ettle.search.guide.harm import spell_out
from ettle.search.queries import search_entries
from ettle.search.tests.query_lists import read_list
from ettle.search.types.specs import ContactSpec
from ettle.search.words.stems import drop_apostrophes, split_words

HARM = {
    "suicide-self-harm": "suicide, suicidal, Suicide?, suicid, suicde, self-harm, self harm, selfharm, self-harming, "
    "killing myself, I want to kill myself, end my life, want to die, overdose, overdosed, he is hurting himself",
    "abuse-neglect": "abuse, abused, abusing, abusive, abuser, abuce, neglect, neglected, neglecting, neglectful, "
    "negelct, safeguarding, adult protection, child protection, exploited, grooming, financial abuse, at risk, "
    "they locked my brother in his room, carer stole money, left in a wet bed, staff shout at residents, "
    "he is rough with him",
    "assault": "assault, assaulted, assaults, asault, attacked, raped, sexual abuse, hit by a resident, "
    "violence, violent, threatened",
    "bullying": "bullying, bullied, bully, bullies, bulying, bullyng, harassment, harassed, harrassment, "
    "intimidated, sexual harassment, my manager bulling me, colleague shouts at me, my colleage shouts at me",
    "speaking-up": "whistleblowing, whistle-blowing, whistle blowing, whistleblower, raising concerns, "
    "unsafe practice, colleague drunk on shift, resident fell and manager say nothing, night shift allone scared",
}


def signposts_for(typed: str) -> list[str]:
    return [signpost.key for signpost in search_entries(typed, reader=AnonymousUser()).signposts]


def find_signposts(typed: str) -> list[str]:
    """Without the search for pages, which takes most of the time."""
    words = split_words(drop_apostrophes(typed))
    return [signpost.key for signpost in load_vocabulary().find_signposts(words)]


@pytest.mark.locks
def test_every_word_of_harm_shows_its_signpost_in_any_form(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    missing = [
        (key, typed) for key, line in HARM.items() for typed in line.split(", ") if key not in signposts_for(typed)
    ]
    of_pack = [
        (signpost.key, words)
        for signpost in queries.list_signposts()
        for words in signpost.words
        for phrase in [next(spell_out(words)), *list(spell_out(words))[-1:]]
        if signpost.key not in find_signposts(phrase)
    ]

    assert missing == []
    assert of_pack == []


@pytest.mark.django_db
def test_plain_words_about_every_kind_of_harm_show_a_signpost_that_fits(starter_search: None) -> None:
    """At its first run, before the words of the signposts were tried on it, 186 of 219 did."""
    queries_of_harm = read_list("harm/of_harm.txt")

    missing = [query.typed for query in queries_of_harm if not {*query.right} & {*find_signposts(query.typed)}]

    assert len(queries_of_harm) >= 200
    assert missing == []


@pytest.mark.django_db
def test_words_that_only_sound_like_harm_show_none(starter_search: None) -> None:
    lines = [query.typed for query in read_list("harm/not_of_harm.txt")]

    assert len(lines) >= 80
    assert [line for line in lines if find_signposts(line)] == []


@pytest.mark.django_db
def test_words_of_harm_at_the_end_of_a_long_sentence_are_seen(starter_search: None) -> None:
    typed = "i am on nights at the home and i went in to see to him and now he is not breathing"

    assert "emergency" in signposts_for(typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        *("leadership", "building", "delegation", "end of life care", "negotiate", "life story"),
        *("terms of use", "has my application been assessed", "has my evidence been accepted"),
    ],
)
def test_other_words_show_none(starter_search: None, typed: str) -> None:
    assert signposts_for(typed) == []


@pytest.mark.django_db
def test_the_signpost_is_above_the_results_with_numbers_to_ring_and_what_to_report(
    starter_search: None, client: Client
) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    words = client.get("/search/?q=bullied+at+work").content.decode()

    assert words.index('id="signpost-bullying"') < words.index('id="found"')
    assert 'href="tel:0800838587"' in words
    assert "Write down what was said or done" in words
    assert "have not checked these numbers yet" in words


@pytest.mark.django_db
def test_every_page_links_the_urgent_help_which_says_once_that_numbers_are_not_checked(
    starter_search: None, client: Client
) -> None:
    foot = client.get("/").content.decode().partition("<footer")[2]
    assert f'href="{reverse("search:urgent-help")}"' in foot

    page = client.get(reverse("search:urgent-help")).content.decode()

    assert page.count("have not checked") == 1
    assert page.index("have not checked") < page.index('class="notice signpost"')


@pytest.mark.django_db
def test_every_link_of_a_signpost_leads_to_a_page(starter_search: None, client: Client) -> None:
    words = client.get(reverse("search:urgent-help")).content.decode()
    linked = {link for signpost in queries.list_signposts() for link in [further.address for further in signpost.read]}

    for address in linked:
        path, _, anchor = address.partition("#")
        page = client.get(path)
        assert page.status_code == 200, address
        assert not anchor or f'id="{anchor}"' in page.content.decode(), address
        assert address in words
    assert re.findall(r'href="tel:(\d+)"', words)


@pytest.mark.django_db
def test_an_administrator_changes_a_number_and_the_day_of_the_check_is_shown(
    starter_search: None, client: Client
) -> None:
    client.force_login(cast.dougal())
    address = reverse("search:signpost", args=["suicide-self-harm"])
    form = {"urgent": "Ring 999.", "report": "Tell the person on call.", "contacts": "Samaritans | 116 123 | always"}

    refused = client.post(address, form)
    wrong = client.post(address, {**form, "contacts": "Samaritans, 116 123", "checked": "on"})
    saved = client.post(address, {**form, "checked": "on"})

    assert refused.status_code == wrong.status_code == 422
    assert "name, a number and when" in wrong.content.decode()
    assert saved.status_code == 302
    (signpost,) = (post for post in queries.list_signposts() if post.key == "suicide-self-harm")
    assert signpost.contacts == (ContactSpec(name="Samaritans", number="116 123", when="always"),)
    assert isinstance(signpost.checked_on, date)
    shown = client.get("/search/?q=suicide").content.decode()
    assert "Numbers last checked on" in shown
    assert AuditLine.objects.filter(act__contains="signpost suicide-self-harm").exists()


@pytest.mark.django_db
def test_only_administrators_change_signposts(starter_search: None, client: Client) -> None:
    client.force_login(cast.isla())

    assert client.get(reverse("search:signposts")).status_code == 404
    assert client.get(reverse("search:signpost", args=["bullying"])).status_code == 404
