"""Fills the form of a page with what was sent in it, for the person to look at and send again."""

from __future__ import annotations

import uuid

from bs4 import BeautifulSoup, Tag

from ettle.kit.values.web_addresses import split_address
from ettle.texts.recovery.form_encryption import SentForm

# A new page has a newer token against forged requests and a key that was never answered.
OF_THE_PAGE = {"csrfmiddlewaretoken", "once"}
CHOICES = {"checkbox", "radio"}
NOT_TEXT = {*CHOICES, "hidden", "submit", "button", "file", "password", "image", "reset"}
FIELD = "form-copy"


def fill_page(html: str, form: SentForm, number: uuid.UUID, notice: str) -> str | None:
    """Return the page with its form filled and a notice above it; None when it has no such form.

    notice: HTML. number: sent back with the form, so that what is held can go once it is saved.
    """
    page = BeautifulSoup(html, "html.parser")
    found = next((candidate for candidate in page.find_all("form") if _is_form(candidate, form)), None)
    if found is None:
        return None
    for control in found.find_all(["input", "textarea", "select"]):
        name = str(control.get("name") or "")
        if name and name not in OF_THE_PAGE:
            _fill_control(control, form.fields.get(name, []))
    found.append(page.new_tag("input", attrs={"type": "hidden", "name": FIELD, "value": str(number)}))
    found.insert_before(BeautifulSoup(notice, "html.parser"))
    return str(page.decode(formatter="html5"))


def list_words(form: SentForm) -> list[str]:
    """What a person has written in a form, for a page that cannot show the form any more."""
    hidden = {*OF_THE_PAGE, FIELD, "rev", "key", "seen", "number"}
    return [value for name, values in form.fields.items() if name not in hidden for value in values if value.strip()]


def has_words(html: str, form: SentForm) -> bool:
    """Whether the page's form has a box for words that the person filled otherwise than the page does."""
    page = BeautifulSoup(html, "html.parser")
    found = next((candidate for candidate in page.find_all("form") if _is_form(candidate, form)), None)
    return found is not None and any(
        _plain(form.fields.get(str(control.get("name")), [""])[0]) != _plain(_text(control))
        for control in _text_controls(found)
    )


def _is_form(candidate: Tag, form: SentForm) -> bool:
    action = split_address(str(candidate.get("action") or form.page)).path
    names = {str(control.get("name")) for control in _text_controls(candidate)}
    return action == split_address(form.action).path and bool(names) and names <= set(form.fields)


def _text_controls(form: Tag) -> list[Tag]:
    controls = form.find_all(["input", "textarea"])
    return [
        control
        for control in controls
        if control.get("name") and (control.name == "textarea" or str(control.get("type", "text")) not in NOT_TEXT)
    ]


def _fill_control(control: Tag, values: list[str]) -> None:
    kind = str(control.get("type", "text"))
    if control.name == "textarea":
        # A browser leaves out a first line break.
        control.string = f"\n{values[0] if values else ''}"
    elif control.name == "select":
        for option in control.find_all("option"):
            _mark(option, "selected", is_on=str(option.get("value", option.get_text())) in values)
    elif kind in CHOICES:
        _mark(control, "checked", is_on=str(control.get("value", "on")) in values)
    elif kind not in {"file", "password", "submit", "button"} and values:
        control["value"] = values[0]


def _mark(tag: Tag, attribute: str, *, is_on: bool) -> None:
    if is_on:
        tag[attribute] = ""
    elif attribute in tag.attrs:
        del tag[attribute]


def _text(control: Tag) -> str:
    return control.get_text() if control.name == "textarea" else str(control.get("value", ""))


def _plain(text: str) -> str:
    return " ".join(text.split())
