"""An author tells a story in other words to some roles and settings, in forms and without code."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.activities.queries import find_published
from ettle.people import queries as people
from ettle.people.tests import cast
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.tests.test_story_pages import (
    EXAMPLE,
    _model,  # noqa: F401 - the logic model that the story touches
    address,
    draft_content,
    fields_of,
    publish,
    save,
    send_text,
    words,
)


@pytest.fixture(autouse=True)
def _readers(db: None) -> None:
    WorkSetting = apps.get_model("people", "WorkSetting")
    for position, (key, title) in enumerate([("care-home", "Care home"), ("own-home", "Care at home")]):
        WorkSetting.objects.get_or_create(key=key, defaults={"title": title, "position": position})
    people.clear_role_cache()


def add_variant(client: Client, label: str = "Care home", **readers: Any) -> str:
    """Add a variant for these readers, and return the address of its form."""
    page = client.post(address("story-variant-add"), {"label": label})["Location"]
    save(client, page, **readers or {"settings": ["care-home"]})
    return str(page)


def variants() -> list[str]:
    return [variant.key for variant in draft_content().scenario.variants]


def test_a_variant_is_added_worded_and_published(publisher: Client) -> None:
    draft = send_text(publisher)
    save(publisher, address("story-head"), label="Care at home")
    page = add_variant(publisher, settings=["care-home"], roles=["frontline"], opening="You run a care home.")
    place = address("story-variant-place", "care-home", "the-phone")

    opened = publisher.get(place)
    saved = save(publisher, place, title="Three notes on the door", **{"option-1-text": "Find her and listen"})

    assert "In the story: What is happening The last message says only" in words(opened)
    assert saved["Location"] == place
    assert "2 of 12 texts in other words" in words(publisher.get(page))
    assert "For: Front-line worker, Care home" in words(publisher.get(draft.get_page_url()))
    assert publish(publisher, draft).status_code == 302
    published = find_published(draft.subject)
    assert published is not None
    told = published.spec.part.in_variant("care-home")  # type: ignore[union-attr]  # a scenario has variants
    assert (told.opening, told.nodes[0].title) == ("You run a care home.", "Three notes on the door")
    assert told.nodes[0].options[1].text == "Find her and listen"
    assert told.nodes[0].options[0].text.startswith("Look up what was planned")


def test_words_that_are_those_of_the_story_are_not_stored_twice(writer: Client) -> None:
    send_text(writer)
    add_variant(writer)
    place = address("story-variant-place", "care-home", "the-talk")

    copied = writer.post(place, {**fields_of(writer, place), "title": "At the door", "then": "copy"})
    form = copied.context["form"]

    assert copied.status_code == 200
    assert form["option-1-text"].value().startswith("Agree who tells her")
    assert form["passages-0"].value() == "Her voice is calm."
    assert draft_content().scenario.variants[0].nodes == ()
    filled = {name: form[name].value() or "" for name in form.fields}
    assert writer.post(place, filled | {"question": "What can you offer?"}).status_code == 302
    (own,) = draft_content().scenario.variants[0].nodes
    assert (own.title, own.question, own.text, own.options, own.passages) == (
        "At the door", "What can you offer?", "", (), (),
    )  # fmt: skip


def test_an_ending_has_its_own_words_and_goes_back_to_those_of_the_story(writer: Client) -> None:
    send_text(writer)
    add_variant(writer)
    page = address("story-variant-place", "care-home", "settled")
    save(writer, page, missed_link="Who else on the floor is waiting?")
    assert draft_content().scenario.variants[0].endings[0].missed_link == "Who else on the floor is waiting?"

    writer.post(page, {**fields_of(writer, page), "missed_link": ""})

    assert draft_content().scenario.variants[0].endings == ()


def test_problems_of_a_variant_are_at_its_fields_and_hold_publication_back(publisher: Client) -> None:
    draft = send_text(publisher)
    page = add_variant(publisher, roles=["frontline"])
    add_variant(publisher, "At the front", roles=["frontline"])
    publisher.post(address("story-variant-add"), {"label": "Nobody"})
    place = address("story-variant-place", "care-home", "the-phone")
    save(publisher, place, text="Nobody answers (R2).")

    listed = publisher.get(draft.get_page_url())
    content = listed.content.decode()

    assert f'href="{page.replace("care-home", "nobody")}#id_roles"' in content
    assert "Say for which roles or settings this is told" in words(listed)
    assert "care-home is for the same roles and settings" in words(listed)
    assert f'href="{place}#id_text"' in content
    assert "Three messages , What is happening" in words(listed).replace("messages,", "messages ,")
    assert f'href="{address("story-head")}#id_label"' in content
    assert "‘R2’ is a key of the logic model" in str(publisher.get(place).context["form"].fields["text"].help_text)
    assert publish(publisher, draft).status_code == 422


def test_readers_that_the_site_does_not_have_are_named(publisher: Client) -> None:
    text = "\n## variant prison: Prison\n\nfor roles: governor\nfor settings: prison\n"
    draft = send_text(publisher, EXAMPLE + text)

    listed = words(publisher.get(draft.get_page_url()))
    page = address("story-variant", "prison")

    assert "There is no learning role governor on this site" in listed
    assert "There is no setting prison on this site" in listed
    assert "governor, which this site does not have" in words(publisher.get(page))
    save(publisher, page, roles=["frontline"], settings=[])
    variant = draft_content().scenario.variants[0]
    assert (variant.roles, variant.settings) == (("frontline",), ())


def test_variants_are_put_in_order_and_deleted(writer: Client) -> None:
    draft = send_text(writer)
    add_variant(writer)
    page = add_variant(writer, "Own home", settings=["own-home"])

    writer.post(address("story-variant-move", "own-home"), {"move": "up"})
    assert variants() == ["own-home", "care-home"]
    writer.post(address("story-variant-move", "own-home"), {"move": "up"})
    assert variants() == ["own-home", "care-home"]
    writer.post(address("story-variant-move", "own-home"), {"move": "down"})
    assert variants() == ["care-home", "own-home"]
    assert writer.post(address("story-variant-move", "own-home"), {"move": "away"}).status_code == 404

    seen = writer.get(page).context["whole_hash"]
    save(writer, address("story-variant-place", "own-home", "the-phone"), title="Four messages")
    kept = writer.post(address("story-variant-remove", "own-home"), {"as_it_was": seen}, follow=True)
    assert "Someone else changed this" in words(kept)
    assert variants() == ["care-home", "own-home"]
    seen = writer.get(page).context["whole_hash"]
    writer.post(address("story-variant-remove", "own-home"), {"as_it_was": seen})
    assert variants() == ["care-home"]
    assert "deleted Own home" in words(writer.get(draft.get_page_url()))


def test_a_variant_needs_a_label_and_there_are_twelve_at_most(writer: Client) -> None:
    send_text(writer)
    without = writer.post(address("story-variant-add"), {"label": " "}, follow=True)
    assert "Say for which readers or where it is told" in words(without)

    for number in range(12):
        writer.post(address("story-variant-add"), {"label": f"Home {number}"})
    refused = writer.post(address("story-variant-add"), {"label": "One more"}, follow=True)

    assert "A story has 12 variants at most" in words(refused)
    assert len(variants()) == 12


def test_what_is_deleted_from_the_story_goes_from_its_variants(writer: Client) -> None:
    send_text(writer)
    add_variant(writer)
    place, talk = (address("story-variant-place", "care-home", key) for key in ("the-phone", "the-talk"))
    save(writer, place, **{"option-0-text": "Read the diary", "option-2-text": "Ask the night staff"})
    save(writer, talk, title="At the door")

    save(writer, address("story-place", "the-phone"), **{"option-2-remove": "on"})
    seen = fields_of(writer, address("story-place", "the-talk"))["as_it_was"]
    writer.post(address("story-remove", "the-talk"), {"as_it_was": seen})

    (own,) = draft_content().scenario.variants[0].nodes
    assert [option.text for option in own.options] == ["Read the diary"]


def test_words_for_what_the_story_never_had_are_shown_and_left_out(writer: Client) -> None:
    own = "\n## variant care-home: Care home\n\nfor settings: care-home\n\n## the-attic: Up here\n\nDust.\n"
    draft = send_text(writer, EXAMPLE + own)
    page = address("story-variant", "care-home")

    assert "The story has no place ‘the-attic’" in words(writer.get(draft.get_page_url()))
    opened = writer.get(page)
    assert "The story has no place ‘the-attic’" in words(opened)
    assert "Dust." in words(opened)
    save(writer, page, label="Care homes")

    assert draft_content().scenario.variants[0].nodes == ()


def test_two_authors_who_word_the_same_place_lose_nothing(writer: Client, publisher: Client) -> None:
    send_text(writer)
    page = add_variant(writer)
    place = address("story-variant-place", "care-home", "the-phone")
    opened, head = fields_of(writer, place), fields_of(writer, page)
    save(publisher, place, title="Three notes")

    refused = writer.post(place, opened | {"title": "Three letters"})
    elsewhere = writer.post(page, head | {"opening": "You run a home."})

    assert refused.status_code == 422
    assert "## the-phone: Three notes" in words(refused)
    assert 'value="Three letters"' in refused.content.decode()
    assert elsewhere.status_code == 302
    again = writer.post(
        place, opened | {"title": "Three letters", "as_it_was": refused.context["form"]["as_it_was"].value()}
    )
    assert again.status_code == 302


def test_words_for_what_was_deleted_meanwhile_come_back(writer: Client, publisher: Client) -> None:
    draft = send_text(writer)
    page = add_variant(writer)
    place = address("story-variant-place", "care-home", "the-phone")
    opened, story = fields_of(writer, place), fields_of(writer, address("story-place", "the-talk"))
    seen = publisher.get(page).context["whole_hash"]
    publisher.post(address("story-variant-remove", "care-home"), {"as_it_was": seen})

    gone = writer.post(place, opened | {"title": "Three letters"})
    assert gone.status_code == 409
    assert "Three letters" in gone.content.decode()
    assert writer.get(place).status_code == 404

    publisher.post(address("story-discard"))
    closed = writer.post(address("story-place", "the-talk"), story | {"title": "What to say"})
    assert closed.status_code == 409
    assert "Someone has published or discarded this draft." in words(closed)
    assert "What to say" in closed.content.decode()
    assert not StoryDraft.objects.get(pk=draft.pk).is_open


def test_a_preview_is_told_to_each_kind_of_reader(writer: Client) -> None:
    send_text(writer)
    save(writer, address("story-head"), label="Care at home")
    add_variant(writer)
    add_variant(writer, "At the front", roles=["frontline"])
    save(writer, address("story-variant-place", "care-home", "the-phone"), title="Three notes")
    saved = save(
        writer, address("story-variant-place", "at-the-front", "the-phone"), title="Three calls", then="preview"
    )
    preview = address("story-preview")

    assert saved["Location"] == f"{preview}?variant=at-the-front&at=the-phone"
    assert "Version for: At the front" in words(writer.get(saved["Location"]))
    fits = {"variant": "fitting", "role": "frontline", "setting": "own-home"}
    assert "Three calls" in words(writer.get(preview, fits))
    assert "Three notes" in words(writer.get(preview, {"variant": "fitting", "setting": "care-home"}))
    assert "Version for: Care at home" in words(writer.get(preview, {"variant": "fitting", "role": "manager"}))
    stays = writer.get(preview, {"variant": "care-home", "at": "the-phone", "choose": "ring-her-at-once-and-listen"})
    assert 'name="variant" value="care-home"' in stays.content.decode()
    assert "Version for: Care home" in words(stays)
    assert "Version for: Care at home" in words(writer.get(preview, {"variant": "unknown"}))


def test_only_authors_find_a_variant(writer: Client) -> None:
    send_text(writer)
    page = add_variant(writer)
    stranger, visitor = Client(), Client()
    stranger.force_login(cast.isla())

    for path in (page, address("story-variant-place", "care-home", "the-phone")):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"label": "Mine"}).status_code == 404
        assert visitor.get(path)["Location"].startswith("/account/sign-in/")
    assert stranger.post(address("story-variant-remove", "care-home")).status_code == 404
    assert draft_content().scenario.variants[0].label == "Care home"


def test_pages_of_a_variant_ask_few_questions_of_the_database(writer: Client) -> None:
    draft = send_text(writer)
    page = add_variant(writer)
    pages = (page, address("story-variant-place", "care-home", "the-phone"), draft.get_page_url())

    for path in pages:
        writer.get(path)
        with CaptureQueriesContext(connection) as queries:
            writer.get(path)
        assert len(queries) <= 10, path
