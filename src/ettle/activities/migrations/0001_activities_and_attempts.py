"""0001_activities_and_attempts: activities, invitations, attempts and completions.

The first migration of this room. To go back: migrate activities zero; every row of the room is lost.
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
        ("badges", "0001_badges_and_credentials"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True)),
                ("kind", models.CharField(max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name="InvitedActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("group", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["invitation", "position"],
            },
        ),
        migrations.CreateModel(
            name="ReflectionRecording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("recording", "Recording"), ("picture", "Picture"), ("document", "PDF")], max_length=10
                    ),
                ),
                ("file", models.FileField(upload_to="attached/")),
                ("small", models.FileField(blank=True, upload_to="attached/")),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("seconds", models.PositiveSmallIntegerField(default=0)),
                ("shows", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("step", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.PositiveSmallIntegerField()),
                ("roles", models.JSONField(default=list)),
                ("settings", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["version", "group", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=60)),
                ("sequence", models.PositiveSmallIntegerField()),
                ("act", models.CharField(max_length=30)),
                ("value", models.TextField(blank=True)),
                ("score", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["attempt", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ActivityVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("edition", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("summary", models.TextField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="activities.activity"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("seed", models.PositiveIntegerField()),
                ("variant", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("began_at", models.DateTimeField()),
                (
                    "activity_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activityversion"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["invited", "number"],
            },
        ),
        migrations.CreateModel(
            name="ChoiceFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=10)),
                ("people", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("counted_until", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choice_figures",
                        to="activities.activityversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activity"
                    ),
                ),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="completion", to="activities.attempt"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountingSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=64)),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counting_secret",
                        to="activities.activity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("renewed_at", models.DateTimeField(null=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("badge", "To complete a badge"), ("application", "Part of an application")],
                        default="badge",
                        max_length=20,
                    ),
                ),
                ("return_path", models.CharField(blank=True, max_length=200)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="invitation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.badgeversion"
            ),
        ),
        migrations.AddField(
            model_name="invitedactivity",
            name="activity_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activityversion"
            ),
        ),
        migrations.AddField(
            model_name="invitedactivity",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="activities.invitation"
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="invited",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="activities.invitedactivity",
            ),
        ),
        migrations.AddField(
            model_name="reflectionrecording",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="recordings", to="activities.attempt"
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activities.activity"
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.badgeversion"
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="activities.attempt"
            ),
        ),
        migrations.AddConstraint(
            model_name="activityversion",
            constraint=models.UniqueConstraint(fields=("activity", "edition"), name="activities_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="choicefigures",
            constraint=models.UniqueConstraint(fields=("version", "role"), name="activities_figures_once"),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(fields=("learner", "activity"), name="activities_completed_once"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("learner", "version", "purpose"), name="activities_invited_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitedactivity",
            constraint=models.UniqueConstraint(
                fields=("invitation", "position"), name="activities_invited_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("invited", "number"), name="activities_attempt_number_once"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("invited", None)),
                fields=("learner", "activity_version", "number"),
                name="activities_practice_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reflectionrecording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("attempt", "step"),
                name="activities_one_recording_of_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("version", "group", "activity"), name="activities_required_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("attempt", "step", "sequence"), name="activities_response_once"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("score", None), models.Q(("score__gte", 0), ("score__lte", 1)), _connector="OR"),
                name="activities_score_from_0_to_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(("score", None), models.Q(("rule", ""), _negated=True), _connector="OR"),
                name="activities_score_has_rule",
            ),
        ),
    ]
