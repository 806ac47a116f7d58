"""The save that happens while somebody writes. It never says "saved" before the text is on disk."""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from ettle.evidence import actions, queries
from ettle.kit.refused import Refused

if TYPE_CHECKING:
    from ettle.people.requests import SignedInRequest

_REV = re.compile(r'\A(?:W/)?"(\d{1,9})"\Z')


class Unreadable(Exception):
    """The request is not what the page sends."""


@require_http_methods(["PUT"])
def save(request: SignedInRequest, number: uuid.UUID, position: int) -> JsonResponse:
    """PUT {"text"} with If-Match: "rev" and Idempotency-Key: uuid.

    200 {rev, saved_at: by the reader's clock}; 412 {rev, text} when another text was saved in between; 422 {words}
    when a rule says no; 400 when it cannot be read.
    """
    application = queries.application_of(request.user, number)
    if application is None:
        raise Http404
    criterion = next((one for one in application.criteria if one.position == position), None)
    if criterion is None:
        return JsonResponse({"words": "There is no such part."}, status=404)
    try:
        asked = _read(request)
        answer = actions.save_answer(application, criterion=criterion, by=request.user, now=timezone.now(), **asked)
    except Unreadable as fault:
        return JsonResponse({"words": str(fault)}, status=400)
    except actions.Conflict as conflict:
        return JsonResponse({"rev": conflict.current.rev, "text": conflict.current.text}, status=412)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    return JsonResponse({"rev": answer.rev, "saved_at": date_format(timezone.localtime(answer.saved_at), "H:i")})


def _read(request: SignedInRequest) -> dict[str, Any]:
    rev = _REV.match(request.headers.get("If-Match", ""))
    if rev is None:
        raise Unreadable('Send If-Match with the revision, like "3".')
    try:
        key = uuid.UUID(request.headers.get("Idempotency-Key", ""))
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("Send an Idempotency-Key and a body of JSON.") from error
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise Unreadable('Send {"text": …}.')
    return {"text": body["text"], "base": int(rev[1]), "key": key}
