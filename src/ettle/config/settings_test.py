"""What tests change, and nothing else: a fixed key, mail in memory, static files without a manifest."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "ETTLE_DATA" not in os.environ:
    os.environ["ETTLE_DATA"] = tempfile.mkdtemp(prefix="ettle-test-")
    atexit.register(shutil.rmtree, os.environ["ETTLE_DATA"], ignore_errors=True)
    Path(os.environ["ETTLE_DATA"], "static").mkdir()  # WhiteNoise warns when there is none
# Of several test processes each has a database server of its own (launcher/tests.py), the first has gw0.
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and (servers := os.environ.get("TEST_DATABASE_SERVERS")):
    os.environ["ETTLE_DATABASE_URL"] = servers.split()[int(worker.removeprefix("gw"))]
os.environ.setdefault("ETTLE_SECRET_KEY", "only-for-tests-" + "x" * 40)

from ettle.config.settings import *  # noqa: F403
from ettle.config.settings import DATA_DIR, DATABASES, STORAGES

# Test processes share a data folder: what one counts must not be added to what another expects.
METRICS_DIR = DATA_DIR / f"metrics-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}" / "this-machine"
ALLOWED_HOSTS = ["testserver", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SEALING_KEY = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A test's database is thrown away: nothing has to be on the disk before it goes on.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
INVITATION_DAYS = 3_650  # the cast's clock stands still; a real one must not end their invitations
