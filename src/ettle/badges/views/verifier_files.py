"""The page about the verifier file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.badges.limits import CHECKS
from ettle.badges.verify.file import contents
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import limit_page


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """What the file is for, and the file of today with its hash; a sentence where this site has none."""
    today = timezone.localdate()
    file = contents.build_file(today=today) if contents.is_built() else None
    context = {"file": file, "kilobytes": len(file.content) // 1_000 if file else 0, "today": today}
    return render(request, "badges/verifier.html", context)
