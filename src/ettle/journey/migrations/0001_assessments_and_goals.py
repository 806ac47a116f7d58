"""0001_assessments_and_goals: self-assessments, goals and look-backs.

The first migration of this room. To go back: migrate journey zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("framework", "0001_frameworks_and_logic_model"),
        ("instruments", "0001_instruments_and_norms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="instruments.statementset"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-begun_at"], name="journey_assessment_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("person",), name="journey_one_open_assessment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                (
                    "word",
                    models.CharField(
                        blank=True,
                        choices=[("not-my-role", "Not my role"), ("not-sure", "Not sure"), ("skipped", "Left out")],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="journey.assessment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score__isnull", False), ("word", "")),
                            models.Q(("score__isnull", True), models.Q(("word", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journey_answer_is_a_point_or_a_word",
                    )
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("outcome", models.CharField(max_length=300)),
                ("behaviour", models.CharField(blank=True, max_length=300)),
                ("cue", models.CharField(blank=True, max_length=300)),
                ("sign", models.CharField(blank=True, max_length=500)),
                ("helper", models.CharField(blank=True, max_length=120)),
                ("set_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goals", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("themes", models.ManyToManyField(related_name="+", to="framework.item")),
            ],
        ),
        migrations.CreateModel(
            name="GoalEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("set", "Set"),
                            ("changed", "Changed"),
                            ("moved", "Moved to another day"),
                            ("split", "Made smaller"),
                            ("step-done", "Step done"),
                            ("next-step", "Next step chosen"),
                            ("reached", "Reached"),
                            ("stopped", "Stopped"),
                            ("taken-up", "Started again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.CharField(max_length=300)),
                ("by_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["goal", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HelperMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("words", models.TextField(max_length=2000)),
                ("sent_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helper_messages", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Importance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capability", models.CharField(max_length=40)),
                ("importance", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="importances", to="journey.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("weeks", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("promised_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[("answered", "Answered"), ("moved", "Moved"), ("stopped", "Stopped")],
                        max_length=10,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="look_backs", to="journey.goal"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), ("sent_at", None)),
                        fields=["due_on"],
                        name="journey_look_back_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("goal", "weeks"),
                        name="journey_one_look_back_each",
                    )
                ],
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LookBackAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("reached", "I have reached it"),
                            ("going", "It is in progress"),
                            ("hard", "It is harder than I thought"),
                            ("other", "I want something else now"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="look_back_answers", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField()),
                ("importances", models.JSONField()),
                ("finished_at", models.DateTimeField()),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="result", to="journey.assessment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                (
                    "word",
                    models.CharField(
                        blank=True,
                        choices=[("not-my-role", "Not my role"), ("not-sure", "Not sure"), ("skipped", "Left out")],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journey.result"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="then_answers",
                        to="journey.assessment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["assessment", "about"], name="journey_then_by_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score__isnull", False), ("word", "")),
                            models.Q(("score__isnull", True), models.Q(("word", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journey_then_is_a_point_or_a_word",
                    )
                ],
                "ordering": ["pk"],
            },
        ),
    ]
