"""Emails as files, on a site that has no email server: each readable by its owner only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's file backend with private files: they hold sign-in codes and links that work without signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)

    def open(self) -> bool:
        is_new = bool(super().open())
        if is_new:  # the folder is private already, so no other account can open the file before this
            os.fchmod(self.stream.fileno(), 0o600)
        return is_new
