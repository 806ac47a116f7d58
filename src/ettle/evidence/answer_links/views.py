"""What an answer shows: the learner's links, suggestions to decide on, and the picker. Anyone else's is a 404."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.evidence.answer_links import actions, queries
from ettle.framework.queries import link_targets
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.uuids import parse_uuid

if TYPE_CHECKING:
    from ettle.evidence.answer_links.queries import AnswerLinks, WrittenAnswer
    from ettle.evidence.models import AnswerLink
    from ettle.framework.types import LinkTarget
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def answer_links(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """What one answer shows, and suggestions with their reasons. A button accepts, declines or removes one."""
    answer = _own_answer_or_404(request, number, position)
    found = queries.links_and_suggestions(answer)
    form = Form(posted_data(request))
    if done := run_form(form, lambda _data: _decide(request, answer, found)):
        messages.success(request, done.value)
        return redirect("evidence:answer-links", number, position)
    context = {
        "answer": answer,
        "links": [(_describe_place(link), link) for link in found.links],
        "suggestions": [
            (_describe_place(each.target), each, link_targets.is_counted_in_year(each.target.framework))
            for each in found.suggestions
        ],
        "target_lists": link_targets.offered_lists(),
    }
    return render_form(request, "evidence/answer_links.html", form, context)


def _describe_place(item: AnswerLink | LinkTarget) -> str:
    """The framework of an item, with its number there if people know it by that."""
    name = link_targets.framework_name(item.framework)
    return f"{name} · {item.key}" if link_targets.is_numbered(item.framework) else name


def _decide(request: SignedInRequest, answer: WrittenAnswer, found: AnswerLinks) -> str:
    """Do what the pressed button says; return what was done. Raises Refused for what is no longer suggested."""
    me, now = request.user, timezone.now()
    if item := parse_uuid(request.POST.get("remove", "")):
        actions.remove_link(answer, item=item, by=me)
        return _("Removed")
    suggested = {suggestion.target.item: suggestion.target for suggestion in found.suggestions}
    accepted, declined = (parse_uuid(request.POST.get(name, "")) for name in ("accept", "decline"))
    if target := suggested.get(accepted or uuid.UUID(int=0)):
        actions.accept_suggestion(answer, target=target, by=me, now=now)
        return _("Added: ‘%(title)s’") % {"title": target.title}
    if target := suggested.get(declined or uuid.UUID(int=0)):
        actions.decline_suggestion(answer, target=target, by=me, now=now)
        return _("We will not suggest ‘%(title)s’ for this answer again") % {"title": target.title}
    raise Refused(_("This suggestion is not there any more. Nothing has changed."))


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def choose_answer_links(request: SignedInRequest, number: uuid.UUID, position: int, name: str) -> HttpResponse:
    """Choose what an answer shows, from one framework at a time."""
    answer = _own_answer_or_404(request, number, position)
    target_list, form = link_targets.find_list(name), Form(posted_data(request))
    if target_list is None:
        raise Http404
    if form.is_bound:
        ticked = frozenset(item for text in request.POST.getlist("item") if (item := parse_uuid(text)))
    else:
        ticked = frozenset(link.item for link in queries.links_of(answer))
    offered, me, now = target_list.targets(), request.user, timezone.now()
    if run_form(form, lambda _data: actions.choose_links(answer, offered=offered, selected=ticked, by=me, now=now)):
        messages.success(request, _("Links saved"))
        return redirect("evidence:answer-links", number, position)
    counts = any(map(link_targets.is_counted_in_year, target_list.frameworks))
    context = {
        "account": _("your answer ‘%(title)s’, %(badge)s") % {"title": answer.title, "badge": answer.badge},
        "back": reverse("evidence:answer-links", args=[number, position]),
        "back_words": _("What this answer shows"),
        "target_list": target_list,
        "groups": target_list.grouped_targets(ticked),
        "lead": _("Tick what your answer shows, or none. What you tick counts once in your learning of the year.")
        if counts
        else _("Tick what your answer shows, or none. It is not sent to your assessor."),
    }
    return render_form(request, "framework/link_picker.html", form, context)


def _own_answer_or_404(request: SignedInRequest, number: uuid.UUID, position: int) -> WrittenAnswer:
    answer = queries.find_answer(request.user, number, position)
    if answer is None:
        raise Http404
    return answer
