"""0006_drafts_of_instruments: what an author typed and has not published.

A new table; nothing that is there is read or changed. To go back: migrate journey 0005; the drafts are lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0005_norms_by_what_is_asked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("after", models.PositiveSmallIntegerField()),
                ("said", models.JSONField()),
                ("kept_at", models.DateTimeField()),
                ("handed_at", models.DateTimeField(null=True)),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="journey.instrument"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["instrument", "-kept_at"], name="journey_draft_newest")],
            },
        ),
    ]
