"""What can be done in a 360."""

from __future__ import annotations

from ettle.feedback.actions.answers import (
    LINK_EXPIRED,
    NOT_SEEN,
    ObserverAnswers,
    can_answer,
    decline,
    find_answer_sheet,
    no_more_mail,
    save,
    send_answers,
)
from ettle.feedback.actions.closure import end_inactive, end_without_report, make_report
from ettle.feedback.actions.erasure import forget
from ettle.feedback.actions.invitations import (
    Person,
    add_observers,
    begin,
    remove_observer,
    send_again,
    send_invitations,
    take_back_invitation,
)
from ettle.feedback.actions.summaries import name_partner, share_summary, summary_path, take_back_summary, write_note

__all__ = [
    "LINK_EXPIRED",
    "NOT_SEEN",
    "ObserverAnswers",
    "Person",
    "add_observers",
    "begin",
    "can_answer",
    "decline",
    "end_inactive",
    "end_without_report",
    "find_answer_sheet",
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
    "summary_path",
    "take_back_invitation",
    "take_back_summary",
    "write_note",
]
