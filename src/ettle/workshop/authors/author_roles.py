"""The roles of authors (writer, reviewer, publisher), and the workflow of pages and drafts between them.

Wagtail uses groups and a workflow; both are created when first needed, and completed when something is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from ettle.library.actions import front_page
from ettle.people.queries import PUBLISHERS

if TYPE_CHECKING:
    from ettle.people.models import User

WORKFLOW = "Review, then publish"
# Models of the workshop that are a `SpecDraft`: writers write them, and they are reviewed and published like pages.
DRAFT_MODELS = ("frameworkdraft", "instrumentdraft", "storydraft", "badgedraft")
EDITABLE_MODELS = {
    "library": ("film",),
    "framework": ("framework", "item", "association", "logicnode", "logiclink"),
    "workshop": DRAFT_MODELS,
}
# A film may be on a page; rows of a framework are retired while anything refers to them.
DELETE_PERMISSIONS: dict[str, tuple[str, ...]] = {"library": (), "framework": ("delete",), "workshop": ()}


class AuthorRole(models.TextChoices):
    """The role of an author; each includes those before it. The values are the names of the groups."""

    WRITER = "Writers", _("Writes and sends for review")
    REVIEWER = "Reviewers", _("Also reviews what others send")
    PUBLISHER = PUBLISHERS, _("Also publishes")

    @property
    def groups(self) -> list[str]:
        return [part.value for part in list(AuthorRole)[: list(AuthorRole).index(self) + 1]]


def find_role(person: User) -> AuthorRole | None:
    """Return the highest role that was assigned to a person."""
    return highest_role(person.groups.all())


def highest_role(groups: Iterable[Group]) -> AuthorRole | None:
    names = {group.name for group in groups}
    return next((part for part in reversed(list(AuthorRole)) if part.value in names), None)


def effective_role(person: User) -> AuthorRole | None:
    """Return the role that a person has. An administrator, and an author without a role, count as publisher."""
    if not person.is_staff and not person.is_superuser:
        return None
    return AuthorRole.PUBLISHER if person.is_superuser else find_role(person) or AuthorRole.PUBLISHER


def can_review(person: User) -> bool:
    """Whether a person may send back what others wrote."""
    return effective_role(person) in {AuthorRole.REVIEWER, AuthorRole.PUBLISHER}


def assign_role(person: User, part: AuthorRole | None) -> None:
    """Assign a role to a person, or none."""
    person.groups.remove(*Group.objects.filter(name__in=AuthorRole.values))
    if part is not None:
        if not WorkflowPage.objects.filter(workflow__name=WORKFLOW).exists():
            create_groups()
        person.groups.add(*Group.objects.filter(name__in=part.groups))


def create_groups() -> None:
    """Create the groups with their permissions, and the workflow: a reviewer approves, then a publisher."""
    writers, reviewers, publishers = (Group.objects.get_or_create(name=part.value)[0] for part in AuthorRole)
    writers.permissions.add(*_find_permissions({"wagtailadmin": ("access_admin",)}))
    edit = {
        app: tuple(f"{act}_{name}" for name in names for act in ("add", "change", *DELETE_PERMISSIONS[app]))
        for app, names in EDITABLE_MODELS.items()
    }
    writers.permissions.add(*_find_permissions(edit))
    publishers.permissions.add(*_find_permissions({"workshop": tuple(f"publish_{name}" for name in DRAFT_MODELS)}))
    _grant_on_pages(writers, ("add_page", "change_page"))
    _grant_on_pages(publishers, ("publish_page",))
    _grant_on_pictures(writers, ("add_image", "change_image", "choose_image"))
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (name, group) in enumerate((("Review", reviewers), ("Publish", publishers))):
        task = GroupApprovalTask.objects.filter(name=name).first() or GroupApprovalTask.objects.create(name=name)
        task.groups.set([group])
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.update_or_create(page=front_page(), defaults={"workflow": workflow})
    for kind in ContentType.objects.filter(app_label="workshop", model__in=DRAFT_MODELS):
        WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})


def _find_permissions(codenames_by_app: dict[str, tuple[str, ...]]) -> list[Permission]:
    condition = models.Q()
    for app, codenames in codenames_by_app.items():
        condition |= models.Q(content_type__app_label=app, codename__in=codenames)
    return list(Permission.objects.filter(condition))


def _grant_on_pages(group: Group, codenames: tuple[str, ...]) -> None:
    for permission in _find_permissions({"wagtailcore": codenames}):
        GroupPagePermission.objects.get_or_create(group=group, page=front_page(), permission=permission)


def _grant_on_pictures(group: Group, codenames: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    for permission in _find_permissions({"wagtailimages": codenames}):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
