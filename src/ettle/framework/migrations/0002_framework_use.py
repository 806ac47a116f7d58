"""0002_framework_use: what the site uses a framework for.

A column with a default in the database: no row is written again, and the old code may add rows meanwhile. Existing
frameworks get their use when their pack is loaded again. To go back: migrate framework 0001; packs still say it.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0001_frameworks_and_logic_model"),
    ]

    operations = [
        migrations.AddField(
            model_name="framework",
            name="use",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
    ]
