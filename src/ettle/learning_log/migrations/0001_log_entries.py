"""0001_log_entries: log entries with their saves, links and files.

The first migration of this room. To go back: migrate learning_log zero; every row of the room is lost.
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
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("happened_on", models.DateField()),
                ("begun_at", models.DateTimeField()),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["writer", "-happened_on"], name="log_by_day")],
                "verbose_name_plural": "log entries",
            },
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=[("picture", "Picture"), ("voice", "Voice note")], max_length=10)),
                ("file", models.FileField(upload_to="log/")),
                ("small", models.FileField(blank=True, upload_to="log/")),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="learning_log.entry"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework", models.CharField(max_length=60)),
                ("edition", models.CharField(blank=True, max_length=40)),
                ("item", models.UUIDField()),
                ("key", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField(blank=True)),
                ("path", models.CharField(max_length=300)),
                ("linked_at", models.DateTimeField()),
                ("is_declined", models.BooleanField(default=False)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="learning_log.entry"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "item"), name="log_link_once")],
                "ordering": ["framework", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntrySave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rev", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("key", models.UUIDField()),
                ("saved_at", models.DateTimeField()),
                ("part", models.CharField(max_length=40)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saves", to="learning_log.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "part", "rev"), name="log_rev_once"),
                    models.UniqueConstraint(fields=("entry", "key"), name="log_save_once"),
                ],
            },
        ),
    ]
