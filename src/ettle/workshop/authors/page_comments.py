"""Wagtail's editor of a page, with our emails about comments: enqueued, limited, and without the words of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Comment, CommentReply, Page

from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import DRAFTS
from ettle.workshop.authors.limits import REVIEW_NOTICES

if TYPE_CHECKING:
    from ettle.people.models import User


class PageEditView(EditView):
    """The editor. Its emails about comments say where they are, not what they say."""

    def send_commenting_notifications(self, changes: Mapping[str, Any]) -> None:
        for person in _find_commenters(self.page, changes, self.request.user):
            delivery.send_notice(
                "workshop/mail/comments.txt",
                to=person.email,
                kind=DRAFTS,
                key=None,
                limit=REVIEW_NOTICES,
                now=timezone.now(),
                page=self.page,
                author=self.request.user,
                address=delivery.absolute_url(reverse("wagtailadmin_pages:edit", args=[self.page.pk])),
            )


def _find_commenters(page: Page, changes: Mapping[str, Any], by: User) -> Iterable[User]:
    """Who wants to know of comments on this page, and who takes part in a conversation that goes on or is resolved."""
    threads = [comment.pk for comment in changes["resolved_comments"]]
    threads += [comment.pk for comment, _replies in changes["new_replies"]]
    if not (threads or changes["new_comments"] or changes["deleted_comments"]):
        return []
    wanted = Q(page_subscriptions__page=page, page_subscriptions__comment_notifications=True)
    began = Q(pk__in=Comment.objects.filter(pk__in=threads).values("user"))
    replied = Q(pk__in=CommentReply.objects.filter(comment__in=threads).values("user"))
    people = get_user_model().objects.filter(wanted | began | replied, is_active=True)
    return people.exclude(pk=by.pk).distinct()
