"""The five groups that are asked, and how each is spoken of."""

from __future__ import annotations

from django.db.models import TextChoices


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

# Named in the report for the table of several small groups together.
COMBINED = "Others combined"
