"""Content with faults may be saved as a draft, and can never be published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ettle.kit.refusal import Refused
from ettle.library.actions import load_file
from ettle.library.models import AreaPage, Film
from ettle.library.tests import sample_areas, sample_media
from ettle.people.tests import cast
from ettle.workshop.tests.test_cms import form_of

pytestmark = pytest.mark.django_db
Post = tuple[str, dict[str, Any]]


def rich(words: str, link: str = "") -> str:
    """A text as the author's editor sends it."""
    ranges = f'[{{"offset": 0, "length": {len(words)}, "key": 0}}]' if link else "[]"
    entities = f'{{"0": {{"type": "LINK", "mutability": "MUTABLE", "data": {{"url": "{link}"}}}}}}' if link else "{}"
    return (
        f'{{"blocks": [{{"key": "a", "text": "{words}", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
        f'"entityRanges": {ranges}}}], "entityMap": {entities}}}'
    )


def picture(alt: str = "", decorative: str = "") -> Post:
    image = {"image-image": str(sample_media.stored_picture()), "image-alt_text": alt, "caption": ""}
    return "image", image | ({"image-decorative": decorative} if decorative else {})


def table(header: str) -> Post:
    cells = {"columns-0-value": header, "columns-1-value": "Other", "rows-0-value-0-value": "a"}
    cells |= {"rows-0-value-1-value": "b", "rows-0-value-count": "2", "columns-count": "2", "rows-count": "1"}
    marks = ("columns-0", "columns-1", "rows-0", "rows-0-value-0", "rows-0-value-1")
    for mark in marks:
        cells |= {f"{mark}-deleted": "", f"{mark}-order": mark[-1], f"{mark}-id": ""}
    return "comparison", {"caption": "Two", **cells}


def film(**lacks: str) -> Post:
    texts = {"captions": "captions/a.vtt", "transcript": "<p>Would you?</p>"} | lacks
    return "video", {"film": str(Film.objects.create(title="Asking", file="films/a.mp4", **texts).pk)}


def body(*blocks: Post) -> dict[str, str]:
    fields = {"body-count": str(len(blocks))}
    for place, (kind, value) in enumerate(blocks):
        at = f"body-{place}"
        fields |= {f"{at}-deleted": "", f"{at}-order": str(place), f"{at}-type": kind, f"{at}-id": ""}
        fields |= {f"{at}-value-{name}" if name else f"{at}-value": content for name, content in value.items()}
    return fields


def wrong_bodies() -> list[tuple[str, Any, str]]:
    return [
        ("picture", lambda: body(picture()), "Write what a person would see in this picture"),
        ("name", lambda: body(picture("pictures/table.jpg")), "is the picture’s name"),
        ("file", lambda: body(picture("IMG_0042")), "is the picture’s name"),
        ("heading", lambda: body(("subheading", {"": "Too deep"})), "skips a level"),
        ("click here", lambda: body(("text", {"": rich("click here", "/codes/")})), "does not say where it goes"),
        ("bare", lambda: body(("text", {"": rich("https://x.org/", "https://x.org/")})), "is a bare address"),
        ("header", lambda: body(table("")), "This field is required"),
        ("captions", lambda: body(film(captions="")), "Add the captions to this film first"),
        ("both", lambda: body(film(captions="", transcript="")), "Add the captions and the transcript"),
    ]


@pytest.mark.parametrize(("make", "words"), [row[1:] for row in wrong_bodies()], ids=[row[0] for row in wrong_bodies()])
def test_a_fault_is_saved_in_a_draft_and_refused_at_its_block(client: Client, make: Any, words: str) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    address = f"/cms/pages/{page.pk}/edit/"
    wrong = form_of(page, title="With a fault", **make())

    refused = client.post(address, wrong)
    assert words in refused.content.decode().replace("\\u2019", "’")
    assert AreaPage.objects.get().title == "Listening well"

    draft = client.post(address, {name: content for name, content in wrong.items() if name != "action-publish"})
    assert draft.status_code == 302
    assert AreaPage.objects.get().get_latest_revision_as_object().title == "With a fault"


@pytest.mark.parametrize(
    "make", [lambda: picture("Two people talk"), lambda: picture(decorative="on"), lambda: table("One"), film]
)
def test_what_is_whole_is_published(client: Client, make: Any) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **body(make())))

    assert response.status_code == 302
    assert client.get("/areas/listening/").status_code == 200


def test_a_picture_is_shown_with_its_words_and_its_size(client: Client) -> None:
    load_file("pictures/table.jpg", sample_media.photo(), by=None, now=cast.NOW)
    sample_areas.area(body="## What\n\n::: image pictures/table.jpg Photo: A. Person\nTwo people talk.\n:::\n")

    words = client.get("/areas/listening/").content.decode()

    assert 'width="64" height="48" alt="Two people talk." loading="lazy"' in words
    assert "Photo: A. Person" in words


def test_a_film_of_a_pack_is_shown_with_what_is_said(client: Client) -> None:
    load_file("films/a.mp4", sample_media.film(), by=None, now=cast.NOW)
    load_file("films/a.vtt", sample_media.CAPTIONS, by=None, now=cast.NOW)
    sample_areas.area(body="## What\n\n::: video films/a.mp4 films/a.vtt Asking first\n‘Would you?’\n:::\n")

    words = client.get("/areas/listening/").content.decode()

    assert '<track kind="captions"' in words
    assert "What is said in ‘Asking first’" in words


def test_a_pack_may_not_bring_what_an_author_may_not() -> None:
    load_file("pictures/table.jpg", sample_media.photo(), by=None, now=cast.NOW)

    with pytest.raises(Refused, match="tick that it is decorative"):
        sample_areas.area(body="## What\n\n::: image pictures/table.jpg\n:::\n")
    with pytest.raises(Refused, match=r"There is no pictures/gone\.jpg here"):
        sample_areas.area(body="## What\n\n::: image pictures/gone.jpg\nWords\n:::\n")


def faulty_draft() -> AreaPage:
    """A published area whose newest draft aligns with something that is not here."""
    page = sample_areas.area()
    page.alignments = ["codes-workers@1999:1.1"]
    page.save_revision(user=cast.agnes())
    return page


def test_publishing_many_at_once_asks_the_same(client: Client) -> None:
    page = faulty_draft()
    page.unpublish()
    client.force_login(cast.agnes())

    address = f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/"
    response = client.post(address, {"include_descendants": ""}, follow=True)

    assert "There is no codes-workers@1999:1.1 here" in response.content.decode()
    assert not AreaPage.objects.get().live


def test_the_clock_asks_the_same_and_says_so(client: Client) -> None:
    page = faulty_draft()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision(user=cast.agnes())
    revision.approved_go_live_at = page.go_live_at
    revision.save()

    with pytest.raises(Refused, match="cannot be published yet"):
        revision.publish()


def test_warnings_are_shown_and_stop_nothing(client: Client) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())
    changes = {"reviewed_on": "2020-01-01", **body(("text", {"": rich(HARD)}))}

    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **changes), follow=True)

    words = response.content.decode()
    assert "This reads at grade" in words
    assert "last revised more than a year ago" in words
    assert "No source is named" in words


HARD = "Organisational accountability necessitates comprehensive multidisciplinary deliberation throughout services."


@pytest.mark.parametrize(
    ("field", "key", "words"),
    [
        ("activities", "sort-21", "There is no activity sort-21 here"),
        ("related", "nowhere", "There is no area nowhere here"),
        ("related", "listening", "This is the area itself"),
        ("badges", "ET-999", "There is no badge ET-999 here"),
    ],
)
def test_what_names_nothing_is_refused_at_its_field_and_by_every_other_way(
    client: Client, field: str, key: str, words: str
) -> None:
    page = sample_areas.area()
    client.force_login(cast.agnes())

    response = client.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **{field: key}))

    assert words in response.context["form"].errors[field][0]
    setattr(page, field, [key])
    with pytest.raises(Refused, match=words) as refusal:
        page.save_revision().publish()
    assert refusal.value.field == field


def test_what_is_there_may_be_named(starter_pack: None) -> None:
    page = AreaPage.objects.get(slug="empower")
    page.activities, page.badges = ["sort-20"], ["ET-101"]
    page.related = list(AreaPage.objects.exclude(pk=page.pk).values_list("slug", flat=True)[:2])

    page.save_revision().publish()

    assert AreaPage.objects.get(pk=page.pk).badges == ["ET-101"]
