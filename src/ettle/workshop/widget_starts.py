"""Wagtail's choosers without inline scripts: an element says what to start, and a script of ours starts it."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser

TASK_CHOOSER = "createTaskChooser"


def replace_inline_scripts() -> None:
    """Have every chooser write an element for our script in place of an inline script. Called once, at the start.

    Wagtail offers no template for this part of a chooser; those of pickers and panels are in templates/wagtailadmin/.
    """
    setattr(BaseChooser, "render", render_chooser)  # noqa: B010 - an assignment would be an error to the type checker


def render_chooser(self: Any, name: str, value: Any, attrs: dict[str, Any], renderer: Any = None) -> SafeString:
    """Return a chooser as Wagtail draws it, and the element that starts it."""
    value_data = self.get_value_data(value)
    chooser: SafeString = self.render_html(name, value_data, attrs)
    if isinstance(self, AdminTaskChooser):
        return chooser + render_start(TASK_CHOOSER, attrs["id"])
    return chooser + render_start(
        self.js_constructor, attrs["id"], self.get_js_init_options(attrs["id"], name, value_data)
    )


def render_start(start: str, *arguments: object) -> SafeString:
    """Return the element that has our script start something."""
    words = json.dumps(arguments)[1:-1]
    return render_to_string("workshop/widget_start.html", {"start": start, "config": words})


def starter_script() -> SafeString:
    """Return the tag of our script."""
    return format_html('<script src="{}"></script>', static("workshop/js/widgets.js"))
