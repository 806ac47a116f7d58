"""0008_packs_may_retire_areas: what a pack last put says whether it was retired.

One new column with a default, so no row is written. To go back: migrate library 0007; what packs retired stays retired,
and counts as an author's doing.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0007_drafts_of_frameworks")]

    operations = [
        migrations.AddField("packcopy", "is_retired", models.BooleanField(db_default=False, default=False)),
    ]
