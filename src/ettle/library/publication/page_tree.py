"""The tree of pages above areas and statements. Created when first needed."""

from __future__ import annotations

from wagtail.models import Page, Site

from ettle.library.models import AreaPage, FrontPage, ParentPage, StatementPage


def front_page() -> FrontPage:
    """The front page, created if missing; it replaces Wagtail's welcome page. Its sentence is that of the pack."""
    front: FrontPage | None = FrontPage.objects.first()
    if front is None:
        root = Page.objects.get(depth=1)
        front = root.add_child(instance=FrontPage(title="Front page", slug="front", sentence=""))
        front.save_revision().publish(skip_permission_checks=True)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": front, "site_name": "Ettle"}
        )
        for welcome in Page.objects.filter(depth=2, content_type__model="page"):
            welcome.delete()
        front = FrontPage.objects.get()
    return front


def parent_page_for(page: AreaPage | StatementPage) -> ParentPage:
    """The parent for this kind of page, created if missing."""
    slug, title = ("areas", "Areas") if isinstance(page, AreaPage) else ("statements", "Statements")
    parent: ParentPage | None = ParentPage.objects.filter(slug=slug, depth=3).order_by("pk").first()
    return parent or front_page().add_child(instance=ParentPage(title=title, slug=slug))
