"""A reflection can be spoken: only its learner hears it, and its words are still typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ettle.activities.items.questions.tests.sample_questions import SAMPLES, questions
from ettle.activities.items.questions.tests.test_question_pages import invite
from ettle.activities.models import ReflectionRecording
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, begin, play_scenario, text
from ettle.people.actions import leave
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from ettle.texts.tests.sound_samples import read_sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _use_temporary_store(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def invitation(client: Client, awarded: Awarded) -> Any:
    """Of a scenario that was played to its end and has no reflection yet."""
    invitation = factories.invitation("rota")
    begin(client, invitation)
    play_scenario(client, invitation, GOOD)
    return invitation


def record(client: Client, invitation: Any, content: bytes) -> Any:
    sound = SimpleUploadedFile("note.m4a", content)
    return client.post(at(invitation, 1, "recordings/reflection"), {"recording": sound})


def test_a_reflection_is_recorded_heard_and_finished_in_words(client: Client, invitation: Any) -> None:
    answer = record(client, invitation, read_sample("aac.m4a"))
    stored = ReflectionRecording.objects.get()
    address = reverse("activities:recording", args=[invitation.uuid, 1, "reflection", stored.uuid])

    assert answer.headers["Location"] == at(invitation, 1, "reflect")
    assert address in client.get(at(invitation, 1, "reflect")).content.decode()
    assert client.post(at(invitation, 1, "reflect"), {"words": ""}).status_code == 422
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})
    assert address in client.get(at(invitation, 1, "trail")).content.decode()
    heard = client.get(address)
    assert (heard.status_code, heard["Content-Type"]) == (200, "audio/mp4")
    assert record(client, invitation, read_sample("aac.m4a")).status_code == 302
    assert ReflectionRecording.objects.get() == stored
    for other in (cast.callum(), cast.bashir(), cast.morag(), cast.dougal()):
        client.force_login(other)
        assert client.get(address).status_code == 404


def test_a_deleted_recording_comes_back(client: Client, invitation: Any) -> None:
    record(client, invitation, read_sample("aac.m4a"))
    stored = ReflectionRecording.objects.get()
    place = [invitation.uuid, 1, "reflection", stored.uuid]

    client.post(reverse("activities:remove-recording", args=place))
    assert "You deleted a recording of 0 min 01 s" in text(client.get(at(invitation, 1, "reflect")))
    client.post(reverse("activities:restore-recording", args=place))

    assert ReflectionRecording.objects.shown().get() == stored


def test_a_broken_recording_is_refused_in_words(client: Client, invitation: Any) -> None:
    answer = record(client, invitation, read_sample("aac.m4a")[:900])

    assert answer.status_code == 422
    assert "damaged or not complete" in answer.content.decode()


def test_it_goes_with_its_person(client: Client, invitation: Any, django_capture_on_commit_callbacks: Any) -> None:
    record(client, invitation, read_sample("aac.m4a"))

    with django_capture_on_commit_callbacks(execute=True):
        leave(invitation.learner, now=NOW)

    assert default_storage.listdir("attached")[1] == []


def test_an_answer_to_a_question_is_recorded_too(client: Client, awarded: Awarded) -> None:
    steps = [{"reflection": SAMPLES["reflection"] | {"key": key}} for key in ("before", "after")]
    invitation = invite(questions(*steps))
    first = begin(client, invitation)
    address = at(invitation, 1, "recordings/before")
    sound = SimpleUploadedFile("note.m4a", read_sample("aac.m4a"))

    assert client.get(at(invitation, 1, "recordings/after")).headers["Location"] == first
    assert client.post(address, {"recording": sound}).headers["Location"] == first

    player = reverse(
        "activities:recording", args=[invitation.uuid, 1, "before", ReflectionRecording.objects.get().uuid]
    )
    assert player in client.get(first).content.decode()
    client.post(first, {"words": REFLECTION})
    assert player in client.get(first).content.decode()
    assert player not in client.get(at(invitation, 1, 2)).content.decode()
    assert client.get(player).status_code == 200
