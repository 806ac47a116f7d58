"""0002_emblems_and_easy_read: the emblem of a badge’s picture, and its words in Easy Read.

Adds three columns with empty values, which the old code leaves empty: an instant on any size of table. To go back: migrate
badges 0001; emblems and Easy Read words are lost, and load again with the pack.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0001_badges_and_credentials")]

    operations = [
        migrations.AddField(
            model_name="badgeversion",
            name="emblem",
            field=models.CharField(blank=True, default="", db_default="", max_length=30),
        ),
        migrations.AddField(
            model_name="badgeversion",
            name="easy_read",
            field=models.TextField(blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="criterion",
            name="easy_read",
            field=models.TextField(blank=True, default="", db_default=""),
        ),
    ]
