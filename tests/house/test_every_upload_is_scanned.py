"""Uploads are read by file fields of forms alone, because these have them scanned for viruses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from ettle.kit.files.virus_scanner import NOT_SCANNED
from tests.house.rooms import SOURCE

TAKEN_BY_A_FORM = re.compile(r"\w+Form\(.*request\.FILES")
NOT_STORED = {
    "kit/http/idempotency.py",  # reads the names and contents of what a form was sent with, to know a form sent twice
    "kit/http/page_limits.py",  # asks only whether there are any, because a form with files cannot be sent again
}


def test_views_hand_uploads_to_forms() -> None:
    elsewhere = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in sorted(SOURCE.rglob("*.py"))
        if str(path.relative_to(SOURCE)) not in NOT_STORED and "tests" not in path.parts
        for line in path.read_text().splitlines()
        if ".FILES" in line and not TAKEN_BY_A_FORM.search(line)
    ]

    assert elsewhere == []


def author_fields() -> list[Any]:
    models = [("library", "Film"), ("wagtaildocs", "Document"), ("wagtailimages", "Image")]
    return [apps.get_model(*model)._meta.get_field("file").formfield() for model in models]


@pytest.mark.parametrize("field", author_fields(), ids=lambda field: type(field).__name__)
def test_the_fields_of_authors_scan_before_they_read(field: Any, settings: Any) -> None:
    settings.CLAMD = "/nowhere/clamd.ctl"

    with pytest.raises(ValidationError) as refused:
        field.clean(SimpleUploadedFile("file.png", b"not a picture"))
    assert refused.value.messages == [str(NOT_SCANNED)]
