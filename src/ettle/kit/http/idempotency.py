"""A form that is sent twice is answered once: double taps, retries on poor signal, replays.

The form carries a key (`{% once %}` in a template). The key is written in the same transaction as what the view did,
so either both are there or neither is. With the key a digest of the content is stored: who goes back, corrects and
sends again sends the same key with other content, and each view declares what happens then.

    @audience(SIGNED_IN)
    @require_http_methods(["GET", "HEAD", "POST"])
    @answer_once(OtherContent.APPLY)
    def change(request): ...
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from ettle.kit.models import AnsweredPost

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ettle.people.models import User

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponse]
FIELD = "once"
SALT = "ettle.kit.http.idempotency"
NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})
SHORTEST_WORDS = 20  # characters; shorter values are choices and numbers, which the form can be given again
CONFLICT = 409


class OtherContent(Enum):
    """What a view does with a key that was answered before when the content is another."""

    # The view runs again: an edit, a state that is set, or an addition that the next page shows and can remove.
    APPLY = "apply"
    # The view runs again and changes what the first content made; `find_corrected` says which that is.
    CORRECT = "correct"
    # The form is shown again with the words, and says that it was sent: an email, a decision, a right, an end.
    SHOW = "show"


@dataclass
class AlreadySent:
    """A form that was sent before with other content. location: where its first sender was redirected.

    is_correction: whether the view takes the new content. is_shown: whether the form that is rendered now says that it
    was sent.
    """

    location: str
    is_correction: bool
    is_shown: bool = False


@dataclass(frozen=True)
class _Post:
    """One post. key: with the address, so that a key sent to another form is another key and not a clash."""

    person: User
    key: uuid.UUID
    path: str
    digest: str

    def find_answer(self) -> AnsweredPost | None:
        return self._rows().first()

    def lock_answer(self) -> AnsweredPost | None:
        """Two corrections at once go one after the other."""
        return self._rows().select_for_update().first()

    def _rows(self) -> QuerySet[AnsweredPost]:
        return AnsweredPost.objects.filter(person=self.person, key=self.key, path=self.path)

    def repeats(self, earlier: AnsweredPost) -> bool:
        return constant_time_compare(earlier.digest, self.digest)

    def record(self, response: HttpResponse, earlier: AnsweredPost | None) -> None:
        """Record the answer. Only redirects count as answered: an error can be corrected and sent again.

        Raises IntegrityError when the same key was answered by another request meanwhile.
        """
        if not isinstance(response, HttpResponseRedirect):
            return
        row = earlier or AnsweredPost(person=self.person, key=self.key, path=self.path)
        row.location, row.digest, row.answered_at = response.url, self.digest, timezone.now()
        row.save()


def answer_once(other: OtherContent) -> Callable[[View[P]], View[P]]:
    """Answer a repeated post as the first was answered; `other` is for the same key with other content.

    The content sent last counts: content that was replaced by a correction is not a repetition any more.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            key = _idempotency_key(request)
            if key is None or not request.user.is_authenticated:
                return view(request, *args, **kwargs)
            post = _Post(request.user, key, request.path[:500], _digest_content(request))

            def respond() -> HttpResponse:
                return view(request, *args, **kwargs)

            if post.find_answer() is None:
                try:
                    with transaction.atomic():
                        return _answer_first(post, respond)
                except IntegrityError:
                    # The same key arrived twice at once, and the other one was first.
                    if post.find_answer() is None:
                        raise
            return _answer_again(post, request, respond, other)

        answered.other_content = other  # type: ignore[attr-defined]  # a function takes any attribute
        return answered

    return decorate


def find_other_content(view: Callable[..., object]) -> OtherContent | None:
    """Return what a view declares; None when it does not read the key."""
    return getattr(view, "other_content", None)


def find_corrected(request: HttpRequest) -> dict[str, Any] | None:
    """Return the address parts of what this form made when it was sent before with other content; otherwise None."""
    sent: AlreadySent | None = getattr(request.POST, "already_sent", None)
    return None if sent is None else resolve(urlsplit(sent.location).path).kwargs


def _answer_first(post: _Post, respond: Callable[[], HttpResponse]) -> HttpResponse:
    response = respond()
    post.record(response, None)
    return response


@transaction.atomic
def _answer_again(
    post: _Post, request: HttpRequest, respond: Callable[[], HttpResponse], other: OtherContent
) -> HttpResponse:
    earlier = post.lock_answer()
    if earlier is None:  # deleted a moment ago, with its account
        return _answer_first(post, respond)
    if post.repeats(earlier):
        return HttpResponseRedirect(earlier.location)
    sent = AlreadySent(earlier.location, is_correction=other is not OtherContent.SHOW)
    request.POST.already_sent = sent  # type: ignore[attr-defined]  # travels with the data to the form
    if other is OtherContent.SHOW:
        return _show_again(request, sent, respond)
    response = respond()
    post.record(response, earlier)
    return response


def _show_again(request: HttpRequest, sent: AlreadySent, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Render the form again; a page of ours with the words when the view has no form for them any more."""
    with transaction.atomic():
        response = respond()
        if sent.is_shown and not isinstance(response, HttpResponseRedirect):
            return response
        transaction.set_rollback(True)
    words = [
        text
        for name, texts in request.POST.lists()
        if name not in NOT_CONTENT
        for text in map(str, texts)
        if len(text) >= SHORTEST_WORDS and " " in text
    ]
    return render(request, "kit/already_sent.html", {"location": sent.location, "words": words}, status=CONFLICT)


def _idempotency_key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        return uuid.uuid5(uuid.UUID(request.POST.get(FIELD, "")), request.path)
    except ValueError:
        return None


def _digest_content(request: HttpRequest) -> str:
    """Return a digest of what was posted, made with a key outside the database: short content could be guessed.

    Leaves every uploaded file at its beginning.
    """
    posted = sorted((name, texts) for name, texts in request.POST.lists() if name not in NOT_CONTENT)
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            whole = hashlib.sha256()
            for chunk in upload.chunks():
                whole.update(chunk)
            upload.seek(0)
            files.append((name, upload.name, whole.hexdigest()))
    content = json.dumps([posted, files])
    return salted_hmac(SALT, content, algorithm="sha256").hexdigest()
