"""The rules about all decisions of a pack are checked for one draft: with everything that is published on the site."""

from __future__ import annotations

import pytest
from django.test import Client

from ettle.activities import actions as activities
from ettle.activities.types.stories import read_outline
from ettle.people.tests import cast
from ettle.workshop.stories.tests.test_story_pages import (
    EXAMPLE,
    _model,  # noqa: F401 - the logic model that the story touches
    address,
    publish,
    send_text,
    words,
)

# In the example the best option is number 2 in both decisions.
LONGEST = "This is the best option and the longest"
LONG = "Ring her at once and listen to all that she has to say, however long it may take you to hear it to the end"


def publish_others(number: int, *, best_is_longest: bool) -> None:
    """Publish this many stories of two decisions."""
    for place in range(number):
        story = read_outline(EXAMPLE).story.replace(key=f"other-{place}", title=f"Another call {place}")
        if best_is_longest:
            story = read_outline(long_best()).story.replace(key=f"other-{place}", title=f"Another call {place}")
        activities.publish(story, by=None, now=cast.NOW)


def long_best() -> str:
    return EXAMPLE.replace("Ring her at once and listen", LONG)


@pytest.mark.usefixtures("db")
def test_a_draft_that_breaks_a_rule_about_all_activities_is_held_back_and_says_where(publisher: Client) -> None:
    publish_others(4, best_is_longest=False)
    draft = send_text(publisher, long_best())

    page = publisher.get(draft.get_page_url())
    listed = words(page)
    place = publisher.get(address("story-place", "the-phone"))

    assert "All activities of this site : With this story: The best option is number 2 in" in listed
    assert f'href="{address("story-place", "the-phone")}#id_option-1-position"' in page.content.decode()
    assert "To correct: The best option is in this place too often" in str(
        place.context["form"].fields["option-1-position"].help_text
    )
    assert publish(publisher, draft).status_code == 422


@pytest.mark.usefixtures("db")
def test_a_rule_that_is_broken_without_the_draft_too_is_advice(publisher: Client) -> None:
    publish_others(5, best_is_longest=True)
    draft = send_text(publisher, long_best())

    page = publisher.get(draft.get_page_url())
    place = publisher.get(address("story-place", "the-phone"))

    assert "What all activities of this site teach together" in words(page)
    assert LONGEST in words(page)
    assert "Before it can be published" not in words(page)
    assert f"Advice: {LONGEST}" in str(place.context["form"].fields["option-1-text"].help_text)
    assert publish(publisher, draft).status_code == 302


@pytest.mark.usefixtures("db")
def test_the_published_edition_of_the_same_story_does_not_count_beside_its_draft(publisher: Client) -> None:
    publish_others(4, best_is_longest=False)
    draft = send_text(publisher)
    assert "number 2 in 10 of 10" in words(publisher.get(draft.get_page_url()))
    activities.publish(read_outline(EXAMPLE).story.replace(key=draft.subject), by=None, now=cast.NOW)

    assert "number 2 in 10 of 10" in words(publisher.get(draft.get_page_url()))


@pytest.mark.usefixtures("db")
def test_few_decisions_and_decisions_without_a_best_option_say_nothing(publisher: Client) -> None:
    publish_others(4, best_is_longest=False)
    unfinished = EXAMPLE.replace("  (trust +2)\n  -> the-talk", "  (trust +1)\n  -> the-talk")
    draft = send_text(publisher, unfinished)

    assert "With this story" not in words(publisher.get(draft.get_page_url()))
