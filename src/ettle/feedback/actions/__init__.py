"""What can be done in a 360."""

from __future__ import annotations

from ettle.feedback.actions.answering import NOT_SEEN, Said, decline, no_more_mail, save, send_answers, sheet_of
from ettle.feedback.actions.asking import (
    Person,
    add_observers,
    begin,
    remove_observer,
    send_again,
    send_invitations,
    take_back_invitation,
)
from ettle.feedback.actions.closing import end_forgotten, end_without_report, make_report
from ettle.feedback.actions.forgetting import forget
from ettle.feedback.actions.sharing import name_partner, share_summary, summary_path, take_back_summary, write_note

__all__ = [
    "NOT_SEEN",
    "Person",
    "Said",
    "add_observers",
    "begin",
    "decline",
    "end_forgotten",
    "end_without_report",
    "forget",
    "make_report",
    "name_partner",
    "no_more_mail",
    "remove_observer",
    "save",
    "send_again",
    "send_answers",
    "send_invitations",
    "share_summary",
    "sheet_of",
    "summary_path",
    "take_back_invitation",
    "take_back_summary",
    "write_note",
]
