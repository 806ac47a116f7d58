"""The page of what a person's evidence shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.dashboard.matrix.evidence_matrix import STATES, build_matrix
from ettle.evidence.queries import answers_without_links
from ettle.framework.queries.link_targets import TARGET_LISTS
from ettle.framework.queries.personal_links import list_personal_links
from ettle.framework.types import PersonalKind
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.learning_log.queries import MAX_LINKED
from ettle.people.types import SignedInRequest

FIRST = "capabilities"


@audience(SIGNED_IN)
@require_safe
def matrix(request: SignedInRequest) -> HttpResponse:
    """The items of a framework (`?of=`), each with what the person has for it."""
    chosen = TARGET_LISTS.get(request.GET.get("of", FIRST))
    if chosen is None:
        raise Http404
    links = list_personal_links(request.user, chosen.frameworks)
    built = build_matrix(chosen.rows(), links)
    context = {
        "matrix": built,
        "chosen": chosen,
        "lists": TARGET_LISTS.values(),
        "states": STATES.values(),
        "most": MAX_LINKED if sum(link.kind == PersonalKind.LOG for link in links) >= MAX_LINKED else 0,
        "undecided": answers_without_links(request.user),
    }
    return render(request, "dashboard/matrix.html", context)
