"""Every view that reads the key of a form declares what happens when the same key comes with other content."""

from __future__ import annotations

import inspect
import re

import pytest
from django.http import HttpResponse

from ettle.kit.http.address_table import list_addresses
from ettle.kit.http.idempotency import OtherContent, find_other_content
from ettle.kit.testing.client import BrokenPage, check_page
from tests.house.rooms import ROOT

RECORD = ROOT / "docs" / "decisions" / "0036-a-form-sent-again-with-other-content.md"
ROW = re.compile(r"^\| ([\w:-]+) \| (apply|correct|show) \| [^|]+ \|$", re.MULTILINE)
DECLARED = {address.name: found for address in list_addresses() if (found := find_other_content(address.view))}
PAGE = """<!doctype html><html lang="en"><head><title>Form</title></head><body><h1>Form</h1>
<form method="post"><input type="hidden" name="once" value="1"><button type="submit">Send</button></form>
</body></html>"""


def test_the_decision_record_lists_every_view_with_what_it_declares() -> None:
    assert dict(ROW.findall(RECORD.read_text())) == {name: other.value for name, other in DECLARED.items()}


def test_a_view_that_shows_the_form_again_asks_before_it_acts() -> None:
    """`run_form`, `refuse_resent` and `press_button` ask; a view without them would act and then be undone."""
    views = {
        address.name: inspect.getsource(inspect.unwrap(address.view))
        for address in list_addresses()
        if find_other_content(address.view) is OtherContent.SHOW
    }

    asks = re.compile(r"\b(run_form|refuse_resent|press_button)\(")
    silent = [name for name, source in views.items() if not asks.search(source)]

    assert silent == []


@pytest.mark.parametrize(("path", "is_read"), [("/me/goals/new/", True), ("/account/settings/", False)])
def test_a_key_in_a_form_that_no_view_reads_is_a_fault_of_the_page(path: str, is_read: bool) -> None:
    if is_read:
        check_page(HttpResponse(PAGE), path)
        return

    with pytest.raises(BrokenPage, match="a key that its view does not read"):
        check_page(HttpResponse(PAGE), path)
