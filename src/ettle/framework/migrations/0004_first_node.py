"""0004_first_node: which node the sentence of the model begins with is part of the model, and no longer its key.

A column with a default in the database: no row is written again, and the old code may add rows meanwhile. The mark
comes with the next loading of the pack. To go back: migrate framework 0003; packs still say it.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0003_item_icon"),
    ]

    operations = [
        migrations.AddField(
            model_name="logicnode",
            name="is_first",
            field=models.BooleanField(
                "the first",
                db_default=False,
                default=False,
                help_text="The sentence begins with this node. The one that was the first so far no longer is.",
            ),
        ),
    ]
