"""Begin, change and replace drafts of stories. Each change is a new revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.activities.types.stories import MOST_PLACES, OutlineTooLong, make_key, read_outline
from ettle.framework import queries as framework
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.actions import lock_draft, open_draft, save_written
from ettle.workshop.drafts.actions import save_part as save_draft_part
from ettle.workshop.stories.models import StoryDraft
from ettle.workshop.stories.story_content import StoryContent, begin_content

if TYPE_CHECKING:
    from ettle.people.models import User

EXAMPLE = Path(__file__).with_name("example_story.txt")  # that of docs/how-to/write-a-story.md


@transaction.atomic
def begin_story(*, title: str, by: User, now: datetime) -> StoryDraft:
    """Begin an empty story. Raises Refused without a title."""
    if not title.strip():
        raise Refused(_("Write a title"), field="title")
    content = begin_content(title, _make_story_key(title))
    return _open_draft(content, after=0, words=_("a new story"), by=by, now=now)


@transaction.atomic
def begin_example(*, by: User, now: datetime) -> StoryDraft:
    """Begin a draft with a small story that can be published as it is."""
    content = _read_text(EXAMPLE.read_text(encoding="utf-8"))
    title = content.story.title
    content = replace(content, story=content.story.replace(key=_make_story_key(title)))
    return _open_draft(content, after=0, words=_("from the example"), by=by, now=now)


def _make_story_key(title: str) -> str:
    taken = {*activities.activity_keys(), *StoryDraft.objects.values_list("subject", flat=True)}
    return make_key(title, taken, otherwise="story")


@transaction.atomic
def open_published(key: str, *, by: User, now: datetime) -> StoryDraft | None:
    """Return the open draft of a published story, begun from its newest edition if there is none.

    None when no story of this key is published."""
    draft = StoryDraft.objects.open().filter(subject=key).first()
    if draft is not None:
        return draft.as_written()
    published = activities.find_published(key)
    if published is None or published.spec.kind != "scenario":
        return None
    words = _("from edition %(edition)s") % {"edition": published.edition}
    return _open_draft(StoryContent(published.spec), after=published.edition, words=words, by=by, now=now)


@transaction.atomic
def import_story(text: str, *, by: User, now: datetime) -> StoryDraft:
    """Begin a draft with an outline. Where its name is that of a published story, it is a draft of that one.

    Raises Refused for a text that is too long, and while a draft of that story is open."""
    content = _read_text(text)
    key = content.story.key
    if key and StoryDraft.objects.open().filter(subject=key).exists():
        raise Refused(
            _("A draft of %(name)s is open. Open it and replace it with your text, or leave out the line ‘name:’.")
            % {"name": key},
            field="text",
        )
    published = activities.find_published(key) if key else None
    if published is not None and published.spec.kind != "scenario":
        raise Refused(_("The name %(name)s belongs to another kind of activity.") % {"name": key}, field="text")
    title = content.story.title or _("A story without a title")
    key = key or _make_story_key(title)
    content = replace(content, story=content.story.replace(title=title, key=key))
    after = published.edition if published else 0
    return _open_draft(content, after=after, words=_("from a text"), by=by, now=now)


@transaction.atomic
def replace_story(draft: StoryDraft, text: str, *, seen: int, by: User, now: datetime) -> None:
    """Replace all that a draft holds with an outline. What it held before is in its history. Raises Refused."""
    written = lock_draft(draft, by=by, seen=seen)
    content = _read_text(text)
    title = content.story.title or written.content.story.title
    written.write(replace(content, story=content.story.replace(key=draft.subject, title=title)))
    save_written(written, due_at=written.due_at, words=_("replaced with a text"), by=by, now=now)


def _read_text(text: str) -> StoryContent:
    if not text.strip():
        raise Refused(_("Paste the text of a story"), field="text")
    try:
        reading = read_outline(text)
    except OutlineTooLong:
        raise Refused(_("This text is longer than 200 KB. Send a shorter one"), field="text") from None
    return StoryContent(reading.story, reading.unread).match_model_words(_model_words())


def _open_draft(content: StoryContent, *, after: int, words: str, by: User, now: datetime) -> StoryDraft:
    return open_draft(StoryDraft, content.story.key, content, after=after, words=words, by=by, now=now)


def save_part(
    draft: StoryDraft,
    part: str,
    change: Callable[[StoryContent], StoryContent],
    *,
    as_it_was: str,
    words: str,
    by: User,
    now: datetime,
) -> None:
    """Change one part of a draft, and find the words of the logic model in it. Raises PartChanged, as drafts do."""

    def change_and_match(content: StoryContent) -> StoryContent:
        return change(content).match_model_words(_model_words())

    save_draft_part(draft, part, change_and_match, as_it_was=as_it_was, words=words, by=by, now=now)


@transaction.atomic
def add_place(draft: StoryDraft, *, title: str, is_ending: bool, by: User, now: datetime) -> str:
    """Add a place or an ending and return its key. Raises Refused without a title, and when there are too many."""
    if not title.strip():
        raise Refused(_("Write a title"), field="title")
    written = lock_draft(draft, by=by)
    if len(written.content.places) >= MOST_PLACES:
        raise Refused(_("A story has %(most)s places and endings at most") % {"most": MOST_PLACES}, field="title")
    content, key = written.content.add_place(title, is_ending=is_ending)
    written.write(content)
    save_written(written, due_at=written.due_at, words=_("added %(title)s") % {"title": title}, by=by, now=now)
    return key


@transaction.atomic
def clear_unread(draft: StoryDraft, *, seen: int, by: User, now: datetime) -> None:
    """Remove the lines that were not understood. They stay in the history."""
    written = lock_draft(draft, by=by, seen=seen)
    written.write(replace(written.content, unread=()))
    save_written(written, due_at=written.due_at, words=_("removed the lines that were not understood"), by=by, now=now)


@transaction.atomic
def follow_newest(draft: StoryDraft, *, seen: int, by: User, now: datetime) -> None:
    """Say that this draft is to follow the newest edition, which was published after it was begun."""
    written = lock_draft(draft, by=by, seen=seen)
    written.after = written.newest_edition
    words = _("to follow edition %(edition)s") % {"edition": written.after}
    save_written(written, due_at=written.due_at, words=words, by=by, now=now)


def _model_words() -> dict[str, str]:
    return {node.key: node.spoken or node.title for node in framework.list_nodes()}
