"""A form calls its action, and a refusal is shown where it belongs."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.refusal import Refused


class NameForm(forms.Form):
    name = forms.CharField(error_messages={"required": "Write a name"})


def refuse(field: str | None) -> Any:
    def action(data: dict[str, Any]) -> None:
        raise Refused(f"{data['name']} is taken", field=field)

    return action


def test_an_action_gets_what_was_typed_and_its_result_comes_back_even_when_it_is_empty() -> None:
    seen: list[object] = []

    outcome = run_form(NameForm({"name": " Isla "}), seen.append)

    assert seen == [{"name": "Isla"}]
    assert outcome
    assert outcome.value is None


@pytest.mark.parametrize("data", [None, {}, {"name": ""}])
def test_nothing_is_done_with_a_form_that_is_not_valid(data: dict[str, str] | None) -> None:
    assert run_form(NameForm(data), refuse(None)) is None


@pytest.mark.parametrize(("field", "shown_at"), [("name", "name"), ("email", "__all__"), (None, "__all__")])
def test_a_refusal_is_shown_at_its_field_or_at_the_top_and_what_was_typed_stays(
    field: str | None, shown_at: str
) -> None:
    form = NameForm({"name": "Isla"})

    assert run_form(form, refuse(field)) is None

    assert form.errors == {shown_at: ["Isla is taken"]}
    assert form["name"].value() == "Isla"


def test_a_fault_of_ours_is_not_taken_for_a_refusal() -> None:
    def action(data: dict[str, Any]) -> None:
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        run_form(NameForm({"name": "Isla"}), action)


@pytest.mark.django_db
def test_a_page_that_shows_an_error_answers_422(rf: RequestFactory) -> None:
    opened, sent = rf.get("/"), rf.post("/")
    opened.user = sent.user = AnonymousUser()

    assert render_form(opened, "kit/errors.html", NameForm(posted_data(opened))).status_code == 200
    answer = render_form(sent, "kit/errors.html", NameForm(posted_data(sent)), {"other": 1})
    assert answer.status_code == 422
    assert b"Write a name" in answer.content


def test_a_button_tells_on_the_next_page_what_came_of_it(rf: RequestFactory) -> None:
    def refused() -> None:
        raise Refused("Too late")

    request = with_messages(rf.post("/"))

    assert run_button(request, lambda: 3, done="Done")
    assert run_button(request, refused, done="Done") is None

    assert [(shown.level_tag, shown.message) for shown in get_messages(request)] == [
        ("success", "Done"),
        ("error", "Too late"),
    ]


def with_messages(request: HttpRequest) -> HttpRequest:
    request.session = {}  # type: ignore[assignment]  # all that the storage asks of a session
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # what the middleware sets
    return request
