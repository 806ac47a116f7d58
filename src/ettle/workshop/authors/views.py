"""The authors and their roles: a page for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import queries as people
from ettle.people.types import SignedInRequest
from ettle.workshop import actions
from ettle.workshop.authors.author_roles import highest_role
from ettle.workshop.authors.forms import AuthorForm


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def authors(request: SignedInRequest) -> HttpResponse:
    """List every author with their role, and add one."""
    form = AuthorForm(posted_data(request))
    if named := run_form(form, lambda data: actions.name_author(**data, by=request.user, now=timezone.now())):
        done = _("%(name)s is an author now. Tell them to open More, then Write and edit areas") % {"name": named.value}
        messages.success(request, done)
        return redirect("workshop:manage-authors")
    rows = [(person, highest_role(person.groups.all())) for person in people.site_authors()]
    return render_form(request, "workshop/manage_authors.html", form, {"authors": rows})


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Confirm, then end a person's role as author."""
    person = get_object_or_404(people.site_authors().filter(is_superuser=False), uuid=uuid)
    if request.method == "POST":
        actions.remove_author(person, by=request.user, now=timezone.now())
        messages.success(request, _("%(person)s no longer writes here") % {"person": person})
        return redirect("workshop:manage-authors")
    return render(request, "workshop/end_author.html", {"person": person})
