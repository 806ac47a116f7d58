"""0002_empty_front_sentence: the sentence of the front page may be empty, and is then that of the content pack.

Only forms change, no row and no column. To go back: migrate library 0001.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_areas_and_reading"),
    ]

    operations = [
        migrations.AlterField(
            model_name="frontpage",
            name="sentence",
            field=models.TextField(
                blank=True, help_text="Left empty, it is the sentence of the content pack", max_length=300
            ),
        ),
    ]
