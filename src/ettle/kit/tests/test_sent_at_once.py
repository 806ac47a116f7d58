"""The same form sent several times at the same moment, with the same content and with corrections."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import close_old_connections, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from ettle.kit import audit
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.models import AnsweredPost, AuditLine
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.people.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


@pytest.fixture(autouse=True)
def _a_database_that_waits_its_turn(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")


@answer_once(OtherContent.APPLY)
def write_line(request: HttpRequest) -> HttpResponse:
    audit.record(request.user, request.POST["words"], request.user, now=timezone.now())  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(f"/{request.POST['words']}/")


def send(person: User, key: str, words: str) -> HttpResponse:
    request = RequestFactory().post("/form/", {"once": key, "words": words})
    request.user = person
    return write_line(request)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run the acts at the same time, and return what they returned or raised."""
    outcomes: list[object] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            outcomes.append(act())
        except Exception as fault:
            outcomes.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return outcomes


def test_the_same_content_is_done_once() -> None:
    isla, key = cast.isla(), str(uuid.uuid4())

    outcomes = at_once([partial(send, isla, key, "first")] * 6)

    assert [getattr(outcome, "url", outcome) for outcome in outcomes] == ["/first/"] * 6
    assert AuditLine.objects.filter(act="first").count() == 1


def test_of_corrections_each_is_done_once_and_the_last_is_the_one_recorded() -> None:
    isla, key = cast.isla(), str(uuid.uuid4())
    send(isla, key, "first")

    outcomes = at_once([partial(send, isla, key, words) for words in ("second", "third", "fourth")])

    assert sorted(getattr(outcome, "url", str(outcome)) for outcome in outcomes) == ["/fourth/", "/second/", "/third/"]
    acts = ["first", "second", "third", "fourth"]
    lines = list(AuditLine.objects.filter(act__in=acts).order_by("pk").values_list("act", flat=True))
    assert sorted(lines) == sorted(acts)
    assert AnsweredPost.objects.get().location == f"/{lines[-1]}/"
