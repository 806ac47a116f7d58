"""The test client that reads every page it fetches, so that no test can pass on a broken page.

It fails on: an address that answers 5xx, invalid HTML, no title, no or several h1, ids used twice, a field without a
label, a button without a type, inline script or style, anything fetched from another host, a picture without
alternative text, a form with a key that its view does not read, a field for words that the browser cuts, words (or a
field for them) that could run in the wrong direction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from ettle.kit.http.audience import SECOND_FACTOR_AT

if TYPE_CHECKING:
    from ettle.people.models import User
from django.urls import Resolver404, resolve

from ettle.kit.forms.renderer import TECHNICAL_TYPES
from ettle.kit.http.idempotency import FIELD, find_other_content

FIELDS = {"input", "select", "textarea"}
LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "video": "src",
    "audio": "src",
}


FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class BrokenPage(AssertionError):
    """A page with faults that people must not be shown."""


class CheckedClient(Client):
    """Django's test client; every HTML page it gets is checked."""

    def force_login(self, user: User, backend: str | None = None, *, second_factor: bool = True) -> None:
        """Sign in. second_factor: the session has passed the second step, which some pages need."""
        super().force_login(user, backend)
        if second_factor:
            pass_second_step(self)

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            path = request.get("PATH_INFO", "")
            if response.content and not path.startswith("/cms/"):
                check_page(response, path)
        return response


def pass_second_step(client: Client) -> None:
    """Let the session of a test's client open the pages that need the second step of signing in."""
    session = client.session
    session[SECOND_FACTOR_AT] = timezone.now().isoformat()
    session.save()


def check_page(response: HttpResponseBase, path: str) -> None:
    """Raise BrokenPage with every fault of one page."""
    content: bytes = response.content  # type: ignore[attr-defined]  # streaming answers are left out by the caller
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(content.decode())
    faults = [f"invalid HTML at {place}: {code} {data}" for place, code, data in parser.errors]
    faults += (
        _document_faults(tree)
        + _id_faults(tree)
        + _field_faults(tree)
        + _external_load_faults(tree)
        + _inline_code_faults(tree, is_download=response.has_header("Content-Disposition"))
        + _key_faults(tree, path)
        + _cut_faults(tree)
        + _direction_faults(tree)
    )
    if faults:
        raise BrokenPage(f"{path}:\n  " + "\n  ".join(faults))


def _document_faults(tree: ElementTree.Element) -> list[str]:
    faults = []
    title = tree.find(".//title")
    if title is None or not (title.text or "").strip(" –"):
        faults.append("no title")
    headings = len(tree.findall(".//h1"))
    if headings != 1:
        faults.append(f"{headings} h1 headings, one is wanted")
    if not tree.get("lang"):
        faults.append("no language")
    faults += [f"picture without alt: {img.get('src')}" for img in tree.iter("img") if img.get("alt") is None]
    faults += ["button without a type" for button in tree.iter("button") if not button.get("type")]
    return faults


def _id_faults(tree: ElementTree.Element) -> list[str]:
    seen: set[str] = set()
    faults = []
    for element in tree.iter():
        name = element.get("id")
        if name in seen:
            faults.append(f"id used twice: {name}")
        if name:
            seen.add(name)
    for element in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            faults += [
                f"{attribute} names a missing id: {name}"
                for name in (element.get(attribute) or "").split()
                if name not in seen
            ]
    return faults


def _field_faults(tree: ElementTree.Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(field) for label in tree.iter("label") for field in label.iter()}
    faults = []
    for field in tree.iter():
        if field.tag not in FIELDS or field.get("type") in {"hidden", "submit", "button"}:
            continue
        named = field.get("id") in labelled or id(field) in inside
        if not (named or field.get("aria-label") or field.get("aria-labelledby")):
            faults.append(f"field without a label: {field.get('name')}")
    return faults


def _direction_faults(tree: ElementTree.Element) -> list[str]:
    """Find fields for words, and words of a script from right to left, without a direction of their own."""
    faults = [
        f"no dir=auto: {field.get('name')}"
        for field in tree.iter()
        if field.tag == "textarea" or (field.tag == "input" and field.get("type") in {"text", "search"})
        if field.get("dir") != "auto" and not field.get("inputmode")
    ]
    body = tree.find(".//body")
    is_from_the_right = tree.get("dir") == "rtl"
    return (
        faults
        if body is None or is_from_the_right
        else faults + [f"no dir=auto: {words!r}" for words in _misplaced_words(body)]
    )


def _misplaced_words(element: ElementTree.Element) -> Iterator[str]:
    if element.get("dir") == "auto" or element.tag in {"bdi", "option", "script", "style"}:
        return
    texts = [element.text, *(child.tail for child in element)]
    yield from (text.strip() for text in texts if text and FROM_THE_RIGHT.search(text))
    for child in element:
        yield from _misplaced_words(child)


def _external_load_faults(tree: ElementTree.Element) -> list[str]:
    faults = []
    for tag, attribute in LOADS.items():
        for element in tree.iter(tag):
            if tag == "link" and element.get("rel") == "canonical":
                continue
            if urlsplit(element.get(attribute) or "").netloc:
                faults.append(f"{tag} fetched from another host: {element.get(attribute)}")
    return faults


def _inline_code_faults(tree: ElementTree.Element, *, is_download: bool) -> list[str]:
    """A page that is downloaded is opened without the site and its rules, so it has its style in itself."""
    faults = ["style attribute" for element in tree.iter() if element.get("style") is not None]
    faults += ["style block" for _ in tree.iter("style") if not is_download]
    for script in tree.iter("script"):
        if not script.get("src") and script.get("type") not in {"application/json", "application/ld+json"}:
            faults.append("inline script")
    faults += [f"inline handler {name}" for element in tree.iter() for name in element.attrib if name.startswith("on")]
    return faults


def _key_faults(tree: ElementTree.Element, path: str) -> list[str]:
    faults = []
    for form in tree.iter("form"):
        target = urlsplit(form.get("action") or path).path
        if any(field.get("name") == FIELD for field in form.iter("input")) and not _reads_key(target):
            faults.append(f"the form to {target} has a key that its view does not read")
    return faults


def _cut_faults(tree: ElementTree.Element) -> list[str]:
    """Fields where the browser would cut what a person writes."""
    return [
        f"the browser cuts what is written into: {field.get('name')}"
        for field in tree.iter()
        if field.tag in {"input", "textarea"}
        and field.get("maxlength") is not None
        and not (field.get("type") in TECHNICAL_TYPES or field.get("inputmode") == "numeric")
    ]


def _reads_key(path: str) -> bool:
    try:
        return find_other_content(resolve(path).func) is not None
    except Resolver404:
        return False
