"""Marks keep the title and revision they were made against; areas retire and leave their former addresses.

Marks that are there already get the title and revision of today, the best that is known. Two columns with a default
in the database, so the old code may go on writing; two new tables. Reads both tables of marks once. To go back: migrate
library 0004; titles kept with marks, retirements and former addresses are lost, and so are marks whose area is deleted.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("library", "AreaPage").objects.filter(pk=models.OuterRef("area"))
    for name in ("ReadMark", "SavedArea"):
        apps.get_model("library", name).objects.update(
            title=models.Subquery(pages.values("title")[:1]),
            revision=models.Subquery(pages.values("live_revision")[:1]),
        )


def leave(apps: Any, schema_editor: Any) -> None:
    for name in ("ReadMark", "SavedArea"):
        apps.get_model("library", name).objects.filter(area=None).delete()


def _area() -> Any:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="library.areapage"
    )


def _id() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0004_search_entries_and_their_full_text_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("readmark", "revision", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("readmark", "title", models.CharField(db_default="", max_length=255)),
        migrations.AddField("savedarea", "revision", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("savedarea", "title", models.CharField(db_default="", max_length=255)),
        migrations.AlterField("readmark", "area", _area()),
        migrations.AlterField("savedarea", "area", _area()),
        migrations.RunPython(fill, leave),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", _id()),
                ("slug", models.SlugField(allow_unicode=True, max_length=255, unique=True)),
                ("left_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="library.areapage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Retirement",
            fields=[
                ("id", _id()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("retired_at", models.DateTimeField()),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="retirement", to="library.areapage"
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("successor", _area()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(successor=models.F("area")), name="library_not_its_own_successor"
                    )
                ],
            },
        ),
    ]
