"""The verifier file, as a download."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ettle.badges.api import responses
from ettle.badges.limits import CHECKS
from ettle.badges.verify.file import contents
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import limit_page


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def verifier_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """The verifier file with this hash, and not found for one of an earlier day or with other keys.

    Never of a type that a browser shows: the file is not a page of this site.
    """
    file = contents.build_file(today=timezone.localdate()) if contents.is_built() else None
    if file is None or file.sha256 != sha256:
        raise Http404  # a link that downloads would store the page that it was redirected to
    response = responses.public_response(request, file.content, responses.FILE_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
