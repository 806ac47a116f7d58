"""Nothing that people write is cut: it comes back whole, with a sentence, and its words stay apart."""

from __future__ import annotations

import pytest
from django import forms
from django.http import HttpResponse
from django.template import Context, Template

from ettle.kit.forms.fields import WrittenField
from ettle.kit.testing.client import check_page

PAGE = Template(
    "<!doctype html><html lang='en-GB'><head><title>T</title></head><body><h1>T</h1>"
    '{% include "kit/errors.html" with form=form only %}<form>{{ form }}</form></body></html>'
)


class StoryForm(forms.Form):
    title = WrittenField(limit=20)
    story = WrittenField(limit=10, widget=forms.Textarea)
    note = forms.CharField(max_length=5, required=False)
    code = forms.CharField(max_length=6, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


def render_form(form: forms.Form) -> str:
    html: str = PAGE.render(Context({"form": form}))
    check_page(HttpResponse(html), "form")
    return html


def test_what_is_too_long_comes_back_whole_with_a_sentence_at_the_field_and_in_the_summary() -> None:
    html = render_form(StoryForm({"title": "A", "story": "x" * 1_011}))

    assert html.count("Use 10 characters or fewer. You have used 1,011") == 2
    assert "x" * 1_011 in html


def test_only_a_code_is_cut_by_the_browser() -> None:
    html = render_form(StoryForm())

    assert html.count("maxlength") == 1
    assert 'maxlength="6"' in html
    assert [f'data-limit="{limit}"' in html for limit in (20, 10, 5)] == [True, True, True]


def test_a_line_end_counts_once() -> None:
    form = StoryForm({"title": "A", "story": "four\r\nfive5"})

    assert form.is_valid()
    assert form.cleaned_data["story"] == "four\nfive5"


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\t", "\x0b", "\x0c", "\x07", "\x85", "\xa0", "\u2009", "\u2028"])
def test_what_an_office_program_pastes_keeps_its_words_apart(separator: str) -> None:
    form = StoryForm({"title": f"one{separator}two", "story": f"one{separator}two"})

    assert form.is_valid()
    assert form.cleaned_data["title"] == "one two"
    assert form.cleaned_data["story"].split() == ["one", "two"]


def test_a_character_that_no_page_can_hold_is_removed_and_the_rest_is_kept() -> None:
    form = StoryForm({"title": "", "story": "one\x00 two\x08three"})

    assert "one two three" in render_form(form)


def test_a_line_has_nothing_that_turns_its_direction_and_a_text_nothing_that_forces_it() -> None:
    sentence = "This has characters that cannot be seen"
    faults = StoryForm({"title": "A \u202ab", "story": "a \u202e b"}).errors

    assert sentence in str(faults["title"])
    assert sentence in str(faults["story"])
    assert StoryForm({"title": "\u0622\u200c\u0627", "story": "\u2068Ali\u2069"}).is_valid()
