"""What tests change, and nothing else: a fixed key, mail in memory, static files without a manifest."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("ETTLE_DATA", tempfile.mkdtemp(prefix="ettle-test-"))
os.environ.setdefault("ETTLE_SECRET_KEY", "only-for-tests-" + "x" * 40)

from ettle.config.settings import *  # noqa: F403
from ettle.config.settings import STORAGES

ALLOWED_HOSTS = ["testserver", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SEALING_KEY = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
