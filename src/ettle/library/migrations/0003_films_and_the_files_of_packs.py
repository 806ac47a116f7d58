"""Films with captions and transcript, and where the files of packs went.

Adds two tables; safe while the old code runs. To go back: migrate library 0002; films are lost, their files stay.
"""

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0002_areas_name_activities_tools_and_related_areas"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="Film",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("file", models.FileField(help_text="MP4 or WebM, at most 100 MB", upload_to="films/")),
                (
                    "captions",
                    models.FileField(
                        blank=True, help_text="A WebVTT file: what is said, with times", upload_to="captions/"
                    ),
                ),
                (
                    "transcript",
                    wagtail.fields.RichTextField(blank=True, help_text="All that is said, and what must be seen"),
                ),
                ("credit", models.CharField(blank=True, help_text="Who made it, and its licence", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("file", models.FileField(blank=True, upload_to="films/")),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailimages.image",
                    ),
                ),
            ],
        ),
    ]
