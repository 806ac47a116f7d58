"""Actions on accounts and organisations."""

from __future__ import annotations

from ettle.people.actions.accounts import (
    add_person,
    allow_outside_emails,
    choose_landing_page,
    describe_self,
    end_author,
    make_administrator,
    make_author,
    send_new_device_email,
    skip_welcome,
    switch_suggestions,
)
from ettle.people.actions.address_changes import (
    ask_for_address,
    cancel_address_change,
    confirm_address,
    undo_address_change,
)
from ettle.people.actions.demo import DEMO_PEOPLE, demo_address, make_demo_cast
from ettle.people.actions.erasure import (
    apply_erasures,
    export_personal_data,
    leave,
    leaving_choices,
    personal_files,
    retention_reasons,
    start_new_erasure_list,
)
from ettle.people.actions.organisations import (
    InvitationResult,
    accept,
    answer_join_request,
    ask_to_join,
    create_organisation,
    end_membership,
    invite,
    name_site_assessor,
    withdraw,
)
from ettle.people.actions.roles import put_roles, put_settings
from ettle.people.actions.second_factor import (
    ask_for_reset,
    confirm_reset,
    pass_second_step,
    record_refused_second_step,
    reset_second_factor,
)
from ettle.people.actions.sessions import end_all_sessions, end_session, sign_out_elsewhere
from ettle.people.actions.sign_in_audit import (
    record_download,
    record_refused_code,
    record_refused_passkey,
    record_sign_in,
    record_sign_out,
)

__all__ = [
    "DEMO_PEOPLE",
    "InvitationResult",
    "accept",
    "add_person",
    "allow_outside_emails",
    "answer_join_request",
    "apply_erasures",
    "ask_for_address",
    "ask_for_reset",
    "ask_to_join",
    "cancel_address_change",
    "choose_landing_page",
    "confirm_address",
    "confirm_reset",
    "create_organisation",
    "demo_address",
    "describe_self",
    "end_all_sessions",
    "end_author",
    "end_membership",
    "end_session",
    "export_personal_data",
    "invite",
    "leave",
    "leaving_choices",
    "make_administrator",
    "make_author",
    "make_demo_cast",
    "name_site_assessor",
    "pass_second_step",
    "personal_files",
    "put_roles",
    "put_settings",
    "record_download",
    "record_refused_code",
    "record_refused_passkey",
    "record_refused_second_step",
    "record_sign_in",
    "record_sign_out",
    "reset_second_factor",
    "retention_reasons",
    "send_new_device_email",
    "sign_out_elsewhere",
    "skip_welcome",
    "start_new_erasure_list",
    "switch_suggestions",
    "undo_address_change",
    "withdraw",
]
