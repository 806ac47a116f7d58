"""0001_drafts: what authors are about to publish.

The first migration of this room. To go back: migrate workshop zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=110)),
                ("base", models.JSONField(null=True)),
                ("rows", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("subject",),
                        name="workshop_one_open_draft_of_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("began", "began it"),
                            ("changed", "changed"),
                            ("left-out", "left out"),
                            ("asked", "asked for a review"),
                            ("sent-back", "sent it back"),
                            ("due", "gave it a date"),
                            ("not-due", "took its date off"),
                            ("held", "was not published at its time"),
                            ("published", "published it"),
                            ("discarded", "threw it away"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="workshop.draft"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
