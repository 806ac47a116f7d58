"""0001_sessions_of_two: plans of sessions, sessions of two people and what they write in them until it ends.

The first migration of this room. To go back: migrate together zero; every row of the room is lost.
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
            name="SessionPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, unique=True)),
                ("content", models.JSONField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PairSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "way",
                    models.CharField(choices=[("two-phones", "Two phones"), ("one-phone", "One phone")], max_length=10),
                ),
                ("code", models.CharField(blank=True, max_length=8)),
                ("begun_at", models.DateTimeField()),
                ("changes", models.PositiveIntegerField(default=0)),
                (
                    "starter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pair_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("is_starter", models.BooleanField()),
                ("name", models.CharField(max_length=120)),
                ("answers", models.JSONField(default=dict)),
                ("act", models.CharField(blank=True, max_length=140)),
                ("finished_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("join_key", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="together.pairsession",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="pairsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("code",),
                name="together_code_is_of_one_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("session", "is_starter"), name="together_two_in_a_session"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_starter", False), ("person__isnull", False), ("left_at__isnull", False), _connector="OR"
                ),
                name="together_starter_has_an_account_or_left",
            ),
        ),
    ]
