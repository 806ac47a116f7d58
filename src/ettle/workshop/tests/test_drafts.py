"""What an author changes in a framework is a draft; publishing it does what the same edits did when they were live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from ettle.framework import actions
from ettle.framework.actions import edits, frameworks
from ettle.framework.queries import spec_export
from ettle.framework.queries.row_comparison import compare_rows
from ettle.framework.tests.test_frameworks import CAPABILITIES, CODES, MODEL
from ettle.framework.types import rows
from ettle.framework.types.rows import Spec
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.drafts import actions as draft_review
from ettle.workshop.drafts.schedule import publish_due
from ettle.workshop.frameworks.actions import draft_edits
from ettle.workshop.frameworks.admin_views import answer_with_drafts
from ettle.workshop.models import FrameworkDraft
from ettle.workshop.tests.test_page_review import playing

Item, Association, Node, Link, Version, Framework = (
    apps.get_model("framework", name)
    for name in ("Item", "Association", "LogicNode", "LogicLink", "Version", "Framework")
)
CAPS = "capabilities@1"
PART: dict[str, Any] = {"audience": "", "is_verified": True, "near_source": "", "third_person": "", "role": ""}
WHO: dict[str, Any] = {"by": None, "now": cast.NOW}
Edit = Callable[[], Spec]


@pytest.fixture
def placed(db: None) -> None:
    for spec in (CAPABILITIES, CODES):
        actions.put_framework(spec, by=None, now=cast.NOW)
    actions.put_logic_model(MODEL, by=None, now=cast.NOW)


def in_draft(edit: Edit, by: Any = None) -> None:
    """Make an edit as a form of the workshop does."""

    def view(request: Any) -> None:
        spec = edit()
        request.shown_drafts.check_spec(spec)
        subject, changed = rows.subject_of(spec), rows.spec_to_rows(spec)
        draft_edits.save_rows(subject, changed, words="an edit", by=request.user, now=cast.NOW)

    answer_with_drafts(view, SimpleNamespace(method="POST", user=by or cast.agnes()))


def live(edit: Edit) -> None:
    """Make an edit before the readers' eyes."""
    actions.put_rows(rows.spec_to_rows(edit()), how="Live", **WHO)


def publish(by: Any = None) -> None:
    draft = FrameworkDraft.objects.open().get()
    seen = draft.revision
    draft_review.publish_draft(draft, note="", by=by or cast.agnes(), seen=seen, now=cast.NOW)


def item(key: str, title: str, parent: str = "", kind: str = "theme", of: str = "capabilities") -> Edit:
    def edit() -> Spec:
        framework = Framework.objects.filter(key=of).newest_first()[0]
        words: dict[str, Any] = {"title": title, "statement": title, **PART}
        return edits.put_item(framework=framework, key=key, parent=parent, kind=kind, **words)

    return edit


def without_item(key: str) -> Edit:
    return lambda: edits.remove_item(Item.objects.current().get(framework__key="capabilities", key=key))


def line(theme: str, role: str, words: str) -> Edit:
    def edit() -> Spec:
        framework = Framework.objects.get(key="capabilities")
        fields = {**PART, "title": "", "statement": words, "third_person": words, "role": role}
        return edits.put_item(framework=framework, key="", parent=theme, kind="indicator", **fields)

    return edit


def association(origin: str, note: str) -> Edit:
    def edit() -> Spec:
        ends = {"origin": Item.objects.get(framework__key="capabilities", key=origin)}
        ends["destination"] = Item.objects.get(key="1.1")
        return edits.put_association(**ends, kind="isRelatedTo", strength="some", source="", note=note)

    return edit


def head(title: str) -> Edit:
    return lambda: edits.change_head(Framework.objects.get(key="capabilities"), title=title)


def node(key: str, title: str) -> Edit:
    return lambda: edits.put_node(key=key, column="do", title=title, themes=(), capabilities=(), spoken="")


def link(key: str, origin: str, destination: str) -> Edit:
    ends: dict[str, Any] = {"origin": origin, "destination": destination, "blocks": ""}
    return lambda: edits.put_link(key=key, why="So", strength="plausible", assumption="", source="", **ends)


def without(model: Any, edit: Any, key: str) -> Edit:
    return lambda: edit(model.objects.current().get(key=key))


KEYS, WORDS = st.sampled_from(["vis", "vis.1", "vis.2", "mot"]), st.sampled_from(["One", "Two", "Three"])
FRAMEWORK_EDITS = st.one_of(
    st.builds(item, KEYS, WORDS, st.sampled_from(["", "vis", "mot"])),
    st.builds(without_item, KEYS),
    st.builds(line, KEYS, st.sampled_from(["frontline", "manager", ""]), WORDS),
    st.builds(without_item, st.sampled_from(["vis.1.frontline", "vis.1.manager"])),
    st.builds(association, KEYS, WORDS),
    st.builds(head, WORDS),
)
NODES = st.sampled_from(["B1", "O1", "D9"])
MODEL_EDITS = st.one_of(
    st.builds(node, NODES, WORDS),
    st.builds(link, st.sampled_from(["L1", "L3"]), NODES, NODES),
    st.builds(without, st.just(Node), st.just(edits.remove_node), NODES),
    st.builds(without, st.just(Link), st.just(edits.remove_link), st.sampled_from(["L1", "L2", "L3"])),
)


def in_use(pks: list[int]) -> set[int]:
    """Someone's work refers to one theme."""
    return set(Item.objects.filter(pk__in=pks, key="vis.1").values_list("pk", flat=True))


def all_rows(subject: str) -> dict[str, Any]:
    """What an edition or the model holds, retired or not, but for when it was changed and the numbers of rows."""
    current = spec_export.current_rows(subject) or {}
    rows_by_name: dict[str, Any] = {
        "": current,
        "order": [name for name in current if name.startswith(("item", "line", "node"))],
    }
    names = ("kind", "key", "title", "statement", "third_person", "role", "position", "parent__key")
    items = Item.objects.filter(framework__key="capabilities") if subject == CAPS else ()
    rows_by_name |= {str(row.uuid): None for row in items}
    rows_by_name |= {str(row[0]): row[1:] for row in items.values_list("uuid", "retired_at", *names)} if items else {}
    for model in (Node, Link) if subject == rows.MODEL else ():
        rows_by_name |= {str(row.uuid): row.retired_at for row in model.objects.all()}
    return rows_by_name


def tried(changes: list[Edit], make: Callable[[Edit], object]) -> list[str]:
    """Make the edits one by one; what was refused of each."""
    refusals = []
    for edit in changes:
        try:
            with transaction.atomic():
                make(edit)
            refusals.append("")
        except (Refused, Item.DoesNotExist, Node.DoesNotExist, Link.DoesNotExist) as refusal:
            refusals.append(str(refusal))
    return refusals


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    st.one_of(
        st.tuples(st.just(CAPS), st.lists(FRAMEWORK_EDITS, min_size=1, max_size=6)),
        st.tuples(st.just(rows.MODEL), st.lists(MODEL_EDITS, min_size=1, max_size=6)),
    )
)
def test_publishing_a_draft_does_what_the_same_edits_did_live(case: tuple[str, list[Edit]]) -> None:
    subject, changes = case
    # A draft may have dead ends until it is published, so this test leaves that rule to its own.
    no_dead_ends = mock.patch("ettle.framework.types.specs._find_dead_ends", return_value=[])
    with transaction.atomic(), mock.patch.object(frameworks, "used_elsewhere", in_use), no_dead_ends:
        actions.put_framework(CAPABILITIES, by=None, now=cast.NOW)
        actions.put_framework(CODES, by=None, now=cast.NOW)
        actions.put_logic_model(MODEL, by=None, now=cast.NOW)
        with transaction.atomic():
            refused = tried(changes, live)
            expected = all_rows(subject)
            transaction.set_rollback(True)
        before = all_rows(subject)

        assert tried(changes, in_draft) == refused

        assert all_rows(subject) == before, "a draft changed what readers have"
        if any(compare_rows(before[""], expected[""])):
            publish()
        # What came and went in one draft never was; readers may have linked to what came and went before their eyes.
        never_was = set(expected) - set(before) - set(all_rows(subject))
        assert all_rows(subject) == {key: row for key, row in expected.items() if key not in never_was}
        assert all(expected[key] for key in never_was)
        transaction.set_rollback(True)


def published_steps() -> list[Any]:
    """Return who published drafts."""
    done = ModelLogEntry.objects.filter(action__in=["wagtail.publish", "wagtail.publish.scheduled"])
    return [entry.user for entry in done]


def spec_rows(**titles: str) -> rows.Rows:
    """Rows of the capabilities with other titles; None takes an item out."""
    current = rows.spec_to_rows(CAPABILITIES.replace())
    return current | {f"item:{key}": {**current[f"item:{key}"], "title": title} for key, title in titles.items()}


SPECS = st.builds(
    lambda titles, gone: {k: v for k, v in spec_rows(**titles).items() if k not in gone},
    st.dictionaries(st.sampled_from(["vis", "vis.1"]), WORDS),
    st.sets(st.sampled_from(["line:vis.1.frontline"])),
)


@pytest.mark.django_db  # whether the site has a learning role that the spec names
@given(SPECS, SPECS, SPECS)
def test_a_merge_keeps_changes_of_one_side_and_names_those_of_both(
    base: rows.Rows, mine: rows.Rows, live: rows.Rows
) -> None:
    merged = rows.merge_rows(base, mine, live)

    for name in {*base, *mine, *live}:
        if base.get(name) == mine.get(name):
            assert merged.rows.get(name) == live.get(name)
        elif base.get(name) == live.get(name):
            assert merged.rows.get(name) == mine.get(name)
    assert rows.merge_rows(base, mine, base).rows == mine
    assert rows.data_to_rows(rows.rows_to_data(mine)) == mine
    assert (list(compare_rows(live, mine)) == []) == (live == mine)


@pytest.mark.usefixtures("placed")
def test_rows_are_the_spec_they_were_made_of() -> None:
    for subject in (CAPS, "codes-workers@2024", rows.MODEL):
        current = spec_export.current_rows(subject)
        assert current is not None
        assert rows.spec_to_rows(rows.rows_to_spec(current)) == current
        assert rows.find_problems(current) == []


@pytest.mark.usefixtures("placed")
def test_two_authors_of_one_draft_both_keep_their_work() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    in_draft(line("vis.1", "manager", "I look up"), by=cast.dougal())

    publish()

    assert Item.objects.get(key="vis").title == "Sight"
    assert Item.objects.get(key="vis.1.manager").statement == "I look up"


@pytest.mark.usefixtures("placed")
def test_what_the_site_changed_meanwhile_is_brought_together_with_the_draft() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    live(line("vis.1", "manager", "Put live by somebody else"))

    publish()

    assert Item.objects.get(key="vis").title == "Sight"
    assert Item.objects.get(key="vis.1.manager").statement == "Put live by somebody else"


@pytest.mark.usefixtures("placed")
def test_what_both_changed_is_never_overwritten_until_an_author_chooses() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    live(item("vis", "Outlook", kind="capability"))

    with pytest.raises(Refused, match="The item vis was changed on the site since"):
        publish()
    with pytest.raises(Refused, match="Open the draft and settle this first"):
        in_draft(line("vis.1", "manager", "I look up"))
    draft = FrameworkDraft.objects.get()
    draft_edits.override_row(draft, "item:vis", by=cast.agnes(), seen=draft.revision, now=cast.NOW)
    publish()

    assert Item.objects.get(key="vis").title == "Sight"


@pytest.mark.usefixtures("placed")
def test_reverting_a_row_reverts_its_children() -> None:
    in_draft(item("mot", "Moving", kind="capability"))
    in_draft(item("mot.1", "Asking", "mot"))
    in_draft(head("Six capabilities"))
    draft = FrameworkDraft.objects.get()

    draft_edits.revert_row(draft, "item:mot", by=cast.agnes(), seen=draft.revision, now=cast.NOW)
    publish()

    assert not Item.objects.filter(key__startswith="mot").exists()
    assert Framework.objects.get(key="capabilities").title == "Six capabilities"


@pytest.mark.usefixtures("placed")
def test_a_link_keeps_the_edition_it_was_made_for_when_a_newer_one_comes() -> None:
    in_draft(association("vis", "Seen alike"))
    actions.put_framework(CODES.replace(edition="2027", associations=()), by=None, now=cast.NOW)

    publish()

    assert Association.objects.get(note="Seen alike").destination.framework.edition == "2024"


@pytest.mark.usefixtures("placed")
def test_every_change_that_readers_see_is_a_version_and_one_may_go_back() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    publish()
    first, second = Version.objects.filter(subject=CAPS).order_by("pk")
    assert (first.how, second.how, second.by) == (
        "Put in place from a content pack", "Published from a draft", cast.agnes(),
    )  # fmt: skip

    draft_edits.restore_version(first, by=cast.agnes(), now=cast.NOW)
    publish()

    assert Item.objects.get(key="vis").title == "Vision"
    assert Version.objects.filter(subject=CAPS).count() == 3


@pytest.mark.usefixtures("placed")
def test_a_site_from_before_versions_keeps_what_it_said_first() -> None:
    Version.objects.all().delete()

    actions.mark_checked(Framework.objects.get(key="capabilities"), ["vis"], by=cast.agnes(), now=cast.NOW)
    live(item("vis", "Sight", kind="capability"))

    first, _ = Version.objects.filter(subject=CAPS).order_by("pk")
    assert rows.data_to_rows(first.rows)["item:vis"]["title"] == "Vision"


@pytest.mark.usefixtures("placed")
def test_the_clock_publishes_once_and_holds_back_what_does_not_fit() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    draft = FrameworkDraft.objects.get()
    now = timezone.now()
    later = now + timedelta(hours=1)
    draft_review.schedule_draft(draft, at=later, by=cast.agnes(), seen=draft.revision, now=now)

    assert publish_due(FrameworkDraft, now=now) == 0
    assert publish_due(FrameworkDraft, now=later) == 1
    assert publish_due(FrameworkDraft, now=later) == 0

    assert Item.objects.get(key="vis").title == "Sight"
    assert published_steps() == [cast.agnes()]


@pytest.mark.usefixtures("placed")
def test_a_scheduled_draft_loses_its_date_when_a_non_publisher_changes_it() -> None:
    in_draft(item("vis", "Sight", kind="capability"))
    draft = FrameworkDraft.objects.get()
    draft_review.schedule_draft(
        draft, at=timezone.now() + timedelta(hours=1), by=cast.agnes(), seen=draft.revision, now=cast.NOW
    )
    in_draft(head("Mine"), by=playing(cast.isla(), AuthorRole.WRITER))

    assert publish_due(FrameworkDraft, now=timezone.now() + timedelta(hours=2)) == 0
    assert FrameworkDraft.objects.get().due_at is None
