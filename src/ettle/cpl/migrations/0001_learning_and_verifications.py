"""0001_learning_and_verifications: the scheme of the site, what people count as learning, and who verified it.

The first migration of this room. To go back: migrate cpl zero; every row of the room is lost.
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
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework", models.CharField(max_length=60, unique=True)),
                ("content", models.JSONField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CplProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registered_on", models.DateField(null=True)),
                ("groups", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cpl_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("verifier_name", models.CharField(max_length=120)),
                ("verifier_email", models.EmailField(blank=True, max_length=254)),
                ("shown", models.JSONField()),
                ("sent_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cpl_verifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Learning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("log", "Learning log"),
                            ("answer", "Answer in an application"),
                            ("area", "Area read"),
                            ("activity", "Activity"),
                            ("badge", "Badge"),
                            ("own", "Written by you"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source_key", models.CharField(blank=True, max_length=60)),
                ("happened_on", models.DateField()),
                ("title", models.CharField(max_length=300)),
                ("learned", models.TextField(blank=True)),
                ("changed", models.TextField(blank=True)),
                ("counts_for", models.JSONField(default=list)),
                ("counted_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cpl_learning",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pieces of learning",
                "indexes": [models.Index(fields=["person", "-happened_on"], name="cpl_learning_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("person", "source", "source_key"),
                        name="cpl_counted_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("job_title", models.CharField(max_length=120)),
                ("is_confirmed", models.BooleanField()),
                ("missing", models.JSONField(default=dict)),
                ("answered_at", models.DateTimeField()),
                ("code", models.CharField(max_length=24, unique=True)),
                ("record", models.TextField()),
                ("signature", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=500)),
                (
                    "verification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="cpl.verification"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("job_title", ""), _negated=True)
                        ),
                        name="cpl_answer_says_who",
                    )
                ],
            },
        ),
    ]
