"""The personal data of badges. A badge outlives an account, because others may rely on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, OnErasure, PersonalField

PURPOSE = _("so that the badge stays true for the people who were shown it")
RETENTION = _("for as long as the site runs")
ERASURE_NOTE = _(
    "Your badges: that they were issued, the issuer, the day, and whether they were withdrawn, without your name. "
    "The files that you downloaded can still be checked."
)

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
    Declaration(
        model="badges.PublishedAchievement", not_personal=("id", "version", "address", "identifier", "picture")
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
            "id", "uuid", "identifier", "issuer", "kind", "public_multibase", "sealed_private", "created_at",
            "retired_at", "compromised_at",
        ),
    ),
    Declaration(
        model="badges.KeyChange",
        not_personal=(
            "id", "uuid", "key", "act", "since", "reason", "asked_by", "asked_at", "decided_by", "decided_at",
            "is_confirmed",
        ),
    ),
    Declaration(
        model="badges.Holder",
        owner="person",
        personal={
            "uuid": PersonalField(_("to identify you in one issuer’s badges without your name")),
            "identifier": PersonalField(_("to identify you in one issuer’s badges without your name")),
            "person": PersonalField(_("to give you the same ID in the next badge from that issuer")),
        },
        not_personal=("id", "issuer"),
    ),
    Declaration(
        model="badges.NameChoice",
        owner="person",
        personal={"hidden_at": PersonalField(_("to leave your name out of the badges that you earn"))},
        not_personal=("id", "person"),
    ),
    Declaration(
        model="badges.Award",
        owner="learner",
        personal={
            "learner": PersonalField(PURPOSE, RETENTION),
            "awarded_at": PersonalField(PURPOSE, RETENTION),
            "version": PersonalField(PURPOSE, RETENTION),
            "valid_until": PersonalField(PURPOSE, RETENTION),
        },
        not_personal=("id", "uuid", "issuer", "credential", "renewable_at", "renews"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=ERASURE_NOTE,
    ),
    Declaration(
        model="badges.Issuance",
        owner="award__learner",
        personal={
            "name": PersonalField(_("to put the name that you had into your badge")),
            "email": PersonalField(_("to put a coded form of the address that you had into your badge")),
            "is_name_shown": PersonalField(_("to show or hide your name in a badge")),
            "evidence": PersonalField(_("to publish the evidence that you chose")),
            "reason": PersonalField(_("to say why a badge was issued"), RETENTION),
            "created_at": PersonalField(_("to say when a badge was issued"), RETENTION),
        },
        not_personal=("id", "uuid", "award"),
        on_erasure=OnErasure.BLANK,
        blanks={"name": "", "email": "", "evidence": list},
        retention_reason=ERASURE_NOTE,
    ),
    Declaration(
        model="badges.ReissueRequest",
        owner="award__learner",
        personal={
            "name": PersonalField(_("to put your new name into a badge")),
            "note": PersonalField(_("to tell the person who decides why your name has changed")),
            "answer": PersonalField(_("to tell you what was decided")),
            "asked_at": PersonalField(_("to say when you asked for it"), RETENTION),
            "decided_at": PersonalField(_("to say when it was decided"), RETENTION),
            "is_accepted": PersonalField(_("to say what was decided"), RETENTION),
        },
        not_personal=("id", "uuid", "award", "decided_by"),
        on_erasure=OnErasure.BLANK,
        blanks={"name": "", "note": "", "answer": ""},
        retention_reason=_("That you asked for a badge with a new name, without the name: it stays with the badge."),
    ),
    Declaration(
        model="badges.Credential",
        owner="award__learner",
        personal={
            "identifier": PersonalField(PURPOSE, RETENTION),
            "document": PersonalField(PURPOSE),
            "jwt": PersonalField(PURPOSE),
            "signed_at": PersonalField(PURPOSE, RETENTION),
            "published_at": PersonalField(PURPOSE, RETENTION),
        },
        not_personal=(
            "id", "uuid", "award", "issuance", "replaces", "sha256", "key", "status_list", "status_index",
        ),
        on_erasure=OnErasure.BLANK,
        blanks={"document": b"", "jwt": ""},
        retention_reason=ERASURE_NOTE,
    ),
    Declaration(
        model="badges.Cancellation",
        owner="credential__award__learner",
        personal={
            "kind": PersonalField(_("to say whether a badge may be relied on"), RETENTION),
            "at": PersonalField(_("to say since when"), RETENTION),
        },
        not_personal=("id", "credential"),
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
        model="badges.Suspension",
        owner="award__learner",
        personal={
            "reason": PersonalField(_("to tell you why a badge was suspended"), RETENTION),
            "at": PersonalField(_("to say when it was suspended"), RETENTION),
            "lift_reason": PersonalField(_("to tell you why the suspension was lifted"), RETENTION),
            "lifted_at": PersonalField(_("to say when it was lifted"), RETENTION),
        },
        not_personal=("id", "award", "by", "lifted_by"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_("Badges of yours that were suspended: the reason stays with the badge."),
    ),
    Declaration(
        model="badges.StatusList",
        not_personal=("id", "uuid", "identifier", "issuer", "size", "used", "document", "created_at", "signed_at"),
    ),
    Declaration(model="badges.TrustedIssuer", not_personal=("id", "identifier", "name", "note", "since", "by")),
    Declaration(model="badges.WithdrawalList", not_personal=("id", "uuid", "begun_at")),
    Declaration(
        model="badges.SigningLogLine",
        not_personal=("id", "issuer", "position", "previous", "signed_sha256", "key", "at", "line_sha256"),
    ),
]  # fmt: skip
