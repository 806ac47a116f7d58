"""0001_frameworks_and_logic_model: frameworks, their items and versions, and the logic model.

The first migration of this room. To go back: migrate framework zero; every row of the room is lost.
"""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


def add_counter(apps: Any, schema_editor: Any) -> None:
    apps.get_model("framework", "ChangeCounter").objects.create(pk=1)


class Migration(FirstMigration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
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
                ("added_editions", models.JSONField(default=list)),
                ("uploaded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Framework",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.SlugField(max_length=60)),
                ("edition", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("owner", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("source_url", models.URLField(blank=True)),
                ("language", models.CharField(default="en-GB", max_length=12)),
                ("licence", models.CharField(blank=True, max_length=200)),
                ("in_force_on", models.DateField(null=True)),
                ("is_ours", models.BooleanField(default=False)),
                ("slots", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "edition"), name="framework_edition_once")],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("capability", "Capability"),
                            ("theme", "Theme"),
                            ("indicator", "Indicator"),
                            ("part", "Part"),
                            ("code", "Code"),
                            ("element", "Element"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("statement", models.TextField()),
                ("third_person", models.TextField(blank=True)),
                ("role", models.CharField(blank=True, max_length=12)),
                ("audience", models.CharField(blank=True, max_length=20)),
                ("is_verified", models.BooleanField(default=True)),
                ("near_source", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="framework.framework"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="framework.item",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("framework", "key"), name="framework_item_key_once")],
                "ordering": ["framework", "position"],
            },
        ),
        migrations.CreateModel(
            name="Association",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(default="isRelatedTo", max_length=30)),
                (
                    "strength",
                    models.CharField(choices=[("strong", "Strong"), ("some", "Some")], default="some", max_length=8),
                ),
                ("is_ours", models.BooleanField(default=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="associated_from", to="framework.item"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="associations", to="framework.item"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "destination", "kind"), name="framework_association_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LogicNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(max_length=8, unique=True)),
                (
                    "column",
                    models.CharField(
                        choices=[
                            ("bring", "Bring"),
                            ("do", "Do"),
                            ("engage", "Engage"),
                            ("reaction", "Reactions"),
                            ("outcome", "Outcomes"),
                            ("enabler", "Enablers"),
                            ("barrier", "Barriers"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("spoken", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("capabilities", models.ManyToManyField(related_name="capability_nodes", to="framework.item")),
                ("themes", models.ManyToManyField(related_name="logic_nodes", to="framework.item")),
            ],
            options={
                "ordering": ["column", "position"],
            },
        ),
        migrations.CreateModel(
            name="LogicLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(max_length=8, unique=True)),
                ("why", models.CharField(max_length=300)),
                ("assumption", models.CharField(blank=True, max_length=300)),
                (
                    "strength",
                    models.CharField(
                        choices=[("stated", "Stated"), ("plausible", "Plausible"), ("untested", "Untested")],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "blocks",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocked_by",
                        to="framework.logiclink",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_in",
                        to="framework.logicnode",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_out", to="framework.logicnode"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("blocks__isnull", True), ("destination__isnull", False)),
                            models.Q(("blocks__isnull", False), ("destination__isnull", True)),
                            _connector="OR",
                        ),
                        name="framework_link_leads_or_blocks",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=110)),
                ("rows", models.JSONField()),
                ("how", models.CharField(max_length=100)),
                ("note", models.TextField(blank=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["subject", "-id"], name="framework_version_of")],
                "ordering": ["-pk"],
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
                    "file_import",
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
                        fields=("file_import", "framework_key", "edition", "key"), name="framework_imported_once"
                    )
                ],
            },
        ),
        migrations.RunPython(add_counter, migrations.RunPython.noop),
    ]
