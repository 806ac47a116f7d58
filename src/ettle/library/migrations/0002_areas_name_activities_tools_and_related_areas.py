"""Areas name the activities and tools that go with them, and the areas to read next.

Adds three columns with an empty default to library_areapage; safe while the old code runs. To go back: migrate
library 0001; what was written in the three columns is lost, and a pack brings it again.
"""

from django.db import migrations, models

import ettle.library.fields


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.AddField("areapage", "activities", models.JSONField(blank=True, default=list)),
        migrations.AddField("areapage", "related", models.JSONField(blank=True, default=list)),
        migrations.AddField("areapage", "tools", ettle.library.fields.Blocks(blank=True)),
    ]
