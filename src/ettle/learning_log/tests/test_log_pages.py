"""The learning log, page by page: quick, private, and nothing in it is lost."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import queries
from ettle.learning_log.models import Entry, EntryLink, EntrySave
from ettle.learning_log.tests import factories
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
NEW = "/me/log/new/"
ALL = ("capabilities", "logic-model")


@pytest.fixture
def isla(client: CheckedClient) -> User:
    person = cast.isla()
    client.force_login(person)
    return person


def filled_form(client: CheckedClient, path: str, **texts: str) -> dict[str, str]:
    """The data that the form on a page would send, with these texts in its boxes."""
    form = client.get(path).context["form"]
    fields = {field.name: str(field.value()) for field in form if field.name != "happened_on"}
    day = form["happened_on"].value()
    return fields | {"happened_on": day.isoformat(), "was_on": day.isoformat(), "once": str(uuid.uuid4())} | texts


def put_text(client: CheckedClient, number: object, part: str, text: str, *, rev: int = 0, about: str = "") -> Any:
    return client.put(
        reverse("learning_log:save", args=[number, part]) + about,
        json.dumps({"text": text}),
        content_type="application/json",
        headers={"If-Match": f'"{rev}"', "Idempotency-Key": str(uuid.uuid4())},
    )


def entry_url(entry: Entry, name: str = "learning_log:entry", *args: object) -> str:
    return reverse(name, args=[entry.uuid, *args])


def test_an_empty_log_offers_the_first_entry(client: CheckedClient, isla: User) -> None:
    assert "Write your first entry" in client.get("/me/log/").content.decode()


def test_what_to_know_before_writing_is_open_until_there_is_an_entry(client: CheckedClient, isla: User) -> None:
    before = client.get(NEW).content.decode()

    factories.create_entry(isla, happened="We moved tea to four.")
    after = client.get(NEW).content.decode()

    assert '<details class="fold before-writing" open>' in before
    assert '<details class="fold before-writing">' in after


def test_one_box_and_one_press_make_an_entry(client: CheckedClient, isla: User) -> None:
    answer = client.post(NEW, filled_form(client, NEW, happened="We moved tea to four."))

    entry = Entry.objects.get(writer=isla)
    assert answer["Location"] == entry_url(entry)
    assert "We moved tea to four." in client.get("/me/log/").content.decode()


def test_what_happened_and_save_come_first_and_the_rest_is_folded_until_it_says_something(
    client: CheckedClient, isla: User
) -> None:
    quick = factories.create_entry(isla, happened="We moved tea to four.")
    long = factories.create_entry(isla, happened="We moved tea to four.", learned="Ask first.")
    begun, short, full = (client.get(path).content.decode() for path in (NEW, entry_url(quick), entry_url(long)))
    odd = client.post(NEW, filled_form(client, NEW, happened="x", happened_on="the other day")).content.decode()

    for page in (begun, short, full):
        assert page.index('name="happened"') < page.index(">Save</button>") < page.index('name="learned"')
    assert ['more-boxes" open>' in page for page in (begun, short, full, odd)] == [False, False, True, True]


def test_when_an_entry_was_saved_is_said_once(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="We moved tea to four.")

    page = client.post(entry_url(entry), filled_form(client, entry_url(entry)), follow=True).content.decode()

    assert len(re.findall(r"Saved [0-9]", page)) == 1


def test_an_empty_page_or_a_future_day_is_an_error_at_the_field(client: CheckedClient, isla: User) -> None:
    empty = client.post(NEW, filled_form(client, NEW, happened=" \n "))
    tomorrow = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 - far from any midnight
    early = client.post(NEW, filled_form(client, NEW, happened="x", happened_on=tomorrow))
    odd = client.post(NEW, filled_form(client, NEW, happened="x", happened_on="the other day"))

    assert "Write at least one word" in empty.content.decode()
    assert "Choose today or an earlier day" in early.content.decode()
    assert "Write the day like" in odd.content.decode()
    assert [answer.status_code for answer in (empty, early, odd)] == [422, 422, 422]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("number", ["", "' OR 1=1 --", "9" * 30])
def test_an_invalid_number_loses_nothing_typed(client: CheckedClient, isla: User, number: str) -> None:
    answer = client.post(NEW, filled_form(client, NEW, happened="We moved tea to four.", number=number))

    assert answer.status_code == 302
    assert Entry.objects.get(writer=isla).saves.filter(text="We moved tea to four.").exists()


def test_a_double_tap_makes_one_entry(client: CheckedClient, isla: User) -> None:
    sent = filled_form(client, NEW, happened="Once")

    first, again = client.post(NEW, sent), client.post(NEW, sent)

    assert first["Location"] == again["Location"]
    assert EntrySave.objects.count() == 1


def test_what_is_saved_while_writing_is_the_entry_that_the_button_saves(client: CheckedClient, isla: User) -> None:
    sent = filled_form(client, NEW, happened="One", learned="Two")
    first = put_text(client, sent["number"], "happened", "One")
    client.post(NEW, sent | {"rev_happened": str(first.json()["rev"])})

    entry = Entry.objects.get()
    assert str(entry.uuid) == sent["number"]
    assert sorted(EntrySave.objects.values_list("part", "text")) == [("happened", "One"), ("learned", "Two")]


def test_a_save_on_an_old_revision_gets_the_other_text(client: CheckedClient, isla: User) -> None:
    number = uuid.uuid4()
    put_text(client, number, "happened", "phone")

    answer = put_text(client, number, "happened", "desk")

    assert (answer.status_code, answer.json()) == (412, {"rev": 1, "text": "phone"})


def test_two_tabs_keep_both_versions_and_show_them(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="The start.")
    path = entry_url(entry)
    tab, other = (filled_form(client, path, happened=f"The start. {more}") for more in ("From one.", "From the other."))
    client.post(path, tab)

    answer = client.post(path, other)
    shown = client.get(answer["Location"]).content.decode()

    assert "There are two versions" in shown
    assert factories.current_text(entry, "happened") == "The start. From one.\n\nThe start. From the other."
    chosen = {"part": "happened", "rev": "3", "once": str(uuid.uuid4())}
    client.post(entry_url(entry, "learning_log:take-up"), chosen)
    assert factories.current_text(entry, "happened") == "The start. From the other."
    assert "From one." in client.get(entry_url(entry, "learning_log:history", "happened")).content.decode()


def test_a_tab_that_was_only_open_reverts_nothing(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="Old", learned="Old")
    path = entry_url(entry)
    lay_open = filled_form(client, path, learned="New there")
    client.post(path, filled_form(client, path, happened="New here"))

    client.post(path, lay_open)

    assert (factories.current_text(entry, "happened"), factories.current_text(entry, "learned")) == (
        "New here",
        "New there",
    )


def test_a_deleted_entry_does_not_come_back_from_an_open_page(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="Gone")
    client.post(entry_url(entry, "learning_log:delete"), {"once": str(uuid.uuid4())})

    answer = put_text(client, entry.uuid, "happened", "Gone and more", rev=1)

    assert answer.status_code == 422
    assert "deleted somewhere else" in answer.json()["words"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", [cast.callum, cast.freya, cast.bashir, cast.morag, cast.stranger, cast.dougal])
def test_no_one_else_sees_an_entry_whatever_their_role(client: CheckedClient, who: Callable[[], User]) -> None:
    entry = factories.create_entry(cast.isla(), happened="Mine alone")
    client.force_login(who())

    names = ["entry", "versions", "delete", "take-up", "unlink"]
    paths = [entry_url(entry, f"learning_log:{name}") for name in names]
    paths += [entry_url(entry, "learning_log:history", "happened"), entry_url(entry, "learning_log:links", "cpl")]
    answers = [ask(path).status_code for path in paths for ask in (client.get, client.post)]

    assert set(answers) <= {404, 405}
    assert put_text(client, entry.uuid, "happened", "Mine now", rev=1).status_code == 404
    assert client.post(NEW, filled_form(client, NEW, happened="x", number=str(entry.uuid))).status_code == 404
    assert "Mine alone" not in client.get("/me/log/?q=Mine").content.decode()
    assert factories.current_text(entry, "happened") == "Mine alone"


def test_a_visitor_is_asked_to_sign_in(client: CheckedClient) -> None:
    assert client.get(NEW)["Location"].startswith("/account/sign-in/?next=/me/log/new/")
    assert put_text(client, uuid.uuid4(), "happened", "x").status_code == 302
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("starter_pack")
def test_an_address_says_what_a_new_entry_is_about(client: CheckedClient, isla: User) -> None:
    about = "?theme=emp.1&node=D4&code=1.3&cpl=7&area=empower"
    sent = filled_form(client, NEW + about)

    put_text(client, sent["number"], "happened", "I asked first.", about=about)

    links = EntryLink.objects.values_list("framework", "edition", "key", "path")
    assert {(framework, key) for framework, _, key, _ in links} == {
        ("capabilities", "emp.1"), ("logic-model", "D4"), ("codes-workers", "1.3"), ("cpl", "7"), ("area", "empower"),
    }  # fmt: skip
    assert [edition for framework, edition, _, _ in links if framework == "codes-workers"] == ["2024"]
    assert all(client.get(path).status_code == 200 for *_, path in links)
    linked = {(link.framework, link.key, link.words) for link in queries.personal_links(isla, ALL)}
    assert linked == {("logic-model", "D4", "I asked first."), ("capabilities", "emp.1", "I asked first.")}
    assert list(queries.personal_links(cast.callum(), ALL)) == []
    assert EntryLink.objects.get(framework="area").title == "Empowering"
    assert client.get(NEW + "?theme=%00&node=no&item=x&area=../x&area=no-such").status_code == 200


@pytest.mark.usefixtures("starter_pack")
def test_links_are_chosen_from_each_framework_and_narrow_the_list(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="About this")
    factories.create_entry(isla, happened="About nothing")
    for shelf in ("capabilities", "model", "codes", "cpl"):
        page = client.get(entry_url(entry, "learning_log:links", shelf))
        first = page.context["groups"][0][1][0][0]
        client.post(entry_url(entry, "learning_log:links", shelf), {"item": str(first.item), "once": str(uuid.uuid4())})

    assert entry.links.count() == 4
    element = entry.links.get(framework="cpl")
    listed = client.get(f"/me/log/?link={element.item}").content.decode()
    assert "About this" in listed
    assert "About nothing" not in listed
    odd = client.post(entry_url(entry, "learning_log:links", "cpl"), {"item": str(uuid.uuid4())})
    assert odd.status_code == 422
    client.post(entry_url(entry, "learning_log:unlink"), {"item": str(element.item)})
    assert entry.links.count() == 3


def test_words_are_found_in_the_current_text_of_any_part(client: CheckedClient, isla: User) -> None:
    entry = factories.create_entry(isla, happened="A walk", learned="Listening first")
    client.post(entry_url(entry), filled_form(client, entry_url(entry), happened="A talk"))

    assert "A talk" in client.get("/me/log/?q=LISTENING+talk").content.decode()
    assert "No entry in your log has all of these words" in client.get("/me/log/?q=walk").content.decode()
    assert "A talk" not in client.get("/me/log/?q=%25").content.decode()
    assert client.get("/me/log/?q=%00%25_&link=x&page=nine").status_code == 200
    assert client.get("/me/log/?page=99").status_code == 404


@pytest.mark.usefixtures("starter_pack")
def test_words_and_a_link_narrow_the_list_together(client: CheckedClient, isla: User) -> None:
    about = "?theme=emp.1"
    for text in ("One walk together", "One talk together"):
        put_text(client, uuid.uuid4(), "happened", text, about=about)
    put_text(client, uuid.uuid4(), "happened", "One talk, linked to nothing")
    item = EntryLink.objects.filter(entry__writer=isla)[0].item

    found = client.get(f"/me/log/?q=one+TALK&link={item}").content.decode()

    assert "One talk together" in found
    assert "One walk together" not in found
    assert "linked to nothing" not in found


@pytest.mark.usefixtures("starter_pack")
def test_a_full_log_takes_few_queries(client: CheckedClient, isla: User, django_assert_max_num_queries: Any) -> None:
    entries = [factories.create_entry(isla, happened=f"Entry {number}", on=NOW.date()) for number in range(45)]
    put_text(client, entries[-1].uuid, "learned", "x")

    paths = ["/me/log/", "/me/log/?page=3", "/me/log/?q=entry+4", entry_url(entries[-1]), NEW + "?theme=emp.1"]
    paths.append(entry_url(entries[-1], "learning_log:links", "codes"))
    for path in paths:
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200
    assert "3 of 3" in client.get("/me/log/?page=3").content.decode()


def test_back_correct_and_send_changes_the_entry_that_was_made(client: CheckedClient, isla: User) -> None:
    sent = filled_form(client, NEW, happened="We moved tea to for.")

    first = client.post(NEW, sent)
    second = client.post(NEW, sent | {"happened": "We moved tea to four."})
    third = client.post(NEW, sent | {"happened": "We moved tea to half past four."})

    entry = Entry.objects.get(writer=isla)
    assert {answer["Location"] for answer in (first, second, third)} == {entry_url(entry)}
    page = client.get(entry_url(entry)).content.decode()
    assert "We moved tea to half past four." in page
    assert "We moved tea to for." not in page
