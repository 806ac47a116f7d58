"""Names and words from right to left stand in an element with a direction of their own, wherever they are shown."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest

from ettle.evidence.tests import factories as evidence
from ettle.journey.tests import factories as journey
from ettle.kit.testing.client import FROM_THE_RIGHT, BrokenPage, CheckedClient
from ettle.learning_log.tests import factories as learning_log
from ettle.people.models import Organisation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

SAID = "میں نے پوچھا، پھر انتظار کیا."
STARTS = ("/", "/more/", "/me/", "/me/settings/", "/me/log/", "/organisation/", "/welcome/", "/manage/")
MOST_PAGES = 90
# A click there leaves, downloads or needs a sign-in of the last minutes.
NOT_FOLLOWED = re.compile(
    r"/(?:download|file|pdf|txt|static|media|cms|areas|framework|search|account|demo)\b|\.\w+$|#|\?"
)


def crawl(client: CheckedClient, faults: list[str]) -> Iterator[str]:
    """Fetch every page that is linked from the starts, and return the addresses that show words from the right."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        try:
            answer = client.get(path)
        except BrokenPage as error:
            faults.append(str(error))
            continue
        if answer.status_code != 200 or answer.streaming:
            continue
        page = answer.content.decode()
        if FROM_THE_RIGHT.search(page):
            yield path
        for link in re.findall(r'href="(/[^"]*)"', page):
            if link not in seen and not NOT_FOLLOWED.search(link):
                seen.add(link)
                waiting.append(link)


@pytest.fixture
def people() -> list[User]:
    """The cast with names from right to left, and what they wrote."""
    isla, bashir = cast.isla(), cast.bashir()
    learning_log.create_entry(isla, happened=SAID)
    evidence.create_first_steps()
    application = evidence.write_answers(evidence.begin_application(isla), f"{SAID} " * 30)
    evidence.submit_application(application)
    journey.publish_version()
    everyone = [isla, bashir, cast.freya(), cast.dougal()]
    for person in everyone:
        person.name = f"עדנה {person.name} خان"
        person.save()
    Organisation.objects.update(name="بیت الرحمت")
    return everyone


def test_no_words_run_in_the_wrong_direction(client: CheckedClient, people: list[User]) -> None:
    shown: set[str] = set()
    faults: list[str] = []
    for person in people:
        client.force_login(person)
        shown |= set(crawl(client, faults))

    assert not faults, "\n".join(faults)
    assert len(shown) > 8, shown
    assert {"/", "/me/settings/", "/me/log/"} <= shown


def test_fields_for_words_take_the_direction_of_what_is_typed(client: CheckedClient) -> None:
    client.force_login(cast.isla())

    page = client.get(f"/me/log/new/?{uuid.uuid4()}", follow=True).content.decode()

    assert len(re.findall(r'<textarea[^>]* dir="auto"', page)) == page.count("<textarea") > 0
