"""0003_trusted_issuers: the issuers elsewhere that this site's operator trusts.

Makes an empty table. Safe while the old code runs, which does not know it. To go back: migrate badges 0002; the list of
trusted issuers is lost, and their badges are of unknown issuers again.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0002_emblems_and_easy_read"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrustedIssuer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("note", models.TextField(blank=True, max_length=1000)),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
