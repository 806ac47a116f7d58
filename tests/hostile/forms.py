"""The forms and links of a page, with what a person would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

HOST = "http://testserver"
TYPED = {
    "email": "someone@example.org", "number": "1", "date": "2026-10-12", "datetime-local": "2026-10-12T09:00",
    "url": "https://example.org/", "color": "#336699", "text": "Some words", "search": "words", "time": "09:00",
}  # fmt: skip
CONTROLS = ["input", "textarea", "select", "button"]
NOT_SENT = {"submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Form:
    """path: where it is sent. fields: name -> values as the page has them. files: names of its file fields."""

    path: str
    method: str
    fields: dict[str, list[str]] = field(hash=False)
    files: tuple[str, ...] = ()
    page: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.fields, *self.files)


def list_links(soup: BeautifulSoup, page: str) -> Iterator[str]:
    """Yield the addresses on this site that a page leads to."""
    for tag in soup.find_all(["a", "link", "img", "source", "iframe"]):
        target = tag.get("href") or tag.get("src")
        if isinstance(target, str) and (path := _path_here(target, page)):
            yield path


def list_forms(soup: BeautifulSoup, page: str) -> Iterator[Form]:
    """Yield the forms of a page; one for each of its buttons with a name, as each may lead elsewhere."""
    for tag in soup.find_all("form"):
        method = str(tag.get("method") or "get").lower()
        fields: dict[str, list[str]] = {}
        files: list[str] = []
        buttons: list[tuple[str, str, str]] = []
        elsewhere = soup.find_all(CONTROLS, form=str(tag["id"])) if tag.get("id") else []
        for control in [*tag.find_all(CONTROLS), *elsewhere]:
            _add_control(control, fields, files, buttons)
        action = str(tag.get("action") or page)
        for target, name, value in buttons or [("", "", "")]:
            path = _path_here(target or action, page)
            if path:
                sent = fields | {name: [value]} if name else fields
                yield Form(path, method, sent, tuple(dict.fromkeys(files)), page)


def _add_control(
    control: Tag, fields: dict[str, list[str]], files: list[str], buttons: list[tuple[str, str, str]]
) -> None:
    name, kind = str(control.get("name") or ""), str(control.get("type") or "").lower()
    if control.name == "button" or kind in NOT_SENT:
        if kind in {"", "submit", "image"}:
            buttons.append((str(control.get("formaction") or ""), name, str(control.get("value") or "")))
    elif not name:
        return
    elif kind == "file":
        files.append(name)
    elif control.name == "select":
        options = [str(option.get("value", option.get_text())) for option in control.find_all("option")]
        chosen = [str(option.get("value", "")) for option in control.find_all("option", selected=True)]
        fields[name] = (chosen or [value for value in options if value] or [""])[:1]
    elif kind in {"checkbox", "radio"}:
        if name not in fields or control.has_attr("checked"):
            fields[name] = [str(control.get("value", "on"))]
    else:
        value = control.get_text() if control.name == "textarea" else str(control.get("value") or "")
        fields.setdefault(name, []).append(value or ("" if kind == "hidden" else TYPED.get(kind, "Some words")))


def _path_here(target: str, page: str) -> str:
    """Return path and query of an address on this site; "" for another site and for what is no address."""
    try:
        whole = urlsplit(urljoin(HOST + page, target.strip()))
    except ValueError:
        return ""
    if whole.netloc != "testserver" or whole.scheme != "http":
        return ""
    return whole.path + (f"?{whole.query}" if whole.query else "")
