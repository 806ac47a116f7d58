"""0005_find_people: indexes for the lists of authors and administrators, and to find people by a part of a name or address.

On PostgreSQL they are built while the site writes: seconds for each million rows, and twice the reading. The old code runs
with and without them. To go back: migrate people 0004; finding people reads every account again.
"""

from __future__ import annotations

from django.db import migrations, models

from ettle.kit.database.indexes import AddIndexWithoutBlocking, AddTrigramIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0004_lists_by_name"),
    ]

    operations = [
        AddIndexWithoutBlocking(
            model_name="user",
            index=models.Index(
                condition=models.Q(("is_staff", True)), fields=["name", "id"], name="people_author_by_name"
            ),
        ),
        AddIndexWithoutBlocking(
            model_name="user",
            index=models.Index(
                condition=models.Q(("is_superuser", True)), fields=["name", "id"], name="people_administrator_by_name"
            ),
        ),
        AddTrigramIndex(table="people_user", column="name", name="people_user_name_parts"),
        AddTrigramIndex(table="people_user", column="email", name="people_user_email_parts"),
    ]
