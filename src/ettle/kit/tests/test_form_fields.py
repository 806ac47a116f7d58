"""Every widget draws a label, ties its hint and its error to the field, and passes the page checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpResponse
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from ettle.kit.forms.renderer import HintedRadios, Renderer
from ettle.kit.testing.client import check_page

PAGE = Template(
    "<!doctype html><html lang='en-GB'><head><title>T</title></head><body><h1>T</h1>"
    '{% include "kit/errors.html" with form=form only %}<form>{{ form }}</form></body></html>'
)


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


def drawn(form: forms.Form) -> str:
    html: str = PAGE.render(Context({"form": form}))
    check_page(HttpResponse(html), "form")
    return html


def test_an_empty_form_is_a_sound_page() -> None:
    html = drawn(Everything())

    assert "There is a problem" not in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'aria-describedby="id_decision_0_hint"' in html
    assert html.count("(optional)") == 1


def test_errors_are_tied_to_their_fields_and_linked_from_the_summary() -> None:
    html = drawn(Everything({}))

    assert "There is a problem" in html
    for target in ("#id_name", "#id_decision_0", "#id_agree", "#id_file", "#id_roles_0"):
        assert f'href="{target}"' in html
        assert f'id="{target[1:]}"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.count('aria-invalid="true"') >= 8


def test_a_hint_is_text_and_not_markup() -> None:
    class Form(forms.Form):
        name = forms.CharField(help_text="<b>bold</b>")

    assert "&lt;b&gt;bold" in drawn(Form())


class AsDjangoDraws(TemplatesSetting):
    """Django's own templates for the widgets that we write without one."""


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | WORDS | st.sampled_from([mark_safe("&amp;"), 1234, 2.5, date(2026, 11, 24), "\n<script>'\"&"])
ATTRS = st.dictionaries(st.sampled_from(["id", "class", "data-x"]), st.none() | WORDS | st.booleans(), max_size=3)
PAIRS = st.lists(st.tuples(VALUES, VALUES.map(lambda said: said or "-")), max_size=4)
CHOICES = PAIRS | st.lists(st.tuples(st.text("ab<", min_size=1), PAIRS), max_size=3)
PLAIN = (
    forms.TextInput, forms.CheckboxInput, forms.HiddenInput, forms.DateInput, forms.NumberInput, forms.EmailInput,
    forms.PasswordInput, forms.URLInput, forms.FileInput, forms.Textarea,
)  # fmt: skip


def alike(ours: str, theirs: str) -> bool:
    """Whether both are the same HTML; between elements a template leaves blanks and line ends that say nothing."""
    return [part.strip(" \n") for part in ours.split("<")] == [part.strip(" \n") for part in theirs.split("<")]


@given(st.sampled_from(PLAIN), VALUES, ATTRS)
def test_a_plain_widget_is_drawn_as_its_template_would(
    kind: type[forms.Widget], value: object, attrs: dict[str, Any]
) -> None:
    ours, theirs = (kind().render("a<b", value, attrs, renderer=one) for one in (Renderer(), AsDjangoDraws()))

    assert alike(ours, theirs)


@given(
    st.sampled_from([*PLAIN, forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.ClearableFileInput]),
    VALUES, VALUES, st.booleans(), st.lists(VALUES.filter(bool), max_size=2), st.sampled_from(["id_%s", "a<%s", ""]),
)  # fmt: skip
def test_a_field_is_drawn_with_its_words_as_its_template_would(
    kind: type[forms.Widget], label: object, hint: object, required: bool, wrong: list[Any], auto_id: str
) -> None:
    field = forms.Field(label=label, help_text=hint, required=required, widget=kind)  # type: ignore[arg-type]  # anything

    class Form(forms.Form):
        one = field

    form = Form({"one": "x"}, auto_id=auto_id, renderer=Renderer())
    form.errors["one"] = form.error_class(wrong, field_id="id_one", renderer=form.renderer)
    template = form.renderer.get_template("kit/forms/field.html")

    assert alike(form["one"].as_field_group(), template.render({"field": form["one"]}))


@given(st.sampled_from([forms.Select, forms.SelectMultiple]), CHOICES, VALUES, ATTRS)
def test_a_list_is_drawn_as_its_templates_would(
    kind: type[forms.Select], choices: list[Any], value: object, attrs: dict[str, Any]
) -> None:
    list_ = kind(choices=choices)
    value = [value] if kind is forms.SelectMultiple else value

    assert alike(*(list_.render("name", value, attrs, renderer=one) for one in (Renderer(), AsDjangoDraws())))


@given(st.sampled_from([forms.RadioSelect, forms.CheckboxSelectMultiple]), PAIRS)
def test_one_choice_by_itself_is_drawn_as_its_template_would(kind: type[forms.RadioSelect], pairs: Any) -> None:
    field = forms.ChoiceField(choices=pairs, widget=kind)
    ours, theirs = (
        type("Form", (forms.Form,), {"one": field})(renderer=renderer)["one"]
        for renderer in (Renderer(), AsDjangoDraws())
    )

    for mine, other in zip(ours, theirs, strict=True):
        assert mine.tag() == other.tag()
        assert alike(str(mine), str(other).replace(">\n ", "> "))


def test_grouped_choices_have_headings_and_hints_and_nothing_in_them_is_markup() -> None:
    radios = HintedRadios(choices=[("<G>", [("a&b", "<i>A</i>")]), ("c", "C")], hints={"a&b": "<b>"})

    assert radios.render("pick", "c", {"id": "p", "class": "big"}, renderer=Renderer()) == (
        '<div id="p" class="choices big"><p class="choice-group">&lt;G&gt;</p><div class="choice">'
        '<input type="radio" name="pick" value="a&amp;b" id="p_0_0" class="big" aria-describedby="p_0_0_hint">'
        '<label for="p_0_0">&lt;i&gt;A&lt;/i&gt;</label><div class="hint" id="p_0_0_hint">&lt;b&gt;</div></div>'
        '<div class="choice"><input type="radio" name="pick" value="c" id="p_1" class="big" checked>'
        '<label for="p_1">C</label></div></div>'
    )
