"""The page of what a person's evidence shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.dashboard.matrix.evidence_matrix import STATES, build_matrix
from ettle.evidence.queries import answers_without_links
from ettle.framework.queries import link_targets
from ettle.framework.queries.personal_links import list_personal_links
from ettle.framework.types import PersonalKind
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.learning_log.queries import MAX_LINKED
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def matrix(request: SignedInRequest) -> HttpResponse:
    """The items of a framework (`?of=`), each with what the person has for it."""
    lists = link_targets.offered_lists()
    first = lists[0] if lists else None
    chosen = link_targets.find_list(request.GET["of"]) if "of" in request.GET else first
    if chosen is None and "of" in request.GET:
        raise Http404
    links = list_personal_links(request.user, chosen.frameworks) if chosen else []
    built = build_matrix(chosen.rows() if chosen else (), links)
    context = {
        "matrix": built,
        "chosen": chosen,
        "lists": lists,
        "states": STATES.values(),
        "most": MAX_LINKED if sum(link.kind == PersonalKind.LOG for link in links) >= MAX_LINKED else 0,
        "undecided": answers_without_links(request.user),
    }
    return render(request, "dashboard/matrix.html", context)
