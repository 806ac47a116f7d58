"""The limits of this room: how often one person may cause emails to assessors and to administrators."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

# Sent, withdrawn, begun and sent again: each time every assessor would get an email.
SENT_APPLICATIONS = Limit(
    "evidence/sent", "learner", 20, timedelta(days=1), _("You have sent as many applications as you can in a day.")
)
REFERRALS = Limit(
    "evidence/referrals",
    "assessor",
    50,
    timedelta(days=1),
    _("You have referred as many applications as you can in a day."),
)
# Assessors and administrators are reminded by their pages too, which list all that waits.
REVIEW_NOTICES = Limit(
    "evidence/review-notices", "recipient", 500, timedelta(days=1), _("{key} has had many notices of work to review.")
)
ENDORSER_EMAILS = Limit(
    "evidence/endorsers",
    "learner",
    5,
    timedelta(days=1),
    _("You have asked 5 people to endorse your work, as many as you can in a day."),
)
# Each answer is a row and an email to the learner.
ENDORSER_ANSWERS = Limit(
    "evidence/endorser-answers", "endorsement", 20, timedelta(days=1), _("You have changed your answer 20 times today.")
)
LIMITS = [SENT_APPLICATIONS, REFERRALS, REVIEW_NOTICES, ENDORSER_EMAILS, ENDORSER_ANSWERS]
