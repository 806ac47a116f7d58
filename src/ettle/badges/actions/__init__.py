"""The actions of this room."""

from __future__ import annotations

from ettle.badges.actions.awards import award, choose_hidden_name, choose_shown_name, hide_name, show_name
from ettle.badges.actions.badge_publication import publish
from ettle.badges.actions.reissues import (
    cancel_reissue_request,
    decide_reissue,
    publish_evidence,
    renew,
    request_reissue,
)
from ettle.badges.actions.suspensions import apply_withdrawals, lift, revoke, suspend
from ettle.badges.award.record_signatures import RecordSignature, sign_record
from ettle.badges.trust.actions import remove_trusted_issuer, trust_issuer

__all__ = [
    "RecordSignature",
    "apply_withdrawals",
    "award",
    "cancel_reissue_request",
    "choose_hidden_name",
    "choose_shown_name",
    "decide_reissue",
    "hide_name",
    "lift",
    "publish",
    "publish_evidence",
    "remove_trusted_issuer",
    "renew",
    "request_reissue",
    "revoke",
    "show_name",
    "sign_record",
    "suspend",
    "trust_issuer",
]
