"""The annual learning record: choose what is in it, then download it. The choice is not stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.cpl import queries, record_documents
from ettle.cpl.forms import RecordForm
from ettle.cpl.record_snapshots import build_snapshot
from ettle.kit.files.printable_documents import download_response
from ettle.kit.forms.outcomes import posted_data, render_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.values.dates import operator_date
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """Choose what is in the record of a year; the download has that and nothing else."""
    scheme = queries.personal_scheme(request.user)
    year = scheme.year(operator_date(timezone.now()), request.GET.get("year", ""))
    form = RecordForm(posted_data(request), learning=list(queries.learning_in(request.user, year)))
    if form.is_valid():
        snapshot = build_snapshot(str(request.user), scheme, year, form.chosen_learning())
        return download_response(record_documents.annual_record(snapshot), kind=form.cleaned_data["kind"])
    return render_form(request, "cpl/record.html", form, {"year": year, "scheme": scheme})
