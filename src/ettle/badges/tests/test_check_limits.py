"""A badge that someone made to be slow to check costs its sender a sentence, and the site little."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier, Event
from typing import Any

import psutil
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ettle.badges.tests import badge_factory, foreign_badges
from ettle.badges.verify import verification
from ettle.badges.verify.process import check_pool, graph_bounds, proof_check
from ettle.badges.verify.process.check_pool import MAX_AT_ONCE, pool
from ettle.badges.verify.process.proof_results import Finding, ProofFinding
from ettle.badges.verify.verdicts import Answer

KEY = foreign_badges.did_of(foreign_badges.PRIVATE).removeprefix("did:key:")
# It takes the time that it is told to, whatever a document says: a stand-in for a document that no bound has foreseen.
SLOW_HELPER = """
import sys, signal
from ettle.badges.verify.process import check_process, proof_check
check_process.MAX_PROCESSOR_SECONDS = 0.2
inner = check_process.check_proof
def slow(document, proof, key):
    while document.get("name") == "slow":
        pass
    return inner(document, proof, key)
check_process.check_proof = slow
check_process.main()
"""


@pytest.fixture
def fresh_pool() -> Iterator[None]:
    pool.end()
    yield
    pool.end()


def check(document: dict[str, Any]) -> ProofFinding:
    with pool.hold_place() as has_place:
        assert has_place
        return pool.check(document, document["proof"], KEY)


def enter(client: Client, document: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("badge.json", json.dumps(document).encode())
    return client.post(reverse("badges:verify"), {"file": file})


def test_an_entangled_badge_is_refused_within_a_fifth_of_a_second_of_processor_time() -> None:
    for nodes in (9, 30):  # too many labels of nameless parts to be read at all
        document = foreign_badges.entangled(nodes)
        proof_check.check_proof(document, document["proof"], KEY)  # reads the contexts
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime

        assert proof_check.check_proof(document, document["proof"], KEY).finding is Finding.ENTANGLED
        assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 0.2


def test_identical_parts_inside_each_other_are_counted_without_labels() -> None:
    """A chain of parts that say nothing but whose part they are: five can be told apart soon, ten are refused."""

    def chain(length: int) -> dict[str, Any]:
        inner: dict[str, Any] = {"type": ["Profile"], "name": "The last"}
        for _level in range(length):
            inner = {"type": ["Profile"], "parentOrg": [inner]}
        document = foreign_badges.unsigned()
        document["issuer"]["parentOrg"] = [inner]
        return foreign_badges.sign(document)

    for length, finding in ((5, Finding.FITS), (10, Finding.ENTANGLED)):
        signed = chain(length)
        assert proof_check.check_proof(signed, signed["proof"], KEY).finding is finding


def test_few_orders_are_no_reason_to_refuse() -> None:
    profiles = [{"id": f"_:p{n}", "type": ["Profile"], "parentOrg": {"id": f"_:p{(n + 1) % 5}"}} for n in range(5)]
    document = foreign_badges.unsigned()
    document["issuer"]["parentOrg"] = profiles

    signed = foreign_badges.sign(document)

    assert proof_check.check_proof(signed, signed["proof"], KEY).finding is Finding.FITS
    assert graph_bounds.MAX_ORDERS >= 120


def test_the_page_says_why_an_entangled_badge_is_not_checked(client: Client, db: None) -> None:
    page = enter(client, foreign_badges.entangled()).content.decode()

    assert "We could not check this badge" in page
    assert "refer to each other in so many ways" in page


def test_one_warm_helper_checks_all_and_leaves_no_process_behind(fresh_pool: None) -> None:
    genuine = foreign_badges.sign(foreign_badges.unsigned())
    assert check(genuine).finding is Finding.FITS
    helper = pool._helper
    assert helper is not None

    for _hostile in range(12):
        assert check(foreign_badges.entangled()).finding is Finding.ENTANGLED
    assert check(genuine).finding is Finding.FITS

    children = psutil.Process().children(recursive=True)
    assert [child.pid for child in children if "check_process" in " ".join(child.cmdline())] == [helper.pid]
    assert not any(child.status() == psutil.STATUS_ZOMBIE for child in children)
    pool.end()
    assert not psutil.pid_exists(helper.pid)


def test_a_check_that_overruns_is_killed_and_the_next_one_gets_a_new_helper(
    fresh_pool: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_pool, "COMMAND", [sys.executable, "-c", SLOW_HELPER])
    slow = foreign_badges.sign(foreign_badges.unsigned(name="slow"))
    first = check(foreign_badges.sign(foreign_badges.unsigned()))
    helper = pool._helper
    assert helper is not None

    assert check(slow).finding is Finding.TOO_SLOW
    assert not psutil.pid_exists(helper.pid)
    assert first.finding is check(foreign_badges.sign(foreign_badges.unsigned())).finding is Finding.FITS


def test_a_helper_that_was_killed_between_two_checks_is_replaced(fresh_pool: None) -> None:
    genuine = foreign_badges.sign(foreign_badges.unsigned())
    assert check(genuine).finding is Finding.FITS
    assert pool._helper is not None
    os.kill(pool._helper.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pool._helper.pid)], timeout=0.01)

    assert check(genuine).finding in {Finding.FITS, Finding.FAILED}
    assert check(genuine).finding is Finding.FITS


def test_a_helper_ends_with_the_process_that_started_it() -> None:
    script = (
        "import os, sys; from ettle.badges.verify.process.check_pool import pool;"
        "print(pool._find_helper().pid, flush=True); os._exit(0)"
    )
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings_test",
    }

    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)

    pid = int(done.stdout)
    if psutil.pid_exists(pid):
        psutil.wait_procs([psutil.Process(pid)], timeout=20)
    assert not psutil.pid_exists(pid)


def test_when_all_places_are_taken_a_check_says_so_at_once_and_holds_no_thread(client: Client, db: None) -> None:
    with ExitStack() as stack:
        taken = [stack.enter_context(pool.hold_place()) for _ in range(MAX_AT_ONCE)]
        response = enter(client, foreign_badges.sign(foreign_badges.unsigned()))

        assert all(taken)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
        assert "Many badges are being checked at this moment" in response.content.decode()
    assert enter(client, foreign_badges.sign(foreign_badges.unsigned())).status_code == 200


def test_of_twelve_checks_at_once_only_two_hold_a_thread() -> None:
    """The other threads are free for pages: whoever comes third is refused without waiting."""
    begun, may_end = Barrier(MAX_AT_ONCE + 1), Event()

    def hold() -> bool:
        with pool.hold_place() as has_place:
            if has_place:
                begun.wait(20)
                may_end.wait(20)
            return has_place

    with ThreadPoolExecutor(12) as threads:
        held = [threads.submit(hold) for _ in range(MAX_AT_ONCE)]
        begun.wait(20)
        refused = [threads.submit(hold).result(20) for _ in range(12 - MAX_AT_ONCE)]
        may_end.set()

        assert refused == [False] * (12 - MAX_AT_ONCE)
        assert [place.result(20) for place in held] == [True] * MAX_AT_ONCE


def test_the_verdict_of_a_refused_check_is_that_it_was_not_checked(db: None) -> None:
    with ExitStack() as stack:
        for _ in range(MAX_AT_ONCE):
            stack.enter_context(pool.hold_place())
        content = json.dumps(foreign_badges.sign(foreign_badges.unsigned())).encode()
        verdict = verification.verify_content(content, now=badge_factory.EARNED)

    assert (verdict.answer, verification.is_busy(verdict)) == (Answer.NOT_CHECKED, True)
