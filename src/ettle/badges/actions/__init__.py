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
from ettle.badges.actions.signing_keys import (
    decide_key_change,
    make_keys,
    mark_compromised,
    request_key_change,
    retire_key,
    rotate_key,
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
    "decide_key_change",
    "decide_reissue",
    "hide_name",
    "lift",
    "make_keys",
    "mark_compromised",
    "publish",
    "publish_evidence",
    "remove_trusted_issuer",
    "renew",
    "request_key_change",
    "request_reissue",
    "retire_key",
    "revoke",
    "rotate_key",
    "show_name",
    "sign_record",
    "suspend",
    "trust_issuer",
]
