"""0003_key_changes: what one administrator asked to be done with a signing key, and another decided.

A new table, and one more reason for which a badge is issued again: old code runs beside it and does not know them. To go
back: migrate badges 0002; who asked for and decided on changes of keys stays in the audit log alone.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0002_newest_awards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="issuance",
            name="reason",
            field=models.CharField(
                choices=[
                    ("award", "The badge was awarded"),
                    ("name", "The holder’s name has changed"),
                    ("choice", "The holder changed what it shows"),
                    ("lifted", "A suspension was lifted"),
                    ("key", "The key that signed it is not safe"),
                ],
                default="award",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="KeyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("rotate", "Replace it with a new key"),
                            ("retire", "Retire it"),
                            ("compromise", "Mark it as compromised"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(null=True)),
                ("reason", models.TextField(max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="badges.signingkey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)), fields=("key",), name="badges_one_open_key_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_confirmed", False),
                            models.Q(("asked_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="badges_key_change_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "compromise"), ("since__isnull", False)),
                            models.Q(models.Q(("act", "compromise"), _negated=True), ("since", None)),
                            _connector="OR",
                        ),
                        name="badges_key_change_since",
                    ),
                ],
            },
        ),
    ]
