"""0002_site_words: what a content pack says about the site as a whole.

A new table, which the old code does not know. To go back: migrate branding 0001; loading the pack again with `--again`
brings its words back.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("branding", "0001_brands"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("strapline", models.CharField(blank=True, max_length=90)),
                ("front_title", models.CharField(blank=True, max_length=80)),
                ("front_sentence", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
    ]
