"""How form fields are rendered: Django's widget templates, with our own for a field and for a whole form.

Where the HTML of a widget must differ from Django's, kit has a template of the same name under
`templates/django/forms/widgets/`, which Django finds first.
"""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders a field with its label, hint and errors tied to it."""

    field_template_name = "kit/forms/field.html"
    form_template_name = "kit/forms/form.html"
