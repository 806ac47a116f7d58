"""Personal data of this room, why it is stored, and its erasure; allauth's tables are declared here too."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, EmailReference, OnErasure, PersonalField
from ettle.people.actions.erasure import anonymous_address
from ettle.people.bulk.actions import forget_address

SIGN_IN = PersonalField(_("so that you can sign in"))
NAME = PersonalField(_("so that assessors, your lead and your badges can call you by name"))
BELONGING = PersonalField(_("so that your work goes to the right assessor and your badge has the right issuer"))
INVITED = PersonalField(_("so that you can join the organisation that asked you"))
ASKED = PersonalField(_("so that a lead can answer your request to join"), _("90 days after it has ended"))
EXPORT = PersonalField(_("so that you can download everything we have about you"), _("7 days"))
OUTSIDE = PersonalField(_("to know that an administrator lets you send invitations"))
ADDRESS = PersonalField(_("so that you can change your email address, and undo it"), _("8 days after you asked"))
SESSION = PersonalField(_("so that you stay signed in, and can see and end where"), _("14 days after you signed in"))

IMPORTED = PersonalField(_("so that you can import a file of people, and see what it did"), _("7 days"))
IN_FILE = PersonalField(_("so that an organisation can invite you from a file"), _("7 days"))

EMAIL_REFERENCES = [
    EmailReference(
        model="people.PeopleImportRow",
        email="email",
        personal=dict.fromkeys(("organisation__name", "name", "email", "role"), IN_FILE),
        forget=forget_address,
    )
]

DECLARATIONS = [
    Declaration(
        model="people.User_groups",
        owner="user",
        personal={"user": PersonalField(_("to know who the authors are")),
            "group": PersonalField(_("to say what you may open"))},
        not_personal=("id",),
    ),
    Declaration(
        model="people.User_user_permissions",
        owner="user",
        personal={"user": PersonalField(_("to say what you may do")),
            "permission": PersonalField(_("to say what you may do"))},
        not_personal=("id",),
    ),
    Declaration(
        model="people.User",
        owner="pk",
        personal={
            "uuid": PersonalField(_("to name you to other systems without using your address")),
            "email": SIGN_IN,
            "name": NAME,
            "preferred_name": PersonalField(_("to greet you as you wish")),
            "time_zone": PersonalField(_("so that dates and times are shown in your own time")),
            "joined_at": PersonalField(_("to know how long the account has been there")),
            "last_login": PersonalField(_("to know whether the account is in use")),
            "welcomed_at": PersonalField(_("so that the welcome is shown once")),
            "suggestions_off_at": PersonalField(_("so that nothing is suggested to someone who does not want it")),
            "work_setting": PersonalField(_("to show you examples from where you work")),
            "language": PersonalField(_("so that pages and emails are in your language")),
            "landing_page": PersonalField(_("to begin where you wish when you sign in")),
        },
        not_personal=(
            "id", "password", "is_staff", "is_active", "is_superuser", "groups", "user_permissions",
        ),
        on_erasure=OnErasure.BLANK,
        blanks={
            "uuid": uuid.uuid4,
            "email": anonymous_address,
            "name": "A person who left",
            "preferred_name": "",
            "time_zone": "",
            "password": "!",
            "joined_at": datetime(2000, 1, 1, tzinfo=UTC),
            "last_login": None,
            "welcomed_at": None,
            "suggestions_off_at": None,
            "work_setting": "",
            "language": "",
            "landing_page": "",
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
        },
        retention_reason=_("Your account: an empty one stays where yours was, "
        "so that what others did with you stays true. "
        "It has no name and no email address, and no one can sign in to it."),
    ),
    Declaration(model="people.ErasureList", not_personal=("id", "uuid", "begun_at")),
    Declaration(
        model="people.ChosenRole",
        owner="person",
        personal={
            "person": PersonalField(_("to know whose choice it is")),
            "role": PersonalField(_("so that you are shown what fits your role")),
            "chosen_at": PersonalField(_("to know when you chose it")),
        },
        not_personal=("id",),
    ),
    Declaration(
        model="people.LearningRole",
        not_personal=("id", "key", "title", "who", "position", "is_default", "is_hidden"),
    ),
    Declaration(model="people.WorkSetting", not_personal=("id", "key", "title", "position")),
    Declaration(model="people.Organisation", not_personal=("id", "uuid", "slug", "name", "is_listed")),
    Declaration(
        model="people.Membership",
        owner="person",
        personal={
            "person": BELONGING,
            "organisation": BELONGING,
            "role": BELONGING,
            "began_at": BELONGING,
            "ended_at": BELONGING,
        },
        not_personal=("id",),
    ),
    Declaration(
        model="people.OutsideEmailPermission",
        owner="person",
        personal={"person": OUTSIDE, "given_at": OUTSIDE},
        not_personal=("id", "given_by"),
    ),
    Declaration(
        model="people.JoinRequest",
        owner="person",
        personal={"invitation": INVITED, "person": INVITED, "asked_at": INVITED, "answered_at": INVITED,
            "is_accepted": INVITED},
        not_personal=("id", "uuid", "answered_by"),
    ),
    Declaration(
        model="people.MembershipRequest",
        owner="person",
        personal={"organisation": ASKED, "person": ASKED, "words": ASKED, "asked_at": ASKED, "answered_at": ASKED,
            "is_accepted": ASKED, "answer": ASKED, "withdrawn_at": ASKED},
        not_personal=("id", "uuid", "answered_by"),
    ),
    Declaration(
        model="people.OrganisationInvitation",
        owner="accepted_by",
        personal={
            "organisation": INVITED,
            "email": INVITED,
            "role": INVITED,
            "invited_by": INVITED,
            "invited_at": INVITED,
            "accepted_by": INVITED,
            "accepted_at": INVITED,
        },
        not_personal=("id", "uuid", "withdrawn_at"),
    ),
    Declaration(
        model="people.AddressChange",
        owner="person",
        personal={"person": ADDRESS, "old_email": ADDRESS, "new_email": ADDRESS, "asked_at": ADDRESS,
            "old_confirmed_at": ADDRESS, "new_confirmed_at": ADDRESS, "changed_at": ADDRESS, "cancelled_at": ADDRESS,
            "undone_at": ADDRESS},
        not_personal=("id", "uuid"),
    ),
    Declaration(
        model="people.PeopleImport",
        owner="by",
        personal=dict.fromkeys(
            ("by", "organisation", "file_name", "file", "state", "uploaded_at", "checked_at", "confirmed_at",
             "finished_at"),
            IMPORTED,
        ),
        not_personal=("id", "uuid", "columns", "fields", "fault", "ends_leavers", "sends_emails", "total", "done",
            "ended", "withdrawn"),
    ),
    # About people who may have no account: exported to them and erased by their address, above.
    Declaration(
        model="people.PeopleImportRow",
        owner="people_import__by",
        not_personal=("id", "people_import", "number", "name", "email", "role", "organisation", "plan", "faults",
            "warnings", "has_warnings", "cells", "is_done"),
    ),
    Declaration(
        model="people.InvitationEmail",
        owner="invitation__accepted_by",
        not_personal=("id", "invitation", "send_after", "is_counted"),
    ),
    # Its file goes with it (data_export.actions.erase_exports); it is not in a download, which would have itself.
    Declaration(
        model="people.DataExport",
        owner="person",
        personal={"person": EXPORT, "asked_at": EXPORT, "ready_at": EXPORT},
        not_personal=("id", "uuid", "total", "done", "file"),
    ),
    Declaration(
        model="people.Session",
        owner="person",
        personal={"person": SESSION, "browser": SESSION, "signed_in_at": SESSION, "last_used_at": SESSION,
            "is_shared": SESSION, "expire_date": SESSION},
        not_personal=("session_key", "session_data"),
    ),
    Declaration(
        model="people.SecondFactorReset",
        owner="person",
        personal={"person": SIGN_IN, "asked_by": SIGN_IN, "asked_at": SIGN_IN, "confirmed_by": SIGN_IN,
            "confirmed_at": SIGN_IN},
        not_personal=("id",),
    ),
    Declaration(
        model="account.EmailAddress",
        owner="user",
        personal={"user": SIGN_IN, "email": SIGN_IN, "verified": SIGN_IN, "primary": SIGN_IN},
        not_personal=("id",),
    ),
    Declaration(
        model="account.EmailConfirmation",
        owner="email_address__user",
        personal={"email_address": SIGN_IN, "created": SIGN_IN, "sent": SIGN_IN},
        not_personal=("id", "key"),
    ),
    Declaration(
        model="mfa.Authenticator",
        owner="user",
        personal={"user": SIGN_IN, "type": SIGN_IN, "data": SIGN_IN, "created_at": SIGN_IN, "last_used_at": SIGN_IN},
        not_personal=("id",),
    ),
]  # fmt: skip
