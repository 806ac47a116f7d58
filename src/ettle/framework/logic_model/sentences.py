"""The logic model in sentences: "Because you …, …, so staff …, so people …"."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ettle.framework.models import LogicLink, LogicNode

# How a title reads in a sentence when the node has no `spoken` text.
CLAUSES = {
    LogicNode.Column.BRING: "you bring {}",
    LogicNode.Column.DO: "you {}",
    LogicNode.Column.ENGAGE: "the way you engage is {}",
    LogicNode.Column.ENABLER: "you have {}",
    LogicNode.Column.BARRIER: "there is {}",
}


def node_clause(node: LogicNode) -> str:
    """One node as part of a sentence: "you share power and decisions"."""
    if node.spoken:
        return node.spoken
    return CLAUSES.get(LogicNode.Column(node.column), "{}").format(_lower_first_letter(node.title))


def first_person_clause(node: LogicNode) -> str:
    """The same as readers say it of themselves: "I share power and decisions"."""
    words = node_clause(node)
    if words.startswith("you "):
        return "I " + words.removeprefix("you ")
    return words.replace("the way you engage", "the way I engage", 1)


def route_sentence(route: Sequence[LogicNode]) -> str:
    """A route as one sentence: because the first, the second, so the third, so the fourth."""
    first, *rest = [node_clause(node) for node in route]
    steps = [_("Because %(clause)s") % {"clause": first}, *rest[:1]]
    steps += [_("so %(clause)s") % {"clause": clause} for clause in rest[1:]]
    return ", ".join(steps) + "."


def hindrance_sentence(barrier: LogicNode, link: LogicLink) -> str:
    """What a barrier does to a link, as one sentence."""
    if link.destination is None:
        return _("Because %(barrier)s, this may fail.") % {"barrier": node_clause(barrier)}
    origin, destination = node_clause(link.origin), node_clause(link.destination)
    return _("Because %(barrier)s, this may fail: %(origin)s, so %(destination)s.") % {
        "barrier": node_clause(barrier),
        "origin": origin,
        "destination": destination,
    }


def _lower_first_letter(title: str) -> str:
    """A title inside a sentence: its first letter in lower case, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
