"""The audit log and its seals, tasks and workers, answered posts, limits, stopped emails, the site's address."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class AuditPerson(models.Model):
    """A person's pseudonym in the audit log. It goes with the account, and nothing then leads from a line to them.

    digest: HMAC-SHA256 of the account's number under a random key of this person's own, in hexadecimal.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)


class AuditSeal(models.Model):
    """A sealed batch of audit lines: a hash over the lines and over the seal before. Never changed.

    previous, digest: SHA-256 in hexadecimal; `previous` of the first seal is empty. See `audit_chain`.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    lines = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class AuditLine(models.Model):
    """One action by one person (by the system when actor is empty) on one row. Never changed, but sealed once.

    A person is named by the digest of their AuditPerson, in subject_key too, so that no line has to be changed when
    they leave; that is why the database does not check `actor`. A line belongs to the batch it was sealed with rather
    than to a range of ids: on PostgreSQL a smaller id may be committed after a larger one.
    """

    actor = models.ForeignKey(
        AuditPerson, models.DO_NOTHING, null=True, to_field="digest", db_constraint=False, related_name="+"
    )
    act = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_key = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(db_index=True)
    seal = models.ForeignKey(AuditSeal, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="kit_audit_subject"),
            models.Index(fields=["id"], condition=Q(seal=None), name="kit_audit_unsealed"),
        ]


class WaitingTaskQuerySet(models.QuerySet["WaitingTask"]):
    def unfinished(self) -> WaitingTaskQuerySet:
        return self.filter(finished_at=None, given_up_at=None)

    def due(self, now: datetime) -> WaitingTaskQuerySet:
        """Return tasks that a worker may take: due, and without a lease or with an expired one."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.unfinished().filter(free, run_after__lte=now).order_by("-priority", "run_after", "id")

    def given_up(self) -> WaitingTaskQuerySet:
        return self.filter(given_up_at__isnull=False)  # as the index has it


class WaitingTask(models.Model):
    """A task, enqueued in the same transaction as the change that caused it. It may run twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    function = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - empty keys never collide
    priority = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    leased_by = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = WaitingTaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "run_after"],
                condition=Q(finished_at=None, given_up_at=None),
                name="kit_task_due",
            ),
            # What administrators count, and what is deleted a while after: neither reads every task that was done.
            models.Index(fields=["given_up_at"], condition=Q(given_up_at__isnull=False), name="kit_task_given_up"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="kit_task_finished"),
            models.Index(fields=["run_after"], condition=Q(finished_at=None), name="kit_task_unfinished"),
        ]


class AnsweredPost(models.Model):
    """A form that was already answered: the same key with the same content gets the same answer and changes nothing.

    digest: of the content that was sent last, made with a key outside the database.
    """

    key = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    answered_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="kit_answered_once")]


class LimitCount(models.Model):
    """How often a limit was used by one person, recipient or network. Deleted when its time is over.

    digest: of whom it counts, made with a key outside the database. ends_at: when the count begins again.
    """

    limit = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    used = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["limit", "digest"], name="kit_limit_counted_once")]


class StoppedEmail(models.Model):
    """An address, in small letters, does not want emails of one kind. Deleted when it wants them again.

    kind: the key of a mail.email_kinds.EmailKind.
    """

    email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=20)
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email", "kind"], name="kit_stopped_once")]


class RunningWorker(models.Model):
    """A worker and when it last said that it runs. Deleted when it stops; one that was killed is soon out of date."""

    name = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()


class SecretKeyCheck(models.Model):
    """A digest that this site's secret key makes, to find out that another key is given. At most one row."""

    digest = models.CharField(max_length=64)
    since = models.DateTimeField()


class SiteAddressQuerySet(models.QuerySet["SiteAddress"]):
    def current(self) -> SiteAddressQuerySet:
        return self.filter(until=None)

    def former(self) -> SiteAddressQuerySet:
        return self.exclude(until=None)


class SiteAddress(models.Model):
    """An address that the site has or had: scheme and host, as in permanent ids. Never deleted.

    until: when another address took its place; null for the current one, of which there is one at most.
    """

    url = models.CharField(max_length=300, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = SiteAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(until=None), output_field=models.BooleanField()),
                condition=Q(until=None),
                name="kit_one_current_address",
            )
        ]


class PackTranslation(models.Model):
    """A text of a content pack in another language (kit.translations). English is the source and the fallback.

    kind, key: of the file that the English is in ("badges", "ET-101"). path: of the text in its spec. english: what it
    translates: a text whose English has changed is shown in English. A translation is never deleted or edited: a newer
    one replaces it (is_current), and the older still belongs to the English of its time, which people have answered.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    english = models.TextField()
    text = models.TextField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "path", "language"],
                condition=Q(is_current=True),
                name="kit_pack_translation_current_once",
            )
        ]
        indexes = [models.Index(fields=["language"], name="kit_pack_translation_language")]
