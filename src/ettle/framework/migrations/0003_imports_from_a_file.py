"""0003_imports_from_a_file: what was brought in from a file, so that it can be taken back.

Two new tables; nothing that is there changes. To go back: migrate framework 0002; what was brought in stays.
"""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0002_model_keeps_what_is_retired"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrameworkImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("codes", "Numbers of the Codes"), ("capabilities", "Capabilities and themes")],
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(max_length=100)),
                ("rows", models.JSONField()),
                ("notes", models.JSONField(default=list)),
                ("may_add_edition", models.BooleanField(default=False)),
                ("is_checked", models.BooleanField(default=False)),
                ("made", models.JSONField(default=list)),
                ("handed_in_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-handed_in_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework_key", models.CharField(max_length=60)),
                ("edition", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=40)),
                ("was", models.JSONField(null=True)),
                ("became", models.JSONField()),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="framework.frameworkimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("brought_by", "framework_key", "edition", "key"), name="framework_imported_once"
                    )
                ],
            },
        ),
    ]
