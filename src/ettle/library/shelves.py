"""The tree that areas and statements stand in, and the group that may write them. Made when first asked for."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from ettle.library.models import AreaPage, FrontPage, Shelf, StatementPage

SENTENCE = "Leadership in social services belongs to everyone: to people who use services and to all who work in them."
AUTHORS = "Authors"


def front_page() -> FrontPage:
    """The one front page; it takes the place of Wagtail's own welcome page."""
    front: FrontPage | None = FrontPage.objects.first()
    if front is None:
        root = Page.objects.get(depth=1)
        front = root.add_child(instance=FrontPage(title="Front page", slug="front", sentence=SENTENCE))
        front.save_revision().publish(skip_permission_checks=True)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": front, "site_name": "Ettle"}
        )
        for welcome in Page.objects.filter(depth=2, content_type__model="page"):
            welcome.delete()
        front = FrontPage.objects.get()
    return front


def shelf_for(page: AreaPage | StatementPage) -> Shelf:
    """The shelf this kind of page stands on."""
    slug, title = ("areas", "Areas") if isinstance(page, AreaPage) else ("statements", "Statements")
    front = front_page()
    shelf: Shelf = Shelf.objects.child_of(front).filter(slug=slug).first() or front.add_child(
        instance=Shelf(title=title, slug=slug)
    )
    return shelf


def authors() -> Group:
    """Authors may write and publish every page, and choose pictures."""
    group, is_new = Group.objects.get_or_create(name=AUTHORS)
    if is_new:
        group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
        _may(group, "wagtailcore", ("add_page", "change_page", "publish_page"))
        _may(group, "wagtailimages", ("add_image", "change_image", "choose_image"))
        _may_edit(group, "library", ("film",))
    return group


def _may(group: Group, app: str, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
        if app == "wagtailcore":
            GroupPagePermission.objects.get_or_create(group=group, page=front_page(), permission=permission)
        else:
            root = Collection.get_first_root_node()
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _may_edit(group: Group, app: str, models: tuple[str, ...]) -> None:
    names = [f"{act}_{model}" for model in models for act in ("add", "change")]
    group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=names))
