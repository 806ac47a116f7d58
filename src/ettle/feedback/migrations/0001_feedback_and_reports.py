"""0001_feedback_and_reports: 360s, observers, answer sheets and reports.

The first migration of this room. To go back: migrate feedback zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("instruments", "0001_instruments_and_norms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("secret", models.BinaryField(max_length=32)),
                ("partner", models.CharField(blank=True, max_length=120)),
                ("partner_email", models.EmailField(blank=True, max_length=254)),
                ("begun_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "lines",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="instruments.feedbackstatementset",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedbacks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)), fields=("person",), name="feedback_one_open_feedback"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerPool",
            fields=[
                (
                    "feedback",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pool",
                        serialize=False,
                        to="feedback.feedback",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "feedback",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="report", to="feedback.feedback"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("for_name", models.CharField(max_length=120)),
                ("for_email", models.EmailField(blank=True, max_length=254)),
                ("capabilities", models.JSONField(default=list)),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("shared_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="summaries",
                        to="feedback.feedbackreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Observer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("manager", "Manager"),
                            ("team", "People I supervise"),
                            ("peers", "Peers"),
                            ("supported", "People I support and carers"),
                            ("others", "Others"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("consent_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("sent_again", models.PositiveSmallIntegerField(default=0)),
                ("sent_again_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="observers", to="feedback.feedback"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("feedback"),
                        django.db.models.functions.text.Lower("email"),
                        name="feedback_observer_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", "supported"), _negated=True),
                            ("consent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="feedback_supported_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.PositiveSmallIntegerField()),
                ("words", models.TextField(max_length=2000)),
                ("written_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="feedback.feedbackreport"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "step"), name="feedback_one_note_a_step")],
            },
        ),
    ]
