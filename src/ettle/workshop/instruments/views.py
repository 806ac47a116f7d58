"""Pages for authors: what people are asked, version by version. The next version is written in the workshop."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ettle.instruments.queries.published_versions import find_version
from ettle.kit.http.audience import AUTHORS, audience
from ettle.people import queries as people
from ettle.people.types import SignedInRequest
from ettle.workshop.drafts.links import draft_url
from ettle.workshop.instruments import actions
from ettle.workshop.instruments.models import InstrumentDraft
from ettle.workshop.instruments.preview import build_preview
from ettle.workshop.instruments.queries import find_draft, list_instruments
from ettle.workshop.instruments.spec_entries import entries_class


@audience(AUTHORS)
@require_safe
def instruments(request: SignedInRequest) -> HttpResponse:
    """Every instrument with its versions."""
    context = {"instruments": list_instruments(request.user), "may_publish": people.can_publish(request.user)}
    return render(request, "workshop/instruments/instruments.html", context)


@audience(AUTHORS)
@require_safe
def version(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """One version as it was published, to read."""
    published = find_version(key, edition)
    if published is None:
        raise Http404
    kind, spec = entries_class(published.spec), published.spec
    groups = kind(kind.from_spec(spec), spec).filled_groups()
    context = {"version": published, "groups": groups, "look": build_preview(spec)}
    return render(request, "workshop/instruments/version.html", context)


@audience(AUTHORS)
@require_POST
def discard(request: SignedInRequest, key: str) -> HttpResponse:
    """Discard a draft that the person saved last themselves."""
    draft = InstrumentDraft.objects.open().filter(pk=key).first()
    if draft is None or not draft.can_be_discarded_by(request.user):
        raise Http404
    actions.discard_draft(draft, by=request.user, now=timezone.now())
    messages.success(request, _("The draft is discarded. You still find it in the history"))
    return redirect("workshop:instruments")


@audience(AUTHORS)
@require_safe
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Redirect to the author's page in the workshop."""
    draft = find_draft(key)
    if draft is None:
        raise Http404
    return redirect(draft_url(draft))
