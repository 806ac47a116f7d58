"""0005_changes_are_counted: one row that every change of a framework or the model counts up.

One new table with one row. Safe while the old code runs: it does not count, and is told by the moments of its changes as
before. To go back: migrate framework 0004; nothing is lost.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("framework", "Turn").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("framework", "0004_versions_of_frameworks")]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
