"""A form sent twice is answered once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from ettle.kit.http import idempotency
from ettle.kit.http.idempotency import answer_once
from ettle.kit.models import AnsweredPost
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

pytestmark = pytest.mark.django_db
calls: list[str] = []


@answer_once
def view(request: HttpRequest) -> HttpResponse:
    calls.append(request.POST["answer"])
    return HttpResponseRedirect("/done/") if request.POST["answer"] else HttpResponse("mend it", status=422)


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


def post(person: User, key: str, answer: str = "yes") -> HttpResponse:
    request = RequestFactory().post("/form/", {"once": key, "answer": answer})
    request.user = person
    return view(request)


def test_the_second_post_gets_the_first_answer_and_does_nothing() -> None:
    key, isla = str(uuid.uuid4()), cast.isla()

    first, second = post(isla, key), post(isla, key)

    assert first.headers["Location"] == second.headers["Location"] == "/done/"
    assert len(calls) == 1


def test_a_post_with_an_error_can_be_corrected_and_sent_again() -> None:
    key, isla = str(uuid.uuid4()), cast.isla()

    assert post(isla, key, "").status_code == 422
    assert post(isla, key).status_code == 302
    assert AnsweredPost.objects.count() == 1


def test_one_persons_key_answers_nobody_else() -> None:
    key = str(uuid.uuid4())

    post(cast.isla(), key)
    post(cast.callum(), key)

    assert len(calls) == 2


@pytest.mark.parametrize("key", ["", "not-a-key", "0" * 500])
def test_a_form_without_a_good_key_is_still_answered(key: str) -> None:
    assert post(cast.isla(), key).status_code == 302


def test_of_two_posts_at_once_the_later_gets_the_first_answer_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    find_answer = idempotency._earlier_answer
    other: list[str] = []

    def find_answer_slowly(*arguments: Any) -> HttpResponse | None:
        found = find_answer(*arguments)
        if not other:
            other.append("came")
            other.append(post(isla, key).headers["Location"])  # after this one has looked, and before it writes
        return found

    monkeypatch.setattr(idempotency, "_earlier_answer", find_answer_slowly)

    assert post(isla, key).headers["Location"] == "/done/"
    assert other == ["came", "/done/"]
    assert AnsweredPost.objects.count() == 1


def test_a_broken_constraint_of_the_view_itself_is_an_error() -> None:
    @answer_once
    def break_constraint(request: HttpRequest) -> HttpResponse:
        raise IntegrityError("a constraint of its own")

    request = RequestFactory().post("/form/", {"once": str(uuid.uuid4())})
    request.user = cast.isla()

    with pytest.raises(IntegrityError, match="of its own"):
        break_constraint(request)


def test_a_key_of_one_form_is_another_key_at_another_address() -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    post(isla, key)
    request = RequestFactory().post("/another/", {"once": key, "answer": "yes"})
    request.user = isla

    view(request)

    assert len(calls) == 2
    assert AnsweredPost.objects.count() == 2


def test_what_a_visitor_sends_is_answered_each_time() -> None:
    key = str(uuid.uuid4())
    request = RequestFactory().post("/form/", {"once": key, "answer": "yes"})
    request.user = AnonymousUser()

    for _ in range(2):
        assert view(request).status_code == 302

    assert len(calls) == 2
    assert AnsweredPost.objects.count() == 0
