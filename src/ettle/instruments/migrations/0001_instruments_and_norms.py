"""0001_instruments_and_norms: instruments, their published versions and statements, and norms.

The first migration of this room. To go back: migrate instruments zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Norm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("imprint", models.CharField(max_length=64, unique=True)),
                ("people", models.PositiveIntegerField()),
                ("sd", models.FloatField()),
                ("consistency", models.FloatField(null=True)),
                ("pairs", models.PositiveIntegerField(default=0)),
                ("retest", models.FloatField(null=True)),
                ("measured_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("edition", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_versions",
                        to="instruments.instrument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "edition"), name="instruments_feedback_edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="InstrumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("edition", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("framework_key", models.CharField(max_length=60)),
                ("framework_edition", models.CharField(max_length=40)),
                ("question", models.CharField(max_length=200)),
                ("scale", models.JSONField()),
                ("uncounted", models.JSONField()),
                ("importance_question", models.CharField(max_length=200)),
                ("importance_scale", models.JSONField()),
                ("reason_question", models.CharField(max_length=200)),
                ("follow_ups", models.JSONField(default=list)),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="instruments.instrument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "edition"), name="instruments_edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="instruments.instrumentversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "role", "content_hash"), name="instruments_sheet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackStatementSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="instruments.feedbackversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "role", "content_hash"), name="instruments_feedback_lines_once"
                    )
                ],
            },
        ),
    ]
