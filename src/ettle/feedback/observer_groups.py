"""The five groups that are asked, how each is spoken of, and what each is told of who sees their answers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext as _


class Group(TextChoices):
    MANAGER = "manager", "Manager"
    TEAM = "team", "People I supervise"
    PEERS = "peers", "Peers"
    SUPPORTED = "supported", "People I support and carers"
    OTHERS = "others", "Others"


# What an observer is told they were asked as.
ASKED_AS = {
    Group.MANAGER: "their manager",
    Group.TEAM: "someone they supervise",
    Group.PEERS: "a peer",
    Group.SUPPORTED: "someone they support, or a carer",
    Group.OTHERS: "someone else who knows their work",
}

# The people of a group, as an observer reads about them.
PEOPLE_OF = {
    Group.MANAGER: "managers",
    Group.TEAM: "people they supervise",
    Group.PEERS: "peers",
    Group.SUPPORTED: "people they support and carers",
    Group.OTHERS: "people who are invited as others",
}

# Named in the report for the table of several small groups together.
COMBINED = "Others combined"


def privacy_notice(group: Group, about: str) -> list[str]:
    """Who sees the answers of this group, in sentences: in the email and on the first page, before they answer.

    They say what the rule of disclosure does (report.disclosure). about: the name of the person of the 360.
    """
    people = PEOPLE_OF[group]
    enough = (
        f"Where three or more {people} answer a statement, their answers are shown together. If all of them give the "
        f"same answer, {about} will know what each of them answered."
    )
    few = (
        f"Where only {'two' if group is Group.MANAGER else 'one or two'} answer, their answers are shown together with "
        "those of other small groups, and only where that shows nobody’s own answer. Otherwise they are not shown."
    )
    comments = (
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
        alone = (
            f"If you are the only manager who answers, {about} will know your answers. The report shows whether a "
            "manager answered."
        )
        return [alone, enough, few, *last]
    return [enough, few, *last]


def seen_by(group: Group, about: str) -> str:
    """Who sees the answers of this group, in a few words below a button."""
    if group is Group.MANAGER:
        return f"{about}, as yours if no other manager answers"
    return f"{about}, together with others’"


def easy_privacy_notice(about: str) -> list[str]:
    """The same for people supported and carers, in Easy Read."""
    return [
        f"{about} will not see your name with your answers.",
        "Your group is people who get support, and carers.",
        "If 3 or more people in your group answer, your answers are shown together.",
        f"If all of them give the same answer, {about} will know your answer.",
        "If only 1 or 2 people in your group answer, your answers are mixed with other people’s answers.",
        f"We only show them if {about} cannot work out your answer.",
        _("If other people tell %(about)s what they answered, %(about)s may work out your answer.") % {"about": about},
        f"{about} may read the words you write. Your words may show who you are.",
        "We do not write down who has answered.",
    ]
