"""Preview of a statement and the other questions as people see them. Choices made in it are not saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from ettle.framework import queries as framework
from ettle.instruments.queries.comparability import find_comparison_break
from ettle.instruments.types import Statement
from ettle.instruments.types.feedback_specs import PICTURES, FeedbackSpec
from ettle.kit.room import offered
from ettle.people import queries as people

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ettle.instruments.types.specs import InstrumentSpec
    from ettle.workshop.instruments.models import InstrumentDraft

NO_STATEMENT = _("There are no statements for this role yet")


@csp_replace({"frame-ancestors": [SELF]})
def render_draft(request: HttpRequest, draft: InstrumentDraft, mode: str) -> HttpResponse:
    """Return a page that shows a draft as people would see it, and which comparisons it would end."""
    spec = draft.entries.to_spec()
    context = {
        "draft": draft,
        "look": build_preview(spec),
        "is_easy_read": mode == "easy-read",
        "comparison": find_comparison_break(draft.newest.spec, spec),
    }
    return TemplateResponse(
        request, "workshop/instruments/preview.html", context, headers={"X-Frame-Options": "SAMEORIGIN"}
    )


def build_preview(spec: InstrumentSpec | FeedbackSpec) -> dict[str, Any]:
    """Return what the page needs to show an instrument, with the first statement of the default role.

    Rooms offer "workshop.preview_forms": a function from a spec and a statement to the forms that people would get, by
    their names in the template; none for the instruments of other rooms.
    """
    role = people.default_role()
    first_person, third_person = framework.first_indicator(role) or (NO_STATEMENT, NO_STATEMENT)
    wording = str(third_person or first_person)
    statement = Statement(key="line", wording=wording, theme_key="", theme="", capability_key="", capability="")
    shown: dict[str, Any] = {"wording": first_person}
    if isinstance(spec, FeedbackSpec):
        shown = {"wording": wording, **_preview_feedback(spec, role)}
    for build_forms in offered("workshop.preview_forms"):
        shown |= build_forms(spec, statement)
    return {"role": people.role_title(role).lower(), **shown}


def _preview_feedback(spec: FeedbackSpec, role: str) -> dict[str, Any]:
    sentence = next((sentence for sentence in spec.easy.lines if sentence.role == role), None)
    return {
        "questions": [spec.value_question, spec.change_question, spec.example_question],
        "sentence": sentence,
        "picture": sentence and sentence.picture in PICTURES and picture_template(sentence.picture),
        "answers": [*(answer.label for answer in spec.easy.answers), spec.easy.dont_know],
    }


def picture_template(name: str) -> str:
    """Return the template of an Easy Read picture."""
    return f"feedback/pictures/{name}.html"


def render_key(themes: Mapping[str, str]) -> SafeString:
    """Return the themes and the pictures by the names used in Easy Read sentences."""
    return render_to_string("workshop/instruments/key.html", {"themes": themes, "drawings": render_pictures()})


@cache
def render_pictures() -> SafeString:
    """Return the pictures with their names, rendered once: they are our own files and never change."""
    return render_to_string(
        "workshop/instruments/drawings.html", {"drawings": [(name, picture_template(name)) for name in PICTURES]}
    )
