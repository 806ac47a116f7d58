"""The state of the keys that sign badges, for administrators: in words, with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ettle.badges.keys import key_encryption
from ettle.badges.models import SigningKey, SigningLogLine
from ettle.kit.metrics.site_figures import Figure
from ettle.kit.site_states import SiteState

NEXT_STEP = gettext_noop(
    "Put the sealing key back from the copy that you keep apart from the backups, then restart the site."
)


def list_states(now: datetime) -> Iterator[SiteState]:
    """Yield whether badges can be signed. One query."""
    keys = list(
        SigningKey.objects.current().order_by("-pk").values_list("uuid", "sealed_private", "created_at", "issuer")
    )
    try:
        if keys:
            key_encryption.unseal_secret(bytes(keys[0][1]), belongs_to=str(keys[0][0]))
        elif settings.SEALING_KEY or settings.SEALING_KEY_FILE.exists():
            key_encryption.check_sealing_key()
    except key_encryption.CannotUnseal as fault:
        words = _("Badges wait and cannot be signed. %(fault)s. %(step)s") % {"fault": fault, "step": _(NEXT_STEP)}
        yield SiteState(_("Keys that sign badges"), words, is_good=False)
        return
    yield SiteState(_("Keys that sign badges"), _describe_keys(keys), is_good=True)


def list_figures(now: datetime) -> Iterator[Figure]:
    """Yield how many signings the log has. Its lines are never deleted, so the number of the newest says it."""
    newest = SigningLogLine.objects.aggregate(newest=Max("pk"))["newest"]
    yield Figure("ettle_badge_signings", "Signings of badges, by their log.", newest or 0, only_grows=True)


def _describe_keys(keys: Sequence[tuple[object, object, datetime, int]]) -> str:
    if not keys:
        return _("There is none yet. The first badge that is signed makes them")
    issuers = len({issuer for *_rest, issuer in keys})
    words = ngettext(
        "They open with the sealing key. %(count)s issuer has keys, the newest from %(day)s. Keep a copy of the "
        "sealing key apart from the backups",
        "They open with the sealing key. %(count)s issuers have keys, the newest from %(day)s. Keep a copy of the "
        "sealing key apart from the backups",
        issuers,
    )
    return words % {"count": issuers, "day": date_format(timezone.localtime(keys[0][2]), "j F Y")}
