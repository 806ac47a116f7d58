"""The annual learning record, and the signed record of an employer's check, as documents to print or download."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ettle.cpl.record_snapshots import Snapshot, entries_by_topic, part_titles
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument
from ettle.kit.values.dates import format_moment

if TYPE_CHECKING:
    from ettle.cpl.models import VerificationAnswer


def annual_record(snapshot: Snapshot) -> PrintableDocument:
    """The chosen learning of a year under its topics. Topics without any say so."""
    foot = _("What one person chose to show of their own learning. Nobody has checked it.")
    return PrintableDocument(_("Annual learning record"), _about(snapshot), tuple(_topic_sections(snapshot)), foot)


def signed_record(answer: VerificationAnswer) -> PrintableDocument:
    """What was shown, what the verifier said, and how the record can be checked."""
    content = answer.content()
    snapshot: Snapshot = content["shown"]
    sections = (*_answer_sections(content), *_topic_sections(snapshot), _proof_section(answer, content))
    foot = _("Code %(code)s") % {"code": answer.code}
    return PrintableDocument(_("Verified learning record"), _about(snapshot), sections, foot)


def what_it_proves() -> str:
    """What a signature of the site means, and what it does not."""
    return _(
        "The signature shows that this site recorded this answer on that day, and that nothing in the record was "
        "changed since. The site does not check who the verifier is: it sent a link to the email address that the "
        "learner gave, and the person who opened the link wrote the name and the job title. The signature does not "
        "show that the learning happened."
    )


def _about(snapshot: Snapshot) -> tuple[str, ...]:
    days = {"first": _format_day(snapshot["first"]), "last": _format_day(snapshot["last"])}
    lines = (snapshot["learner"], _("%(first)s to %(last)s") % days, snapshot["regulator"])
    return tuple(filter(None, lines))


def _topic_sections(snapshot: Snapshot) -> Iterator[DocumentSection]:
    for title, entries in entries_by_topic(snapshot):
        heading = title or (_("No topic") if snapshot["topics"] else _("Learning"))
        paragraphs = tuple(_entry_text(snapshot, entry) for entry in entries)
        yield DocumentSection(heading, paragraphs or (_("Nothing in this record."),))


def _entry_text(snapshot: Snapshot, entry: dict[str, Any]) -> str:
    lines = [f"{_format_day(entry['day'])}: {entry['title']}"]
    lines += [_("What I learned: %(words)s") % {"words": entry["learned"]}] if entry["learned"] else []
    lines += [_("What changed: %(words)s") % {"words": entry["changed"]}] if entry["changed"] else []
    parts = part_titles(snapshot, entry)
    lines += [_("Includes: %(parts)s") % {"parts": ", ".join(parts)}] if parts else []
    return "\n".join(lines)


def _answer_sections(content: dict[str, Any]) -> Iterator[DocumentSection]:
    who = {
        "name": content["name"],
        "job": content["job_title"],
        "at": format_moment(datetime.fromisoformat(content["answered_at"])),
    }
    if content["is_confirmed"]:
        answer = _("%(name)s, %(job)s, confirmed this learning on %(at)s.") % who
    else:
        answer = _("%(name)s, %(job)s, said on %(at)s that something is missing.") % who
    titles = {topic["key"]: topic["title"] for topic in content["shown"]["topics"]}
    points = tuple(f"{titles.get(key, _('In general'))}: {words}" for key, words in content["missing"].items())
    yield DocumentSection(_("The employer’s answer"), (answer,), points)


def _proof_section(answer: VerificationAnswer, content: dict[str, Any]) -> DocumentSection:
    points = (
        _("Code: %(code)s") % {"code": answer.code},
        _("Check it at: %(address)s") % {"address": content["check_at"]},
        _("Link sent to an address at: %(domain)s") % {"domain": content["sent_to_domain"]},
        _("Signature (Ed25519): %(signature)s") % {"signature": answer.signature},
        _("Public key: %(key)s") % {"key": answer.key},
    )
    return DocumentSection(_("How to check this record"), (what_it_proves(),), points)


def _format_day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
