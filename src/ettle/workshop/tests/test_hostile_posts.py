"""Whatever is posted to the workshop: no server error, and nothing that runs in a reader's browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.images.models import Image

from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas, sample_media
from ettle.people.tests import cast
from ettle.workshop.tests.test_cms import form_of


def contentstate(escape: str) -> str:
    """Return what the editor of rich text sends, with a JSON escape in its text and in its link."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://example.org/ESCAPE"}}
    places = [{"offset": 0, "length": 2, "key": 0}]
    block = {"key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": places}
    sent = json.dumps({"blocks": [block | {"text": "go ESCAPE"}], "entityMap": {"0": link}})
    return sent.replace("ESCAPE", escape)


@pytest.mark.django_db
def test_a_script_posted_as_text_is_removed(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    plain = {"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    link = [{"offset": 0, "length": 2, "key": 0}]
    blocks: list[dict[str, object]] = [
        {**plain, "key": "a", "text": "<script>alert(1)</script>"},
        {**plain, "key": "b", "text": "go", "entityRanges": link},
    ]
    entity = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}}
    text = json.dumps({"blocks": blocks, "entityMap": entity})

    client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **{"body-0-type": "text", "body-0-value": text}))

    words = client.get("/areas/listening/").content.decode()
    assert "<script>alert" not in words
    assert "javascript:" not in words
    assert "&lt;script&gt;alert(1)" in words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"body-count": "many"}, {"body-count": "999999"}, {"body-0-order": "x"}, {"body-0-type": "nothing"},
        {"body-0-type": "text", "body-0-value": "{not json"}, {"body-0-type": "text", "body-0-value": "[]"},
        {"body-0-type": "text", "body-0-value": '{"blocks": 3}'}, {"try_this": "null"}, {"minutes": "9" * 400},
        {"minutes": "-1"}, {"reviewed_on": "0000-00-00"}, {"comments-TOTAL_FORMS": "x"}, {"slug": "a/../b"},
        {"title": "\x00"}, {"body-0-type": "image", "body-0-value-image-image": "9" * 30}, {"roles": ["pilot"]},
        {"body-0-type": "video", "body-0-value-film": "1 OR 1=1"}, {"body-0-type": "comparison"},
        {"body-0-type": "text", "body-0-value": contentstate("a\\ud83d")}, {"try_this": contentstate("\\udc00")},
        {"body-0-type": "text", "body-0-value": contentstate("a\\u0000")}, {"try_this": contentstate("\\u0000")},
        {"body-0-type": "list", "body-0-value-items-count": "-3"}, {"tools-count": ""}, {"go_live_at": "soon"},
    ],
    ids=str,
)  # fmt: skip
def test_a_form_that_makes_no_sense_is_never_a_fault_of_ours(client: Client, changes: dict[str, Any]) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    for publish in ({}, {"action-publish": ""}):
        response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **changes) | publish)
        assert response.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "images/results/?ordering=-file_size&q=a",
        "images/results/?q=a&usage_count_min=999999999999999999999",
        "images/results/?ordering=%00",
        "images/results/?q=%7B%22%5Cud83d%22%3A+%22%5Cud83d%22%7D",
        "images/results/?q=%22%5C",
        "documents/results/?q=%5C%22a",
        "pages/{page}/results/?q=%22%5Ca%22",
        "pages/{page}/results/?q=null&has_child_pages=true",
        "pages/{page}/results/?q=a&owner=9999999999999999999999",
        "pages/{page}/results/?q=a&content_type=x",
    ],
)
def test_an_address_that_makes_no_sense_is_never_a_fault_of_ours(client: Client, address: str) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    assert client.get(f"/cms/{address.format(page=page.pk)}").status_code < 500


@pytest.mark.django_db
def test_a_place_that_is_none_is_never_a_fault_of_ours(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    assert client.post(f"/cms/pages/{page.pk}/move/", {"new_parent_page": "' OR 1=1 --"}).status_code < 500
    assert client.post(f"/cms/pages/{page.pk}/unpublish/", {"next": "a:b"}).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("parent", ["0", "999999", "x", ""])
def test_a_copy_to_a_page_that_is_not_there_is_refused(client: Client, parent: str) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False
    copy = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": parent}

    assert 400 <= client.post(f"/cms/pages/{page.pk}/copy/", copy).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_a_picture_whose_file_is_lost_can_be_opened_and_deleted(client: Client, method: str) -> None:
    picture = Image.objects.get(pk=sample_media.stored_picture())
    default_storage.delete(picture.file.name)
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    for address in (f"/cms/images/{picture.pk}/", f"/cms/images/{picture.pk}/delete/", "/cms/images/"):
        assert getattr(client, method)(address).status_code < 500, address


@pytest.mark.django_db
def test_the_page_of_a_picture_whose_file_is_lost_says_so_and_keeps_what_was_typed(client: Client) -> None:
    picture = Image.objects.get(pk=sample_media.stored_picture())
    default_storage.delete(picture.file.name)
    client.force_login(cast.agnes())

    page = client.post(f"/cms/images/{picture.pk}/", {"title": "A kettle on the stove"}).content.decode()

    assert "The file of this picture is lost. Choose the picture again, or delete it" in page
    assert "A kettle on the stove" in page


FAULTS = [KeyError("x"), ValueError("x"), TypeError("x"), AttributeError("x"), IndexError("x")]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize(
    "where",
    ["library.editor.blocks.PageBody.clean", "library.models.AreaPage.clean", "library.models.AreaPage.save_revision"],
)
def test_a_fault_of_ours_is_reported_as_one(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, where: str, fault: Exception
) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise fault

    monkeypatch.setattr(f"ettle.{where}", broken)
    answer = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page) | {"action-publish": ""})

    assert answer.status_code == 500
    assert any(record.exc_info and record.exc_info[1] is fault for record in caplog.records)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=6))
def test_nor_is_any_other(client: Client, data: dict[str, str]) -> None:
    page = AreaPage.objects.first() or sample_areas.area()
    client.force_login(cast.agnes())
    client.raise_request_exception = False

    for address in (f"pages/{page.pk}/edit/", "images/add/", "snippets/library/film/add/"):
        assert client.post(f"/cms/{address}", data).status_code < 500
