"""Pages about endorsements: the learner's, and the endorser's, which is opened by a link."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.evidence.endorsement import actions, queries, shown_work
from ettle.evidence.endorsement.address_hashes import is_own_account
from ettle.evidence.endorsement.asker_cookie import is_asking_browser, remember_asking_browser
from ettle.evidence.endorsement.forms import AskForm, EndorseForm
from ettle.evidence.views.applications import own_application_or_404
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import LINK_HOLDERS, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people.queries import outside_email_fault
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.evidence.endorsement.status import EndorsementStatus
    from ettle.evidence.models import Endorsement
    from ettle.people.models import User
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def endorsement(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Where the endorsement of an application is, and everyone who was asked."""
    status = _own_status_or_404(request, number)
    context = {"status": status, "application": status.application}
    response = render(request, "evidence/endorsement/status.html", context)
    remember_asking_browser(request, response, request.user)
    return response


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def ask(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Name a person and choose what they may read; look at exactly what they will see; then send it.

    What in the note could identify anyone else is shown with what they will see, and once more where it was not seen.
    """
    status, now = _own_status_or_404(request, number), timezone.now()
    if not status.may_ask:
        return redirect("evidence:endorsement", number)
    application = status.application
    allowed, showable = application.version.endorsement_by, shown_work.list_showable(application)
    form = AskForm(texts.read_sent_form(request), allowed=allowed, answers=showable)
    fault = outside_email_fault(request.user, now=now)
    context: dict[str, Any] = {"application": application, "status": status, "email_fault": fault}
    note = form.cleaned_data["note"] if form.is_bound and form.is_valid() else ""
    known = _names_in(application.learner.name, form.cleaned_data["name"]) if note else set()
    context["findings"] = texts.list_findings(note, known)
    if request.POST.get("go") == "send" and not texts.ask_to_look(request, [note], known):
        sent = run_form(
            form,
            lambda data: actions.ask_endorser(
                application,
                endorser=form.endorser,
                note=data["note"],
                shown=data.get("shown", []),
                by=request.user,
                now=now,
            ),
        )
        if sent:
            words = _("We will email %(name)s, unless they asked for no more emails")
            messages.success(request, words % {"name": sent.value.endorser_name})
            response = redirect("evidence:endorsement", number)
            remember_asking_browser(request, response, request.user)
            return response
    elif form.is_bound and form.is_valid():
        chosen = shown_work.choose_answers(application, form.cleaned_data.get("shown", []))
        context["shown"] = shown_work.build_snapshot(application, chosen, note=note)
        texts.show_again(request)
    return render_form(request, "evidence/endorsement/ask.html", form, context)


@audience(SIGNED_IN)
@require_POST
def withdraw(request: SignedInRequest, number: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """Withdraw a request that has no answer."""
    found = _own_request_or_404(request, number, key)
    done = _("Withdrawn. The link no longer shows anything.")
    run_button(request, lambda: actions.withdraw_request(found, by=request.user, now=timezone.now()), done)
    return redirect("evidence:endorsement", number)


@audience(SIGNED_IN)
@require_POST
def show(request: SignedInRequest, number: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """Show an endorsement on the public page of the badge, or hide it again."""
    found, now, me = _own_request_or_404(request, number, key), timezone.now(), request.user
    if request.POST.get("show") == "yes":
        run_button(request, lambda: actions.show_on_badge(found, by=me, now=now), _("Shown on the page of your badge"))
    else:
        hidden = _("No longer shown on the page of your badge")
        run_button(request, lambda: actions.hide_on_badge(found, by=me, now=now), hidden)
    return redirect("evidence:endorsement", number)


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endorse(request: HttpRequest, token: str) -> HttpResponse:
    """What the endorser was shown, and their answer. Opening it changes nothing.

    Who goes back after an answer and sends the form again corrects it, or is told why that is too late.
    """
    found, now = queries.find_endorsement(token), timezone.now()
    if found is None or not queries.is_link_open(found, now):
        return render(request, "evidence/endorsement/link_over.html", status=404)
    by = _who_answers(request, found)
    context = {
        "token": token,
        "endorsement": found,
        "shown": found.shown,
        "answer": found.last_answer,
        "can_answer": queries.can_answer(found, now),
        "is_own": by is not None and is_own_account(found.application.learner, by),
    }
    is_changing = request.method == "POST" or (context["can_answer"] and "change" in request.GET)
    if found.last_answer and not is_changing:
        return render(request, "evidence/endorsement/answered.html", context)
    form = EndorseForm(posted_data(request), initial=_initial_answer(found))
    context["findings"] = _find_in_words(request, form, found)
    if not context["findings"] and run_form(
        form, lambda _: actions.answer_request(found, answer=form.answer, now=now, by=by)
    ):
        return redirect("evidence:endorse", token)
    return render_form(request, "evidence/endorsement/endorse.html", form, context)


@audience(LINK_HOLDERS)
@never_cache
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """The endorser withdraws their endorsement, or only takes their name off the public page."""
    found, now = queries.find_endorsement(token), timezone.now()
    if found is None or not queries.is_link_open(found, now):
        return render(request, "evidence/endorsement/link_over.html", status=404)
    by = _who_answers(request, found)
    if request.POST.get("go") == "hide":
        run_button(request, lambda: actions.hide_endorser(found, now=now), _("Your name is not on any public page"))
    elif request.POST.get("go") == "withdraw":
        withdrawn = _("Your endorsement is withdrawn")
        run_button(request, lambda: actions.take_back_endorsement(found, now=now, by=by), withdrawn)
    return redirect("evidence:endorse", token)


def _who_answers(request: HttpRequest, found: Endorsement) -> User | None:
    """Who is signed in; the learner where they asked in this browser, also after they signed out; None if unknown."""
    learner = found.application.learner
    if is_asking_browser(request, learner):
        return learner
    return request.user if request.user.is_authenticated else None


def _find_in_words(request: HttpRequest, form: EndorseForm, found: Endorsement) -> list[texts.ListedFinding]:
    """What in the endorser's words could identify anyone but the learner and themself, for the page to show once."""
    if not form.is_bound or not form.is_valid() or not form.answer.words:
        return []
    known = _names_in(found.application.learner.name, found.endorser_name, form.answer.name)
    return texts.ask_to_look(request, [form.answer.words], known)


def _names_in(*names: str) -> set[str]:
    """The names of those who write to each other, whole and in parts: they identify nobody else."""
    return {part for name in names for part in (name, *name.split())}


def _initial_answer(found: Endorsement) -> dict[str, Any]:
    """What the form begins with: the last answer, to be corrected, or what the learner said."""
    last = found.last_answer
    if last is None or not last.is_endorsed:
        return {"name": found.endorser_name, "relationship": found.relationship}
    names = ("kind", "name", "job_title", "relationship", "words", "is_name_public")
    return {name: getattr(last, name) for name in names}


def _own_status_or_404(request: SignedInRequest, number: uuid.UUID) -> EndorsementStatus:
    status = queries.find_status(own_application_or_404(request, number), timezone.now())
    if status is None:
        raise Http404
    return status


def _own_request_or_404(request: SignedInRequest, number: uuid.UUID, key: uuid.UUID) -> Endorsement:
    status = _own_status_or_404(request, number)
    for found in status.requests:
        if found.uuid == key:
            found.application = status.application
            return found
    raise Http404
