"""0003_feedback_360: the tables of the 360.

New tables only, so it is safe while the old code runs. To go back: migrate journey 0002; every 360 is lost.
"""

from __future__ import annotations

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0002_norms_and_then_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackLines",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
            ],
        ),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedbacks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lines",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journey.feedbacklines"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
                ("answers", models.JSONField(default=dict)),
                ("examples", models.JSONField(default=dict)),
                ("value", models.TextField(blank=True)),
                ("change", models.TextField(blank=True)),
                ("agreed", models.BooleanField(null=True)),
                ("helped", models.BooleanField(null=True)),
                ("is_sent", models.BooleanField(default=False)),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="journey.feedback"
                    ),
                ),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="report", to="journey.feedback"
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
                        to="journey.feedbackreport",
                    ),
                ),
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
                        to="journey.instrument",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="feedbacklines",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journey.feedbackversion"
            ),
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
                ("has_answered", models.BooleanField(default=False)),
                ("has_declined", models.BooleanField(default=False)),
                ("wants_no_mail", models.BooleanField(default=False)),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="observers", to="journey.feedback"
                    ),
                ),
            ],
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="journey.feedbackreport"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("person",), name="journey_one_open_feedback"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackversion",
            constraint=models.UniqueConstraint(fields=("instrument", "edition"), name="journey_feedback_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="feedbacklines",
            constraint=models.UniqueConstraint(
                fields=("version", "role", "content_hash"), name="journey_feedback_lines_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="observer",
            constraint=models.UniqueConstraint(
                models.F("feedback"), django.db.models.functions.text.Lower("email"), name="journey_observer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="observer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group", "supported"), _negated=True), ("consent_at__isnull", False), _connector="OR"
                ),
                name="journey_supported_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingnote",
            constraint=models.UniqueConstraint(fields=("report", "step"), name="journey_one_note_a_step"),
        ),
    ]
