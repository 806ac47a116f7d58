"""The page by which an address stops emails of one kind, and undoes that. It needs no sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ettle.kit import actions
from ettle.kit.http.audience import LINK_HOLDERS, audience
from ettle.kit.mail.email_choices import is_stopped, is_undo_of, read_choice, undo_token


# Without a CSRF token: an email program posts here with no cookie (RFC 8058), and anyone who has the link may press it.
@audience(LINK_HOLDERS)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_emails(request: HttpRequest, token: str) -> HttpResponse:
    """Stop emails of one kind to one address. Opening the page changes nothing. Only who has just stopped can undo."""
    choice = read_choice(token)
    if choice is None:
        return render(request, "kit/stop_emails_over.html", status=404)
    has_resumed, undo = False, ""
    if request.POST.get("go") == "resume":
        has_resumed = is_undo_of(request.POST.get("undo", ""), choice)
        if has_resumed:
            actions.resume_emails(choice)
    elif request.method == "POST" and actions.stop_emails(choice, now=timezone.now()):
        undo = undo_token(choice)
    context = {
        "kind": choice.kind,
        "is_stopped": is_stopped(choice.email, choice.kind),
        "has_resumed": has_resumed,
        "undo": undo,
    }
    return render(request, "kit/stop_emails.html", context)
