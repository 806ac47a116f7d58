"""The five groups that are asked, how each is spoken of, and what each is told of who sees their answers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy


class Group(TextChoices):
    MANAGER = "manager", _lazy("Manager")
    TEAM = "team", _lazy("People I supervise")
    PEERS = "peers", _lazy("Peers")
    SUPPORTED = "supported", _lazy("People I support and carers")
    OTHERS = "others", _lazy("Others")


# What an observer is told they were asked as.
ASKED_AS = {
    Group.MANAGER: _lazy("their manager"),
    Group.TEAM: _lazy("someone they supervise"),
    Group.PEERS: _lazy("a peer"),
    Group.SUPPORTED: _lazy("someone they support, or a carer"),
    Group.OTHERS: _lazy("someone else who knows their work"),
}

# The people of a group, as an observer reads about them.
PEOPLE_OF = {
    Group.MANAGER: _lazy("managers"),
    Group.TEAM: _lazy("people they supervise"),
    Group.PEERS: _lazy("peers"),
    Group.SUPPORTED: _lazy("people they support and carers"),
    Group.OTHERS: _lazy("people who are invited as others"),
}

# Named in the report for the table of several small groups together.
COMBINED = _lazy("Others combined")


def privacy_notice(group: Group, about: str) -> list[str]:
    """Who sees the answers of this group, in sentences: in the email and on the first page, before they answer.

    They say what the rule of disclosure does (report.disclosure). about: the name of the person of the 360.
    """
    people = PEOPLE_OF[group]
    enough = _(
        "Where three or more %(people)s answer a statement, their answers are shown together. If all of "
        "them give the same answer, %(about)s will know what each of them answered."
    ) % {"people": people, "about": about}
    few = (
        _(
            "Where only two answer, their answers are shown together with those of other small groups, "
            "and only where that shows no one’s own answer. Otherwise they are not shown."
        )
        if group is Group.MANAGER
        else _(
            "Where only one or two answer, their answers are shown together with those of other small groups, "
            "and only where that shows no one’s own answer. Otherwise they are not shown."
        )
    )
    comments = _(
        "Comments are shown as you write them, without names and in no order. Your way of writing may show who you are."
    )
    known = _("If %(about)s knows from elsewhere what the others answered, %(about)s can work out your answer.")
    answered = _(
        "We do not record who has answered. %(about)s cannot see who has answered, or how many, until the report is "
        "made. Before that, %(about)s sees only when there are enough answers for a report. The report shows how many "
        "answers are in each table: where that is everyone who was invited, it shows that all of them answered."
    )
    last = [known % {"about": about}, comments, answered % {"about": about}]
    if group is Group.MANAGER:
        alone = _(
            "If you are the only manager who answers, %(about)s will know your answers. The report shows "
            "whether a manager answered."
        ) % {"about": about}
        return [alone, enough, few, *last]
    return [enough, few, *last]


def seen_by(group: Group, about: str) -> str:
    """Who sees the answers of this group, in a few words below a button."""
    if group is Group.MANAGER:
        return _("%(about)s, as yours if no other manager answers") % {"about": about}
    return _("%(about)s, together with others’") % {"about": about}


def easy_privacy_notice(about: str) -> list[str]:
    """The same for people supported and carers, in Easy Read."""
    return [
        _("%(about)s will not see your name with your answers.") % {"about": about},
        _("Your group is people who get support, and carers."),
        _("If 3 or more people in your group answer, your answers are shown together."),
        _("If all of them give the same answer, %(about)s will know your answer.") % {"about": about},
        _("If only 1 or 2 people in your group answer, your answers are mixed with other people’s answers."),
        _("We only show them if %(about)s cannot work out your answer.") % {"about": about},
        _("If other people tell %(about)s what they answered, %(about)s may work out your answer.") % {"about": about},
        _("%(about)s may read the words you write. Your words may show who you are.") % {"about": about},
        _("We do not write down who has answered."),
    ]
