"""A form sent twice is answered once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from ettle.kit.forms.outcomes import ALREADY_SENT, posted_data, render_form, run_form
from ettle.kit.http import idempotency
from ettle.kit.http.idempotency import OtherContent, answer_once, find_corrected
from ettle.kit.models import AnsweredPost
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

pytestmark = pytest.mark.django_db
calls: list[str] = []


@answer_once(OtherContent.APPLY)
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
    find_answer = idempotency._Post.find_answer
    other: list[str] = []

    def find_answer_slowly(self: Any) -> AnsweredPost | None:
        found = find_answer(self)
        if not other:
            other.append("came")
            other.append(post(isla, key).headers["Location"])  # after this one has looked, and before it writes
        return found

    monkeypatch.setattr(idempotency._Post, "find_answer", find_answer_slowly)

    assert post(isla, key).headers["Location"] == "/done/"
    assert other == ["came", "/done/"]
    assert AnsweredPost.objects.count() == 1


def test_a_broken_constraint_of_the_view_itself_is_an_error() -> None:
    @answer_once(OtherContent.APPLY)
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


def test_back_correct_and_send_applies_the_correction() -> None:
    key, isla = str(uuid.uuid4()), cast.isla()

    for answer in ("yes", "yes, on Monday", "yes, on Monday", "yes"):
        assert post(isla, key, answer).status_code == 302

    assert calls == ["yes", "yes, on Monday", "yes"]
    assert AnsweredPost.objects.count() == 1


def test_what_is_stored_of_the_content_is_no_plain_digest(settings: Any) -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    post(isla, key)
    first = AnsweredPost.objects.get().digest
    AnsweredPost.objects.all().delete()

    settings.SECRET_KEY = "another"
    post(isla, key)

    assert AnsweredPost.objects.get().digest != first


class WordsForm(forms.Form):
    words = forms.CharField()


@answer_once(OtherContent.SHOW)
def send_words(request: HttpRequest) -> HttpResponse:
    form = WordsForm(posted_data(request))
    if run_form(form, lambda data: calls.append(data["words"])):
        return HttpResponseRedirect("/sent/")
    return render_form(request, "400.html", form, {"shown": form})


def send(person: User, key: str, words: str, file: bytes | None = None) -> HttpResponse:
    data: dict[str, Any] = {"once": key, "words": words}
    if file is not None:
        data["file"] = SimpleUploadedFile("a.txt", file)
    request = RequestFactory().post("/words/", data)
    request.user = person
    return send_words(request)


def test_what_cannot_be_sent_twice_is_shown_again_with_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    shown: list[Any] = []

    def render_words(request: HttpRequest, template: str, form: Any, context: Any) -> HttpResponse:
        shown.append(form)
        return HttpResponse(status=422)

    monkeypatch.setattr("ettle.kit.tests.test_idempotency.render_form", render_words)
    send(isla, key, "Hello")

    answers = [send(isla, key, words).status_code for words in ("Hello!", "", "Hello")]

    assert answers == [422, 422, 302]
    assert calls == ["Hello"]
    assert shown[0]["words"].value() == "Hello!"
    assert shown[0].non_field_errors() == [ALREADY_SENT.format("/sent/")]


def test_another_file_under_the_same_name_is_other_content(monkeypatch: pytest.MonkeyPatch) -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    monkeypatch.setattr("ettle.kit.tests.test_idempotency.render_form", lambda *_: HttpResponse(status=422))

    answers = [send(isla, key, "Hello", file).status_code for file in (b"one", b"one", b"two")]

    assert answers == [302, 302, 422]


def test_a_view_that_has_no_form_for_the_words_any_more_does_nothing_and_shows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, isla, shown = str(uuid.uuid4()), cast.isla(), []

    @answer_once(OtherContent.SHOW)
    def save_without_form(request: HttpRequest) -> HttpResponse:
        isla.name = request.POST["words"]
        isla.save()
        return HttpResponseRedirect("/sent/")

    def render_page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        shown.append((template, context))
        return HttpResponse(status=status)

    monkeypatch.setattr(idempotency, "render", render_page)
    others = {"title": "Exactly twenty chars", "choice": "two short words"}
    for words, expected in (("Isla the First", 302), ("Isla Reid, and a little more", 409)):
        request = RequestFactory().post("/form/", {"once": key, "words": words, **others})
        request.user = isla
        assert save_without_form(request).status_code == expected

    isla.refresh_from_db()
    assert isla.name == "Isla the First"
    assert shown == [
        ("kit/already_sent.html", {"location": "/sent/", "words": ["Isla Reid, and a little more", others["title"]]}),
    ]


def test_a_view_finds_what_its_form_made() -> None:
    key, isla, found = str(uuid.uuid4()), cast.isla(), []

    @answer_once(OtherContent.CORRECT)
    def make(request: HttpRequest) -> HttpResponse:
        found.append(find_corrected(request))
        return HttpResponseRedirect(f"/me/goals/{uuid.UUID(int=7)}/")

    for answer in ("a", "b"):
        request = RequestFactory().post("/form/", {"once": key, "answer": answer})
        request.user = isla
        make(request)

    assert found == [None, {"uuid": uuid.UUID(int=7)}]


def test_an_answer_that_was_deleted_a_moment_ago_is_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key, isla = str(uuid.uuid4()), cast.isla()
    post(isla, key)

    def lock_too_late(form: idempotency._Post) -> None:
        form._rows().delete()

    monkeypatch.setattr(idempotency._Post, "lock_answer", lock_too_late)

    assert post(isla, key).headers["Location"] == "/done/"
    assert calls == ["yes", "yes"]
    assert AnsweredPost.objects.count() == 1
