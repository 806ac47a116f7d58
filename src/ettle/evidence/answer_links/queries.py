"""Read what a learner says their answers show, and what we suggest. Every query filters by the learner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Aggregate, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.badges.queries import learner_awards, text_criteria
from ettle.evidence.models import Answer, AnswerFile, AnswerLink, Application, CopiedEntry, Decision, Review
from ettle.framework.queries.link_suggestions import aligned_links, mapped_links, undecided
from ettle.framework.queries.link_targets import is_linkable
from ettle.framework.types import LinkTarget, PersonalKind, PersonalLink, SuggestedLink
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.translations.pack_texts import PackText
from ettle.kit.values.dates import operator_date

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from ettle.people.models import User

MAX_LINKED = 400  # links of one person on a page
MAX_WITHOUT_LINKS = 5
"""How many answers a page names that are not linked to anything."""


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer of one's own. badge, title: the name of the badge and the title of the criterion.

    is_written: there are words or a recording, so that it can show something.
    """

    application: Application
    criterion: int
    position: int
    badge: str
    title: str
    is_written: bool

    @property
    def fields(self) -> dict[str, Any]:
        return {"application": self.application, "criterion_id": self.criterion}


def find_answer(learner: User, number: UUID, position: int) -> WrittenAnswer | None:
    """One answer of this learner; None when it is someone else's, or a part without words. One query."""
    criterion = text_criteria().filter(version=OuterRef("version"), position=position)
    asked: dict[str, Any] = {
        "criterion": Subquery(criterion.values("pk")[:1]),
        "title": Subquery(criterion.values("title")[:1]),
    }
    written = {"application": OuterRef("pk"), "criterion": OuterRef("criterion")}
    exists = Exists(Answer.objects.current().filter(**written).exclude(text=""))
    recorded = Exists(AnswerFile.objects.shown().filter(**written))
    mine = Application.objects.filter(learner=learner, uuid=number).annotate(**asked)
    application: Any = mine.annotate(is_written=exists | recorded).select_related("version").first()
    if application is None or application.criterion is None:
        return None
    return WrittenAnswer(
        application=application,
        criterion=application.criterion,
        position=position,
        badge=application.version.name,
        title=application.title,
        is_written=application.is_written,
    )


@dataclass(frozen=True)
class AnswerLinks:
    """links: what the answer shows, as the learner says. suggestions: what they have not decided on."""

    links: Sequence[AnswerLink]
    suggestions: Sequence[SuggestedLink]


def links_of(answer: WrittenAnswer) -> QuerySet[AnswerLink]:
    """What the learner says that an answer shows."""
    return AnswerLink.objects.shown().filter(**answer.fields)


def links_and_suggestions(answer: WrittenAnswer) -> AnswerLinks:
    """An answer's links, and suggestions by rule: what the badge is aligned with, what the log entries were about whose
    words it has, and what is mapped to any of these. Six queries."""
    rows = list(AnswerLink.objects.filter(**answer.fields))
    links = [row for row in rows if not row.is_declined]
    aligned = answer.application.version.alignments.select_related("framework").order_by("framework", "position")
    near = [*_links_of_copied_entries(answer), *aligned_links(aligned, badge=answer.badge)]
    declined = {row.item for row in rows if row.is_declined}
    known = {row.item for row in links} | {suggestion.target.item for suggestion in near} - declined
    suggestions = undecided([*near, *mapped_links(known)], {row.item for row in rows})
    return AnswerLinks(links, suggestions)


def _links_of_copied_entries(answer: WrittenAnswer) -> Iterator[SuggestedLink]:
    """What the log entries are about from which words were copied into this answer."""
    names = ("framework", "edition", "item", "key", "title", "words", "path")
    used = CopiedEntry.objects.filter(
        application=answer.application, criterion=answer.criterion, entry__links__is_declined=False
    )
    columns = [f"entry__links__{name}" for name in names]
    for on, *wording in used.order_by("pk", "entry__links__pk").values_list("happened_on", *columns):
        fields = dict(zip(names, wording, strict=True))
        if is_linkable(fields["framework"]):
            fields["title"] = PackText(fields["title"])
            reason = _("because the log entry of %(day)s, whose words you used, is about it")
            yield SuggestedLink(LinkTarget(**fields), reason % {"day": date_format(on)})


def personal_links(person: User, frameworks: tuple[str, ...]) -> Iterator[PersonalLink]:
    """The answers of this person by what they say each shows, the newest application first. One query.

    Left out are applications that were withdrawn before anyone answered.
    """
    for row in _linked_answers(person, frameworks=frameworks):
        number, position = row["application__uuid"], row["criterion__position"]
        accounts = {f"answer:{number}/{position}"} | {f"log:{UUID(entry)}" for entry in (row["copied"] or "").split()}
        accounts |= {f"badge:{row['award']}"} if row["award"] else set()
        yield PersonalLink(
            framework=row["framework"],
            key=row["key"],
            words=_answer_words(row["badge"], row["heading"]),
            path=reverse("evidence:criterion", args=[number, position]),
            kind=PersonalKind.MET if row["is_met"] else PersonalKind.ANSWER,
            item=row["item"],
            title=PackText(row["title"]),
            on=operator_date(row["saved_at"] or row["linked_at"]),
            accounts=frozenset(accounts),
        )


def _answer_words(badge: str, title: str) -> str:
    return _("%(title)s (%(badge)s)") % {"title": title, "badge": badge}


@prepared_query
def _linked_answers(person: User, *, frameworks: tuple[str, ...]) -> QuerySet[AnswerLink, Any]:
    place = {"application": OuterRef("application"), "criterion": OuterRef("criterion")}
    met = Decision.objects.filter(
        review__submission__application=OuterRef("application"),
        criterion=OuterRef("criterion"),
        outcome=Decision.Outcome.MET,
    )
    since = OuterRef("application__begun_at")
    awards = learner_awards(person).filter(version=OuterRef("application__version"), awarded_at__gte=since)
    awards = awards.filter(revocation=None)
    added: dict[str, Any] = {
        "badge": F("application__version__name"),
        "heading": F("criterion__title"),
        "is_met": Exists(met.filter(criterion__automatic=False)),
        "saved_at": Subquery(Answer.objects.filter(**place).order_by("-rev").values("saved_at")[:1]),
        "award": Subquery(awards.values("uuid")[:1]),
        "copied": Subquery(_copied_entries(place)),
    }
    answered = Exists(Review.objects.filter(submission__application=OuterRef("application")))
    links = AnswerLink.objects.shown().filter(application__learner=person, framework__in=frameworks)
    links = links.filter(Q(application__ended_at=None) | answered).annotate(**added)
    shown = (
        "application",
        "application__uuid",
        "criterion",
        "criterion__position",
        "framework",
        "key",
        "item",
        "title",
    )
    rows: QuerySet[AnswerLink, Any] = links.order_by("-application__begun_at", "criterion__position", "pk").values(
        *shown, "linked_at", *added
    )
    return rows[:MAX_LINKED]


class _JoinedWords(Aggregate):
    """The values of the rows in one text, with spaces between them."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ' ')")


def _copied_entries(place: dict[str, OuterRef]) -> QuerySet[CopiedEntry, Any]:
    """The identifiers, in one text, of the log entries from which words were copied into an answer."""
    used = CopiedEntry.objects.filter(
        application=place["application"], criterion=place["criterion"], entry__isnull=False
    )
    rows: QuerySet[CopiedEntry, Any] = (
        used.order_by().values("application").annotate(entries=_JoinedWords("entry__uuid")).values("entries")
    )
    return rows


def answers_without_links(person: User) -> list[tuple[str, str]]:
    """(words, address of what it shows) of the person's newest answers that an assessor reads and that they have not
    said anything of, a few at most."""
    linked = AnswerLink.objects.filter(application=OuterRef("application"), criterion=OuterRef("criterion"))
    written = (
        Answer.objects.current()
        .exclude(text="")
        .filter(application__learner=person, application__ended_at=None, criterion__automatic=False)
    )
    rows = written.filter(~Exists(linked)).order_by("-saved_at", "-pk")
    names = ("application__version__name", "criterion__title", "application__uuid", "criterion__position")
    return [
        (_answer_words(badge, title), reverse("evidence:answer-links", args=[number, position]))
        for badge, title, number, position in rows.values_list(*names)[:MAX_WITHOUT_LINKS]
    ]
