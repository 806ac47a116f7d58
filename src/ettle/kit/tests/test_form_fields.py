"""Every widget draws a label, ties its hint and its error to the field, and passes the page checks."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.template import Context, Template

from ettle.kit.checked_client import check
from ettle.kit.forms import HintedRadios

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
    check(HttpResponse(html), "form")
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
