"""What the page of a part of a draft does for every kind of draft: save, conflict, comments, words for what is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.kit.forms.outcomes import CONFLICT, add_refusal, render_form
from ettle.kit.refusal import Refused
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.actions import PartChanged, read_newest
from ettle.workshop.drafts.comments.comment_pages import comment_address, resolve_with_words, show_comments
from ettle.workshop.drafts.comments.queries import list_open
from ettle.workshop.drafts.forms import COPY
from ettle.workshop.drafts.models import SpecDraft

NOT_WORDS = frozenset({"csrfmiddlewaretoken", "as_it_was", "options", "then", "once", "comment", "resolve"})


@dataclass(frozen=True)
class PartPages:
    """What a kind of draft knows of its parts. save: the action, as `drafts.actions.save_part`.

    write: what a part of a content says, as text. address, preview: of a part. saved: where Save leads.
    gone: the template that gives back words which could not be saved."""

    save: Callable[..., None]
    write: Callable[[Any, str], str]
    address: Callable[[Any, str], str]
    preview: Callable[[Any, str], str]
    saved: Callable[[Any, str], str]
    gone: str


def edit_part(
    request: SignedInRequest,
    draft: SpecDraft,
    part: str,
    form: Any,
    pages: PartPages,
    *,
    title: str,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show the form of a part or save it. title: the part in words, for the page and for the history."""
    theirs = ""
    if request.method == "POST" and request.POST.get("then") != COPY and form.is_valid():
        try:
            pages.save(
                draft, part, form.change, as_it_was=form.cleaned_data["as_it_was"], words=title, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except PartChanged as refusal:
            newest = read_newest(draft).content
            theirs = pages.write(newest, part)
            form.show_newest(newest, part)
            add_refusal(form, refusal)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _go_on(request, draft, part, pages)
    show_comments(form, part, list_open(draft))
    shown = {"draft": draft, "part": part, "part_title": title, "theirs": theirs, **context}
    return render_form(request, template, form, shown)


def _go_on(request: SignedInRequest, draft: SpecDraft, part: str, pages: PartPages) -> HttpResponse:
    """Go where the button leads that saved the part."""
    if field := request.POST.get("comment"):
        return redirect(comment_address(draft, part, field))
    if request.POST.get("then") == "preview":
        return redirect(pages.preview(draft, part))
    messages.success(request, _("Saved. Learners see it when it is published"))
    found = next((comment for comment in list_open(draft) if str(comment.uuid) == request.POST.get("resolve")), None)
    if found is not None:
        resolve_with_words(request, draft, found)
        return redirect(f"{pages.address(draft, part)}#id_{found.field}")
    return redirect(pages.saved(draft, part))


def render_gone(request: SignedInRequest, draft: SpecDraft, pages: PartPages, reason: str) -> HttpResponse:
    """Give back what was written in a part that is there no more. Raises Http404 when nothing was sent."""
    if request.method != "POST":
        raise Http404
    typed = [value for name, value in request.POST.items() if name not in NOT_WORDS and str(value).strip()]
    context = {"draft": draft, "reason": reason, "words": "\n\n".join(map(str, typed))}
    return render(request, pages.gone, context, status=CONFLICT)
