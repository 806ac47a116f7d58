"""What authors wrote to each other about drafts: comments in Wagtail's editor, and why they sent a draft back.

Wagtail stores each comment in a row of its own and again in every later revision of the page; the words of a decision
in the state of the task and again in the log of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, Revision, TaskState

if TYPE_CHECKING:
    from ettle.people.models import User

COMMENTS = "wagtail_admin_comments"  # in the content of a revision


def erase_comments(person: User) -> None:
    """Delete a person's comments and replies, and take the words of their decisions out. The decisions stay."""
    CommentReply.objects.filter(user=person).delete()
    Comment.objects.filter(user=person).delete()
    for revision in _revisions_with_comments():
        if _strip_comments(revision.content, person.pk):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    TaskState.objects.filter(finished_by=person).exclude(comment="").update(comment="")
    for entries in (PageLogEntry.objects.filter(user=person), ModelLogEntry.objects.filter(user=person)):
        _strip_log(entries)


def _revisions_with_comments() -> Iterator[Revision]:
    commented = Revision.objects.filter(content__has_key=COMMENTS).exclude(**{f"content__{COMMENTS}": []})
    yield from commented.iterator(chunk_size=50)


def _strip_comments(content: dict[str, Any], person: int) -> bool:
    """Take a person's comments and replies out of the content of a revision. Whether there were any."""
    comments = content[COMMENTS]
    remaining = [comment for comment in comments if comment["user"] != person]
    changed = len(remaining) != len(comments)
    for comment in remaining:
        replies = comment.get("replies", [])
        comment["replies"] = [reply for reply in replies if reply["user"] != person]
        changed = changed or len(comment["replies"]) != len(replies)
    content[COMMENTS] = remaining
    return changed


def _strip_log(entries: QuerySet[Any]) -> None:
    for entry in entries.filter(data__has_key="comment").iterator(chunk_size=200):
        entry.data["comment"] = ""
        entries.filter(pk=entry.pk).update(data=entry.data)
