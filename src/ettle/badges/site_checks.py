"""What `./ettle doctor` looks at in this room: the sealing key, the list of withdrawn badges, the status lists."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from ettle.badges.credential.badge_documents import LIST_LASTS
from ettle.badges.keys import key_check
from ettle.badges.keys.key_states import NEXT_STEP
from ettle.badges.models import StatusList
from ettle.badges.status import withdrawals
from ettle.kit.checks.site_checks import Found, Problem, SiteCheck

# They are signed again when they are a week old, and end after a month.
ENDS_SOON = timedelta(days=14)


def find_sealing_problem(now: datetime) -> Found:
    fault = key_check.find_sealing_problem()
    return Problem(_("Badges cannot be signed. %(fault)s") % {"fault": fault}, _(NEXT_STEP)) if fault else None


def find_withdrawals_problem(now: datetime) -> Found:
    if withdrawals.is_list_available():
        return None
    step = _(
        "Put the newest withdrawn.jsonl into the data folder; if it is lost: ./ettle checkbadges --withdrawals-lost"
    )
    return Problem(_("The list of withdrawn badges is missing, so no badge is called valid."), step)


def find_status_list_problem(now: datetime) -> Found:
    """Return a problem when a status list was not signed again in time: after its end no badge on it verifies."""
    oldest = StatusList.objects.aggregate(oldest=Min("signed_at"))["oldest"]
    if oldest is None or oldest + LIST_LASTS - now > ENDS_SOON:
        return None
    days = max(0, (oldest + LIST_LASTS - now).days)
    words = ngettext(
        "A status list of badges ends in %(days)s day, and was not signed again.",
        "A status list of badges ends in %(days)s days, and was not signed again.",
        days,
    )
    step = _("The worker signs it every week: see that one runs, and that the keys open.")
    return Problem(words % {"days": days}, step)


SITE_CHECKS = [
    SiteCheck("sealing", _lazy("Keys that sign badges"), find_sealing_problem),
    SiteCheck("withdrawals", _lazy("List of withdrawn badges"), find_withdrawals_problem),
    SiteCheck("status-lists", _lazy("Status lists"), find_status_list_problem, is_noticed=True),
]
