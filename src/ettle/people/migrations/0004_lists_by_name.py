"""0004_lists_by_name: indexes for the lists of members and organisations, in the order of names.

On PostgreSQL they are built while the site writes: seconds for each million rows, and twice the reading. The old code runs
with and without them. To go back: migrate people 0003; lists of large organisations are slow again.
"""

from __future__ import annotations

from django.db import migrations, models

from ettle.kit.database.indexes import AddIndexWithoutBlocking


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0003_imports_of_people"),
    ]

    operations = [
        AddIndexWithoutBlocking(
            model_name="organisation",
            index=models.Index(fields=["name", "id"], name="people_organisation_by_name"),
        ),
        AddIndexWithoutBlocking(
            model_name="user",
            index=models.Index(fields=["name", "email", "id"], name="people_user_by_name"),
        ),
    ]
