"""Forms that are held, read: among them one that a page shows again before anything of it is saved."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from ettle.texts.models import COPY_LASTS, FormCopy
from ettle.texts.recovery.form_encryption import SentForm, decrypt_form

if TYPE_CHECKING:
    from ettle.people.models import User

SHOWN = "sent"  # in the address of a page that shows a form again
SHOWN_AT = "ettle.shows_form_again_at"


def show_again(request: HttpRequest, page: str = "") -> None:
    """Note that the answer to this post shows its form again, and that nothing of it is saved.

    page: the address of the form's page, where that is not the address that it is sent to.
    """
    request.META[SHOWN_AT] = page or request.get_full_path()


def read_shown_form(request: HttpRequest) -> QueryDict | None:
    """Return what was sent in the form that this page shows again; None for a page that is only opened."""
    number = parse_number(request.GET.get(SHOWN, ""))
    form = read_copy(request, number, request.user) if number and request.user.is_authenticated else None
    if form is None:
        return None
    sent = QueryDict(mutable=True)
    for name, values in form.fields.items():
        sent.setlist(name, values)
    return sent


def read_sent_form(request: HttpRequest) -> QueryDict | None:
    """Return what a form is sent with now, or as `read_shown_form`. An empty form was sent, too."""
    return request.POST if request.method == "POST" else read_shown_form(request)


def read_copy(request: HttpRequest, number: uuid.UUID, person: User) -> SentForm | None:
    """The form that is held under this number for this person, if this browser has the other half of its key."""
    holder, _, secret = request.COOKIES.get(settings.FORM_COPY_COOKIE_NAME, "").partition(":")
    if holder != str(number):
        return None
    row = FormCopy.objects.filter(uuid=number, person=person, copied_at__gte=timezone.now() - COPY_LASTS).first()
    return decrypt_form(bytes(row.sealed), person, number, secret) if row else None


def parse_number(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
