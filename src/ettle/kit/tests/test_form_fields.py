"""Every widget draws a label, ties its hint and its error to the field, and passes the page checks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.utils.safestring import mark_safe

from ettle.kit.forms.renderer import INPUT_TEMPLATES, TEXTAREA_TEMPLATE, Renderer, render_input, render_textarea
from ettle.kit.forms.widgets import DatalistInput, HintedRadios, render_suggestions
from ettle.kit.testing.client import check_page

PAGE = Template(
    "<!doctype html><html lang='en-GB'><head><title>T</title></head><body><h1>T</h1>"
    '{% include "kit/errors.html" with form=form only %}<form>{{ form }}</form></body></html>'
)


TOWNS = ["Oban", "a<b"]


class Everything(forms.Form):
    name = forms.CharField(help_text="As your badge will show it")
    email = forms.EmailField()
    number = forms.IntegerField()
    account = forms.CharField(widget=forms.Textarea)
    area = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    decision = forms.ChoiceField(
        choices=[("met", "Met"), ("not-yet", "Not yet")],
        widget=HintedRadios(hints={"met": "Every part is shown"}),
        help_text="Judge this criterion only",
    )
    roles = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(label="This is my own work", error_messages={"required": "Tick if it is your own work"})
    file = forms.FileField(help_text="A PDF")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def render_form(form: forms.Form) -> str:
    html: str = PAGE.render(Context({"form": form}))
    check_page(HttpResponse(html), "form")
    return html


def test_an_empty_form_is_a_sound_page() -> None:
    html = render_form(Everything())

    assert "There is a problem" not in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'aria-describedby="id_decision_0_hint"' in html
    assert html.count("(optional)") == 1


@pytest.mark.parametrize(
    ("required", "mark", "marked"),
    [("1111", "", []), ("1110", "(optional)", ["3"]), ("1100", "(optional)", ["2", "3"]),
     ("0100", "(required)", ["1"]), ("0000", "(optional)", ["0", "1", "2", "3"])],
)  # fmt: skip
def test_the_fewer_of_required_and_optional_fields_are_marked(required: str, mark: str, marked: list[str]) -> None:
    form = forms.Form()
    form.fields = {
        **{str(place): forms.CharField(label=f"Field {place}", required=is_required == "1")
           for place, is_required in enumerate(required)},
        "agree": forms.BooleanField(required=False),
        "rev": forms.IntegerField(required=False, widget=forms.HiddenInput),
    }  # fmt: skip

    assert [
        (place, words) for place, words in re.findall(r"Field (\d) <span class=.optional.>(.*?)</span>", str(form))
    ] == [(place, mark) for place in marked]


def test_errors_are_tied_to_their_fields_and_linked_from_the_summary() -> None:
    html = render_form(Everything({}))

    assert "There is a problem" in html
    for target in ("#id_name", "#id_decision_0", "#id_agree", "#id_file", "#id_roles_0"):
        assert f'href="{target}"' in html
        assert f'id="{target[1:]}"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.count('aria-invalid="true"') >= 8


def test_several_checkboxes_have_a_legend_and_one_has_its_label_beside_it() -> None:
    html = render_form(Everything())

    assert "<legend>Roles</legend>" in html
    assert '<label for="">' not in html
    assert '<label for="id_agree">This is my own work</label>' in html
    assert "<legend>This is my own work" not in html


def test_a_hint_is_text_and_not_markup() -> None:
    class Form(forms.Form):
        name = forms.CharField(help_text="<b>bold</b>")

    assert "&lt;b&gt;bold" in render_form(Form())


def test_a_label_and_an_error_are_text_and_not_markup() -> None:
    class Form(forms.Form):
        name = forms.CharField(label="<i>Name</i>", error_messages={"required": "<b>Write</b> it"})

    html = render_form(Form({}))

    assert '<label for="id_name">&lt;i&gt;Name&lt;/i&gt;</label>' in html
    assert '<p class="error" id="id_name_error">&lt;b&gt;Write&lt;/b&gt; it</p>' in html


def test_grouped_choices_have_headings_and_hints_and_nothing_in_them_is_markup() -> None:
    radios = HintedRadios(choices=[("<G>", [("a&b", "<i>A</i>")]), ("c", "C")], hints={"a&b": "<b>"})

    html = radios.render("pick", "c", {"id": "p", "class": "big"}, renderer=Renderer())

    assert html.replace(">\n<", "><").strip() == (
        '<div id="p" class="choices big"><p class="choice-group">&lt;G&gt;</p><div class="choice">'
        '<input type="radio" name="pick" value="a&amp;b" id="p_0_0" class="big" aria-describedby="p_0_0_hint">'
        '<label for="p_0_0" dir="auto">&lt;i&gt;A&lt;/i&gt;</label>'
        '<div class="hint" id="p_0_0_hint">&lt;b&gt;</div></div>'
        '<div class="choice"><input type="radio" name="pick" value="c" id="p_1" class="big" checked>'
        '<label for="p_1" dir="auto">C</label></div></div>'
    )


def test_a_suggested_value_is_in_a_list_that_the_input_names() -> None:
    class Form(forms.Form):
        place = forms.CharField(widget=DatalistInput(suggestions=lambda: render_suggestions(TOWNS)), help_text="A town")

    html = render_form(Form())

    assert 'list="id_place_list"' in html
    assert 'aria-describedby="id_place_helptext"' in html
    assert '<datalist id="id_place_list"><option value="Oban"></option><option value="a&lt;b"></option>' in html


def test_an_input_is_the_one_that_djangos_own_template_draws() -> None:
    widgets: list[dict[str, Any]] = [
        {"type": "text", "name": "a&b", "value": 'x"<y', "attrs": {"id": "id_a", "dir": "auto", "data-limit": 80}},
        {"type": "number", "name": "n", "value": 0, "attrs": {"min": 1.5, "required": True, "disabled": False}},
        {"type": "checkbox", "name": "c", "value": None, "attrs": {"checked": True}},
        {"type": "hidden", "name": "h", "value": "", "attrs": {"data-word": mark_safe("&amp;"), "title": "<"}},
    ]

    for widget in widgets:
        for name in INPUT_TEMPLATES:
            drawn = engines["django"].get_template(name).render({"widget": widget})
            assert render_input(widget) == drawn.strip(), name


@pytest.mark.parametrize("value", [None, "", "one line", "\nthe second\n", '</textarea><b>"&'])
def test_a_box_for_several_lines_is_the_one_that_djangos_own_template_draws(value: str | None) -> None:
    widget = {"name": "a&b", "value": value, "attrs": {"cols": "40", "rows": 2, "id": "id_a", "required": True}}

    drawn = engines["django"].get_template(TEXTAREA_TEMPLATE).render({"widget": widget})

    assert render_textarea(widget) == drawn.strip()


def test_an_option_that_has_its_label_around_it_is_drawn_by_django() -> None:
    class Form(forms.Form):
        pick = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)

    drawn = str(Form(renderer=Renderer())["pick"].subwidgets[0])

    assert drawn.startswith('<label for="id_pick_0"><input type="radio"')
    assert drawn.endswith(" A</label>")
