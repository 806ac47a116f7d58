"""This room's links on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.framework.models import Framework, LogicNode
from ettle.framework.types import FrameworkUse
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.pages.site_contents import SiteContent

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("What leading well takes"),
        reverse("framework:capabilities"),
        _("The capabilities, with their themes"),
    )
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("The Codes and leadership"),
        reverse("framework:codes"),
        _("What they ask, beside the capabilities"),
    )
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("Leadership Logic Model"),
        reverse("framework:logic-model"),
        _("How leadership makes a difference"),
    )
    if person.is_authenticated and person.is_staff:
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Frameworks and Codes"),
            reverse("framework:manage-frameworks"),
            _("What is not checked, and items from a file"),
        )


def list_contents() -> Iterator[SiteContent]:
    """The pages of the main framework, of the Codes and of the logic model need these."""
    of_use = Framework.objects.order_by().values_list("pk")
    codes = of_use.filter(use__in=[FrameworkUse.WORKER_CODES, FrameworkUse.EMPLOYER_CODES])
    yield SiteContent("framework.main", of_use.filter(use=FrameworkUse.MAIN), (reverse("framework:capabilities"),))
    yield SiteContent("framework.codes", codes, (reverse("framework:codes"),))
    nodes = LogicNode.objects.current().order_by().values_list("pk")
    yield SiteContent("framework.model", nodes, (reverse("framework:logic-model"),))
