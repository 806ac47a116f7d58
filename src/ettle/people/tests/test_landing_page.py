"""Where people begin after signing in, by what they are, and by their choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ettle.kit.landing_pages import landing_pages_of
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.sign_in.adapter import AccountAdapter
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (cast.stranger, "/me/"),
        (cast.isla, "/me/"),
        (cast.bashir, "/review/"),
        (cast.freya, "/organisation/"),
        (cast.morag, "/review/"),
        (cast.agnes, "/cms/"),
        (cast.dougal, "/manage/"),
    ],
)
def test_each_of_the_cast_begins_on_the_page_of_their_role(who: Callable[[], User], path: str, rf: Any) -> None:
    request = rf.get("/account/sign-in/")
    request.user = who()

    assert AccountAdapter(request).get_login_redirect_url(request) == path


def test_a_person_with_several_roles_chooses_once_and_finds_the_others(client: CheckedClient) -> None:
    morag = cast.morag()
    client.force_login(morag)

    queue = client.get("/review/").content.decode()
    answer = client.post("/me/landing-page/", {"page": "organisation"})

    assert '<a href="/organisation/">Your organisation</a>' in queue
    assert '<a href="/me/">My journey</a>' in queue
    assert "Begin here when I sign in" not in queue
    assert answer["Location"] == "/organisation/"
    assert landing_pages_of(User.objects.get(pk=morag.pk))[0].key == "organisation"
    assert "Begin here when I sign in" in client.get("/review/").content.decode()
    assert '<a href="/review/">Work to review</a>' in client.get("/organisation/larch-care/").content.decode()


def test_nobody_begins_on_a_page_that_is_not_theirs(client: CheckedClient) -> None:
    isla = cast.isla()
    client.force_login(isla)

    client.post("/me/landing-page/", {"page": "manage"})

    assert User.objects.get(pk=isla.pk).landing_page == ""
    assert "Begin here" not in client.get("/me/").content.decode()


def test_a_choice_ends_with_the_role(client: CheckedClient) -> None:
    morag = cast.morag()
    User.objects.filter(pk=morag.pk).update(landing_page="organisation")
    morag.memberships.filter(role="lead").delete()

    assert landing_pages_of(User.objects.get(pk=morag.pk))[0].path == "/review/"
