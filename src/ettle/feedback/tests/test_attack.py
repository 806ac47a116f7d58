"""An observer's requests write the pool of their 360 and nothing else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.feedback.tests import factories
from ettle.people.tests import cast

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@pytest.mark.django_db
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_an_observer_writes_the_pool_and_nothing_else(client: Client, is_signed_in: bool) -> None:
    (link,) = factories.invite_observers(factories.begin_feedback(), supported=1)
    if is_signed_in:
        client.force_login(cast.callum())

    with CaptureQueriesContext(connection) as queries:
        for name, number in (
            ("observer", None), ("observer-lines", 1), ("observer-words", None), ("observer-easy", None),
            ("observer-easy-line", 1), ("observer-easy-words", None), ("observer-check", None), ("observer-sent", None),
            ("observer-no", None), ("observer-no-mail", None),
        ):  # fmt: skip
            address = reverse(f"feedback:{name}", args=[link.observer.pk, link.token, *([number] if number else [])])
            client.get(address)
            client.post(address, {"vis.1.frontline": "4", "value": "Words", "said": "4", "helped": "yes"})

    written = {found[1] for query in queries if (found := WRITES.match(query["sql"]))}
    assert written == {"feedback_answerpool"}
