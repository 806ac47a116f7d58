"""The author's page of an instrument as a browser opens and sends it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from ettle.feedback.tests import factories as made_360
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec
from ettle.journey.tests import factories
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.workshop import actions
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.instruments.spec_entries import entries_class

LIST = "/manage/instruments/"
EDIT = "/cms/instruments/edit/{}/"
HISTORY = "/cms/instruments/history/{}/"
SELF, ROUND = EDIT.format("self-assessment"), EDIT.format("feedback-360")
SPECS: list[InstrumentSpec | FeedbackSpec] = [factories.INSTRUMENT, made_360.SPEC]
HIDDEN = re.compile(
    r'<input type="hidden" name="(after|page_key|loaded_revision_id|loaded_revision_created_at)" value="([^"]*)"'
)
PUBLISH, SUBMIT = {"action-publish": "yes"}, {"action-submit": "yes"}


def form_of(spec: InstrumentSpec | FeedbackSpec, *, after: int = 1, **changes: Any) -> dict[str, Any]:
    """The fields of a page that was opened before there was a draft, with these changed."""
    entries = entries_class(spec).from_spec(spec)
    return {**entries, "after": after, **{name.replace("__", "-"): typed for name, typed in changes.items()}}


def hidden_fields(page: Any) -> dict[str, str]:
    """What the page carries about the draft that it was opened with."""
    return dict(HIDDEN.findall(text(page)))


def send(client: Client, spec: InstrumentSpec | FeedbackSpec, action: dict[str, str], **changes: Any) -> Any:
    """Open the page, change these fields and press a button."""
    page = EDIT.format(spec.key)
    return client.post(page, form_of(spec, **changes) | hidden_fields(client.get(page)) | action)


def save(client: Client, spec: InstrumentSpec | FeedbackSpec, **changes: Any) -> Any:
    return send(client, spec, {}, **changes)


def publish(client: Client, spec: InstrumentSpec | FeedbackSpec, **changes: Any) -> Any:
    return send(client, spec, PUBLISH, **changes)


def text(response: Any) -> str:
    return unescape(re.sub("</?bdi>", "", response.content.decode()))


def unchecked(author: Client) -> Client:
    """The same author with a client that does not check the page: what no page may hold is sent back as typed."""
    plain = Client(raise_request_exception=False)
    plain.cookies = author.cookies
    return plain


def playing(person: User, *names: str) -> User:
    """A person with these groups only."""
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    return User.objects.get(pk=person.pk)


def named(person: User, role: AuthorRole) -> User:
    return actions.name_author(email=person.email, part=role, by=cast.dougal(), now=cast.NOW)
