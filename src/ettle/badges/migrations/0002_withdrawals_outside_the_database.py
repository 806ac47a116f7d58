"""0002_withdrawals_outside_the_database: the database knows its list of withdrawn badges; a restore may withdraw.

Adds a table and lets one column be empty, so old code goes on working. To go back: migrate badges 0001, after giving
every withdrawal without a person one; the list outside the database stays as it is.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WithdrawalList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(unique=True)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="revocation",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
