"""0002_newest_awards: an index for the administrators' list of awarded badges, the newest first.

On PostgreSQL it is built while the site writes: seconds for each million rows. The old code runs with and without it. To go
back: migrate badges 0001; the list reads every award again.
"""

from __future__ import annotations

from django.conf import settings
from django.db import migrations, models

from ettle.kit.database.indexes import AddIndexWithoutBlocking


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("badges", "0001_badges_and_credentials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexWithoutBlocking(
            model_name="award",
            index=models.Index(fields=["-awarded_at", "-id"], name="badges_award_newest"),
        ),
    ]
