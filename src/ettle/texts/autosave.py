"""The protocol of automatic saves: PUT {"text", "after"} with If-Match: "rev" and Idempotency-Key: uuid.

after: the keys of earlier saves of this page that were not answered yet, 50 at most. One of them may be the current
text by now; that is not a conflict. A save that arrives after a newer one is a conflict, so it never overwrites it.

200 {rev, saved_at: local time}; 412 {rev, text} when another text was saved in between; 422 {words} when a rule refuses
it; 400 {words} when the request cannot be parsed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format

from ettle.kit.refusal import Refused
from ettle.texts.revisions import Conflict, Revision

MAX_UNANSWERED = 50
_REV = re.compile(r'\A(?:W/)?"(\d{1,9})"\Z')


class UnreadableRequest(Exception):
    """The request cannot be parsed as a save."""


@dataclass(frozen=True)
class SaveRequest:
    text: str
    base: int
    key: uuid.UUID
    after: frozenset[uuid.UUID] = frozenset()


def respond_to_save(request: HttpRequest, save: Callable[[SaveRequest], Revision]) -> JsonResponse:
    """Parse the request, save it and return the outcome. 200 is returned only after the text is stored."""
    try:
        revision = save(_parse_save_request(request))
    except UnreadableRequest as error:
        return JsonResponse({"words": str(error)}, status=400)
    except Conflict as conflict:
        return JsonResponse({"rev": conflict.current.rev, "text": conflict.current.text}, status=412)
    except Refused as refused:
        return JsonResponse({"words": str(refused)}, status=422)
    return JsonResponse({"rev": revision.rev, "saved_at": date_format(timezone.localtime(revision.saved_at), "H:i")})


def _parse_save_request(request: HttpRequest) -> SaveRequest:
    rev = _REV.match(request.headers.get("If-Match", ""))
    if rev is None:
        raise UnreadableRequest('Send If-Match with the revision, like "3".')
    try:
        key = uuid.UUID(request.headers.get("Idempotency-Key", ""))
        body = json.loads(request.body)
        after = frozenset(map(uuid.UUID, _listed_keys(body)))
    except (ValueError, RecursionError) as error:
        raise UnreadableRequest("Send an Idempotency-Key and a body of JSON.") from error
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise UnreadableRequest('Send {"text": …}.')
    return SaveRequest(body["text"], int(rev[1]), key, after)


def _listed_keys(body: object) -> list[str]:
    keys = body.get("after", []) if isinstance(body, dict) else []
    return [str(key) for key in keys[:MAX_UNANSWERED]] if isinstance(keys, list) else []
