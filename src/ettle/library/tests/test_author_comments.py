"""What an author wrote to others about a draft goes with their account: rows, revisions, decisions and the log."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.apps import apps
from wagtail.models import Comment, CommentReply, PageLogEntry, Revision, TaskState, Workflow

from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas
from ettle.people import actions as people
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
WORD = "Sphagnum"


def comment_on(page: AreaPage, author: User, words: str, *, reply_by: User, reply: str) -> None:
    comment = Comment(page=page, user=author, text=words, contentpath="title")
    comment.replies = [CommentReply(user=reply_by, text=reply)]
    page.wagtail_admin_comments = [*page.wagtail_admin_comments.all(), comment]
    page.save()


def words_left() -> list[str]:
    tables = [Comment, CommentReply, Revision, TaskState, PageLogEntry]
    return [
        model.__name__ for model in tables for row in model.objects.values() if WORD in str(row) or WORD in repr(row)
    ]


def test_comments_and_replies_go_with_their_author_and_those_of_others_stay(now: datetime) -> None:
    agnes, dougal = cast.agnes(), cast.dougal()
    page = sample_areas.area()
    comment_on(page, agnes, f"{WORD} is hers", reply_by=dougal, reply="He replies to her")
    comment_on(page, dougal, "His own", reply_by=agnes, reply=f"{WORD} in her reply")
    page.save_revision(user=dougal)
    sample_areas.area(key="quiet", title="Without comments").save_revision()
    assert set(words_left()) == {"Comment", "CommentReply", "Revision"}

    people.leave(agnes, now=now)

    assert words_left() == []
    comments = Revision.objects.get(pk=page.latest_revision_id).content["wagtail_admin_comments"]
    assert [(comment["user"], comment["text"], comment["replies"]) for comment in comments] == [
        (dougal.pk, "His own", [])
    ]
    assert Comment.objects.get().text == "His own"


def test_the_words_of_a_decision_go_and_the_decision_stays(now: datetime) -> None:
    agnes, dougal = cast.agnes(), cast.dougal()
    page = sample_areas.area()
    page.save_revision(user=dougal)
    workflow: Workflow = apps.get_model("wagtailcore", "Workflow").objects.get()
    workflow.start(page, dougal)
    page.current_workflow_task_state.reject(user=agnes, comment=f"{WORD} is missing")
    assert set(words_left()) == {"TaskState", "PageLogEntry"}

    people.leave(agnes, now=now)

    assert words_left() == []
    assert TaskState.objects.get(finished_by=agnes).status == "rejected"
