"""Several workers and several people at the same time: one award, one credential, one withdrawal."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from ettle.badges import actions
from ettle.badges.award import signing
from ettle.badges.credential import bitstring, signing_log
from ettle.badges.models import Award, Cancellation, Credential, SigningLogLine
from ettle.badges.tests import badge_factory
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


@pytest.fixture(autouse=True)
def _a_database_that_waits_its_turn(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")


def at_once(act: Callable[[], object], times: int = 6) -> list[Exception]:
    """Run the same act from several threads and return what they raised."""
    raised: list[Exception] = []
    ready = threading.Barrier(times)

    def run() -> None:
        ready.wait()
        try:
            act()
        except Exception as fault:
            raised.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return raised


def test_awards_at_one_moment_are_one_award() -> None:
    learner, version = cast.isla(), badge_factory.version()

    raised = at_once(lambda: actions.award(learner=learner, version=version, by=None, now=badge_factory.EARNED))

    assert raised == []
    assert Award.objects.count() == 1


def test_workers_at_one_moment_sign_once() -> None:
    award = badge_factory.awarded()

    raised = at_once(lambda: signing.issue_credential(str(award.uuid), now=badge_factory.EARNED))

    assert raised == []
    assert Credential.objects.count() == 1
    assert list(signing_log.find_log_faults(award.issuer)) == []


def test_badges_signed_at_one_moment_have_places_and_log_lines_of_their_own() -> None:
    awards = [badge_factory.awarded(person) for person in (cast.isla(), cast.callum())]
    waiting = [*awards, *awards]

    raised = at_once(lambda: signing.issue_credential(str(waiting.pop().uuid), now=badge_factory.EARNED), times=4)

    assert raised == []
    assert Credential.objects.count() == 2
    assert len(set(Credential.objects.values_list("status_list", "status_index"))) == 2
    # One line for the new status list, two for each badge: the proof and the token.
    assert SigningLogLine.objects.count() == 5
    assert list(signing_log.find_log_faults(awards[0].issuer)) == []


def test_withdrawals_at_one_moment_are_one_and_none_is_lost_from_the_list() -> None:
    awards = [badge_factory.signed(person) for person in (cast.isla(), cast.callum())]
    administrator, waiting = cast.dougal(), [*awards, *awards]

    raised = at_once(
        lambda: actions.revoke(waiting.pop(), reason="Copied.", by=administrator, now=badge_factory.EARNED), times=4
    )

    assert [type(fault) for fault in raised] == [Refused, Refused]
    for award in awards:
        row = award.credential.status_list
        row.refresh_from_db()
        encoded = json.loads(bytes(row.document))["credentialSubject"]["encodedList"]
        assert bitstring.is_bit_set(encoded, award.credential.status_index)


def test_changes_of_one_badge_at_one_moment_follow_each_other_and_none_is_replaced_twice() -> None:
    award = badge_factory.signed()
    holder = award.learner
    acts = [actions.hide_name, actions.show_name] * 2

    raised = at_once(lambda: acts.pop()(award, by=holder, now=badge_factory.EARNED), times=4)

    assert raised == []
    chain = list(Credential.objects.order_by("pk"))
    assert [row.replaces_id for row in chain] == [None, *(row.pk for row in chain[:-1])]
    assert Award.objects.get().credential == chain[-1]
    assert Cancellation.objects.count() == len(chain) - 1


def test_a_new_name_that_two_people_accept_is_issued_once() -> None:
    award = badge_factory.signed()
    award.learner.name = "Isla Macrae"
    award.learner.save(update_fields=["name"])
    request = actions.request_reissue(award, note="", by=award.learner, now=badge_factory.EARNED)
    waiting = [cast.freya(), cast.dougal()]

    raised = at_once(
        lambda: actions.decide_reissue(request, accepted=True, answer="", by=waiting.pop(), now=badge_factory.EARNED),
        times=2,
    )

    assert [type(fault) for fault in raised] == [Refused]
    assert Credential.objects.filter(replaces=award.credential).count() == 1
