"""A cache that several processes share: Django's Redis cache, with the client that the lock files bring."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import fakeredis
import pytest
import redis
from django.core.cache import cache

from ettle.kit.operations import startup_checks
from ettle.kit.operations.environment import SettingsReader


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis server of the machine, or the one that comes with the tests."""
    program = shutil.which("redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"redis://127.0.0.1:{port}/0"
    if program:
        process = subprocess.Popen([program, "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
        wait_for_redis(address)
        yield address
        process.terminate()
        process.wait(10)
    else:
        server = fakeredis.TcpFakeServer(("127.0.0.1", port))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield address
        server.shutdown()
        server.server_close()
        thread.join(10)


def wait_for_redis(address: str) -> None:
    with redis.Redis.from_url(address) as client:
        for _ in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return
    raise AssertionError("Redis did not start")


def test_a_shared_cache_keeps_what_is_put_into_it(redis_url: str, settings: Any) -> None:
    settings.CACHES = {
        "default": SettingsReader({"ETTLE_CACHE_URL": redis_url}).cache("CACHE_URL", default="locmem://")
    }

    cache.set("page", "rendered", 60)

    assert cache.get("page") == "rendered"
    assert startup_checks.find_cache_problem() == ""
