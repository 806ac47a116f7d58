"""0003_item_icon: the drawing beside the name of a capability is chosen by its framework, and no longer by its key.

A column with a default in the database: no row is written again, and the old code may add rows meanwhile. The drawings
come with the next loading of the pack. To go back: migrate framework 0002; packs still say it.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0002_framework_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="icon",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
    ]
