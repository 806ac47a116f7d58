"""0001_audit_tasks_and_answered_posts: the audit log, the task queue and posts that were already answered.

The first migration of this room. To go back: migrate kit zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("lines", models.PositiveIntegerField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RunningWorker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SecretKeyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BinaryField(max_length=32)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limit", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("used", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("limit", "digest"), name="kit_limit_counted_once")],
            },
        ),
        migrations.CreateModel(
            name="PackTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("path", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=12)),
                ("english", models.TextField()),
                ("text", models.TextField()),
                ("is_current", models.BooleanField(default=True)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["language"], name="kit_pack_translation_language")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("kind", "key", "path", "language"),
                        name="kit_pack_translation_current_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=300, unique=True)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.ExpressionWrapper(models.Q(("until", None)), output_field=models.BooleanField()),
                        condition=models.Q(("until", None)),
                        name="kit_one_current_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoppedEmail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("kind", models.CharField(max_length=20)),
                ("stopped_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("email", "kind"), name="kit_stopped_once")],
            },
        ),
        migrations.CreateModel(
            name="WaitingTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("function", models.CharField(max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=200, null=True, unique=True)),
                ("priority", models.SmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("run_after", models.DateTimeField()),
                ("leased_by", models.CharField(blank=True, max_length=80)),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None), ("given_up_at", None)),
                        fields=["-priority", "run_after"],
                        name="kit_task_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnsweredPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField()),
                ("path", models.CharField(max_length=500)),
                ("location", models.CharField(max_length=500)),
                ("digest", models.CharField(max_length=64)),
                ("answered_at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="kit_answered_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=200)),
                ("subject_kind", models.CharField(blank=True, max_length=80)),
                ("subject_key", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="kit.auditperson",
                        to_field="digest",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kit.auditseal"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_key"], name="kit_audit_subject"),
                    models.Index(condition=models.Q(("seal", None)), fields=["id"], name="kit_audit_unsealed"),
                ],
            },
        ),
    ]
