"""How form fields draw themselves: our own templates for every widget, errors tied to their fields."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's renderer with our field template."""

    field_template_name = "kit/forms/field.html"
    form_template_name = "kit/forms/form.html"
