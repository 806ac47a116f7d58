"""The personal data of badges. A badge outlives an account, because others may rely on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, OnErasure, PersonalField

PURPOSE = _("so that the badge stays true for the people who were shown it")
RETENTION = _("for as long as the site runs")
ERASURE_NOTE = _("Your badges: others may have been shown them. They stay, and their pages no longer show a name.")

DECLARATIONS = [
    Declaration(model="badges.Badge", not_personal=("id", "number", "slug")),
    Declaration(
        model="badges.BadgeVersion",
        not_personal=(
            "id", "uuid", "badge", "edition", "name", "summary", "why", "emblem", "easy_read", "roles", "minutes",
            "order", "endorsement", "endorsement_days", "endorsement_roles", "endorsement_by", "endorsement_from",
            "endorsement_missed", "valid_for_months", "sample_percent", "not_accepted", "assessor_guidance",
            "alignments", "content_hash", "published_at",
        ),
    ),
    Declaration(
        model="badges.Criterion",
        not_personal=(
            "id", "version", "position", "kind", "title", "question", "hint", "easy_read", "about_words",
            "max_words", "may_be_spoken", "automatic", "shows_met", "not_yet_when", "met_example", "not_yet_example",
            "activity", "material",
        ),
    ),
    Declaration(model="badges.Prerequisite", not_personal=("id", "version", "badge", "is_required")),
    Declaration(
        model="badges.Issuer",
        not_personal=(
            "id", "uuid", "organisation", "identifier", "address", "slug", "name", "url", "email", "created_at",
        ),
    ),
    Declaration(
        model="badges.SigningKey",
        not_personal=(
            "id", "uuid", "issuer", "kind", "public_multibase", "sealed_private", "created_at", "retired_at",
            "compromised_at",
        ),
    ),
    Declaration(
        model="badges.Holder",
        owner="person",
        personal={
            "uuid": PersonalField(_("to identify you in one issuer’s badges without your name")),
            "person": PersonalField(_("to give you the same ID in the next badge from that issuer")),
        },
        not_personal=("id", "issuer"),
    ),
    Declaration(
        model="badges.Award",
        owner="learner",
        personal={
            "learner": PersonalField(PURPOSE, RETENTION),
            "awarded_at": PersonalField(PURPOSE, RETENTION),
            "version": PersonalField(PURPOSE, RETENTION),
        },
        not_personal=("id", "uuid", "issuer"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=ERASURE_NOTE,
    ),
    Declaration(
        model="badges.NameHidden",
        owner="award__learner",
        personal={"hidden_at": PersonalField(_("to hide your name on the badge’s page"))},
        not_personal=("id", "award"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_("Your choice to hide your name on a badge: it stays with the badge."),
    ),
    Declaration(
        model="badges.Credential",
        owner="award__learner",
        personal={
            "document": PersonalField(PURPOSE, RETENTION),
            "jwt": PersonalField(PURPOSE, RETENTION),
            "signed_at": PersonalField(PURPOSE, RETENTION),
            "published_at": PersonalField(PURPOSE, RETENTION),
        },
        not_personal=("id", "award", "sha256", "key", "status_list", "status_index"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=ERASURE_NOTE,
    ),
    Declaration(
        model="badges.Revocation",
        owner="award__learner",
        personal={
            "reason": PersonalField(_("to tell you why a badge was withdrawn"), RETENTION),
            "at": PersonalField(_("to say when it was withdrawn"), RETENTION),
        },
        not_personal=("id", "award", "by"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_("Badges that were withdrawn from you: they stay withdrawn."),
    ),
    Declaration(
        model="badges.StatusList", not_personal=("id", "uuid", "issuer", "size", "document", "created_at", "signed_at")
    ),
    Declaration(model="badges.TrustedIssuer", not_personal=("id", "identifier", "name", "note", "since", "by")),
    Declaration(model="badges.WithdrawalList", not_personal=("id", "uuid", "begun_at")),
    Declaration(
        model="badges.SigningLogLine",
        not_personal=("id", "issuer", "position", "previous", "signed_sha256", "key", "at", "line_sha256"),
    ),
]  # fmt: skip
