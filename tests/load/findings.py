"""What the site acknowledged and refused, compared with what its database has: lost, doubled, refused but there.

The rules of the database itself are not trusted here: each row that stands for an act is counted.
"""

# ruff: noqa: S608 - every query is put together from the words of this file

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.load.database import Row, SiteDatabase
from tests.load.robot import Robot
from tests.load.robot_people import BADGES, Assessor, Learner

# Columns that say which act a row stands for.
ACTS = {
    "evidence_answer": "application_id, key",
    "evidence_application": "learner_id, badge_id",
    "evidence_confirmation": "application_id, criterion_id",
    "evidence_submission": "application_id, round",
    "evidence_review": "submission_id",
    "evidence_decision": "review_id, criterion_id",
    "learning_log_entry": "uuid",
    "learning_log_entrysave": "entry_id, key",
    "activities_invitation": "learner_id, version_id, purpose",
    "activities_attempt": "invited_id",
    "activities_completion": "learner_id, activity_id",
    "badges_award": "learner_id, version_id",
    "badges_credential": "award_id",
    "badges_holder": "issuer_id, person_id",
    "kit_answeredpost": "person_id, key",
}
# What the audit log says once for each row.
AUDITED = (
    "began an application", "sent an application", "reviewed an application", "awarded a badge", "signed a badge",
    "invited a learner to activities", "began an activity", "completed an activity",
)  # fmt: skip
APPLICATION = "JOIN evidence_application a ON a.id = application_id JOIN people_user p ON p.id = a.learner_id"
ENTRY = "JOIN learning_log_entry e ON e.id = entry_id JOIN people_user p ON p.id = e.writer_id"
PLAYED = (
    "FROM activities_response r JOIN activities_attempt t ON t.id = r.attempt_id "
    "JOIN activities_activityversion v ON v.id = t.activity_version_id "
    "JOIN activities_activity a ON a.id = v.activity_id "
    "JOIN people_user p ON p.id = t.learner_id "
    "WHERE p.email = ?"
)
AWARD = (
    "JOIN badges_badgeversion v ON v.id = version_id JOIN badges_badge b ON b.id = v.badge_id "
    "JOIN people_user p ON p.id = w.learner_id WHERE p.email = ?"
)
REVIEWED = "JOIN evidence_submission s ON s.id = r.submission_id"


@dataclass
class Findings:
    """Each has a line for an act: lost is acknowledged and not there, doubled is there more often than acknowledged."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    refused_but_there: list[str] = field(default_factory=list)

    def compare(self, what: str, acknowledged: Iterable[Hashable], stored: Iterable[Hashable]) -> None:
        expected, found = Counter(acknowledged), Counter(stored)
        self.lost += [f"{what}: {act}" for act in (expected - found).elements()]
        self.doubled += [f"{what}: {act}" for act in (found - expected).elements()]

    @property
    def is_empty(self) -> bool:
        return not (self.lost or self.doubled or self.refused_but_there)


def examine_journeys(database: SiteDatabase, learners: Sequence[Learner], assessor: Assessor) -> Findings:
    """Examine all that these learners and their assessor did. Each learner has done everything to its end."""
    findings = examine_texts(database, learners)
    for learner in learners:
        _examine_learner(findings, database, learner)
    _examine_assessor(findings, database, assessor)
    findings.doubled += _find_doubles(database)
    return findings


def examine_texts(database: SiteDatabase, robots: Sequence[Robot]) -> Findings:
    """Examine the answers and log entries of these people, and what was refused to them."""
    findings = Findings()
    for robot in robots:
        answers = f"SELECT key, text FROM evidence_answer {APPLICATION} WHERE p.email = ?"
        findings.compare("answer", _by_key(robot.answers), _by_key(database.rows(answers, robot.email)))
        entries = f"SELECT key, text FROM learning_log_entrysave {ENTRY} WHERE p.email = ? AND text <> ''"
        findings.compare("log entry", _by_key(robot.entries), _by_key(database.rows(entries, robot.email)))
        for mark in robot.refused:
            for table in ("evidence_answer", "learning_log_entrysave"):
                if database.count(f"SELECT count(*) FROM {table} WHERE text LIKE ?", f"%{mark}"):
                    findings.refused_but_there.append(f"{table}: {mark} of {robot.email}")
    return findings


def _by_key(texts: Iterable[Row]) -> list[tuple[str, str]]:
    return [(key.replace("-", ""), text.strip()) for key, text in texts]


def _examine_learner(findings: Findings, database: SiteDatabase, learner: Learner) -> None:
    def find(query: str) -> list[Row]:
        return database.rows(query, learner.email)

    name = learner.email
    sent = find(f"SELECT round FROM evidence_submission {APPLICATION} WHERE p.email = ?")
    findings.compare(f"application of {name}", [(1,)] * learner.sent, sent)
    declared = find(f"SELECT 1 FROM evidence_declaration {APPLICATION} WHERE p.email = ?")
    findings.compare(f"declaration of {name}", [(1,)] * learner.sent, declared)
    cards = find(f"SELECT t.id, r.step {PLAYED} AND a.kind = 'sort' AND r.act = 'chose'")
    findings.compare(f"card of {name}", range(learner.cards), range(len(set(cards))))
    findings.compare(f"card of {name}", set(cards), cards)
    views = find(f"SELECT r.value {PLAYED} AND r.act = 'differs'")
    findings.compare(f"view of {name}", learner.views, [text.strip() for (text,) in views])
    reflections = find(f"SELECT r.value {PLAYED} AND r.act = 'reflected'")
    findings.compare(f"reflection of {name}", learner.reflections, [text.strip() for (text,) in reflections])
    findings.compare(f"step back of {name}", [], find(f"SELECT r.step {PLAYED} AND r.act = 'back'"))
    badges = [(slug,) for slug in BADGES]
    findings.compare(f"award of {name}", badges, find(f"SELECT b.slug FROM badges_award w {AWARD}"))
    credentials = find(
        f"SELECT b.slug FROM badges_credential c JOIN badges_award w ON w.id = c.award_id {AWARD} "
        "AND c.published_at IS NOT NULL"
    )
    findings.compare(f"credential of {name}", badges, credentials)


def _examine_assessor(findings: Findings, database: SiteDatabase, assessor: Assessor) -> None:
    by = f"{REVIEWED} JOIN people_user p ON p.id = r.assessor_id"
    reviews = database.rows(f"SELECT s.uuid FROM evidence_review r {by} WHERE p.email = ?", assessor.email)
    findings.compare("review", [(number,) for number in assessor.reviews], reviews)
    decisions = database.rows(
        f"SELECT s.uuid, c.position FROM evidence_decision d JOIN evidence_review r ON r.id = d.review_id {by} "
        "JOIN badges_criterion c ON c.id = d.criterion_id WHERE p.email = ?",
        assessor.email,
    )
    findings.compare("decision", assessor.decisions, decisions)


def _find_doubles(database: SiteDatabase) -> list[str]:
    """Find rows that are there twice though they stand for one act."""
    found = []
    for table, columns in ACTS.items():
        query = f"SELECT {columns}, count(*) FROM {table} GROUP BY {columns} HAVING count(*) > 1"
        found += [f"{table}: {row}" for row in database.rows(query)]
    query = (
        f"SELECT act, subject_key, count(*) FROM kit_auditline WHERE act IN ({', '.join('?' * len(AUDITED))}) "
        "GROUP BY act, subject_kind, subject_key HAVING count(*) > 1"
    )
    return found + [f"kit_auditline: {row}" for row in database.rows(query, *AUDITED)]
