"""What people do with their accounts and organisations, and what is done for them."""

from __future__ import annotations

from ettle.people.actions.accounts import (
    add_person,
    describe_self,
    end_author,
    make_administrator,
    make_author,
    sign_out_elsewhere,
    skip_welcome,
    switch_suggestions,
    tell_of_new_device,
)
from ettle.people.actions.demo import DEMO_PEOPLE, demo_address, make_demo_cast
from ettle.people.actions.leaving import export_of, files_of, kept_of, leave
from ettle.people.actions.organisations import (
    Invited,
    accept,
    create_organisation,
    end_membership,
    invite,
    name_site_assessor,
    withdraw,
)

__all__ = [
    "DEMO_PEOPLE",
    "Invited",
    "accept",
    "add_person",
    "create_organisation",
    "demo_address",
    "describe_self",
    "end_author",
    "end_membership",
    "export_of",
    "files_of",
    "invite",
    "kept_of",
    "leave",
    "make_administrator",
    "make_author",
    "make_demo_cast",
    "name_site_assessor",
    "sign_out_elsewhere",
    "skip_welcome",
    "switch_suggestions",
    "tell_of_new_device",
    "withdraw",
]
