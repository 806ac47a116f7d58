"""How commands are called in this copy. Sentences are written with ./ettle and manage.py, as in a clone."""

from __future__ import annotations

from django.conf import settings


def name_commands(words: str) -> str:
    """Return a sentence with the commands of this copy: `ettle` and `ettle manage` in one that was installed."""
    if not settings.IS_INSTALLED:
        return words
    return words.replace("./ettle", "ettle").replace("manage.py", "ettle manage")
