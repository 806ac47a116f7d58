"""0002_model_keeps_what_is_retired: nodes and links are retired instead of lost, and say when they changed.

Adds columns with a default, so old code goes on working; small tables. To go back: migrate framework 0001; what was
retired would be part of the model again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def changed_at() -> Any:
    return models.DateTimeField(default=timezone.now)


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_initial")]

    operations = [
        migrations.AddField("association", "changed_at", changed_at(), preserve_default=False),
        migrations.AddField("logicnode", "changed_at", changed_at(), preserve_default=False),
        migrations.AddField("logicnode", "retired_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "logicnode", "spoken", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
        migrations.AddField("logiclink", "changed_at", changed_at(), preserve_default=False),
        migrations.AddField("logiclink", "retired_at", models.DateTimeField(null=True)),
    ]
